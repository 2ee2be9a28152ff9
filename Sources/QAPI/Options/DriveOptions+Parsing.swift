import JSON

extension DriveOptions {
    /// The options of `-drive`: any name is accepted, since what is no setting of the device belongs to its node.
    public static let group = QemuOptsGroup(name: "drive")

    /// The older names of options.
    public static let aliases: KeyValuePairs<String, String> = [
        "iops": "throttling.iops-total", "iops_rd": "throttling.iops-read", "iops_wr": "throttling.iops-write",
        "bps": "throttling.bps-total", "bps_rd": "throttling.bps-read", "bps_wr": "throttling.bps-write",
        "iops_max": "throttling.iops-total-max", "iops_rd_max": "throttling.iops-read-max",
        "iops_wr_max": "throttling.iops-write-max", "bps_max": "throttling.bps-total-max",
        "bps_rd_max": "throttling.bps-read-max", "bps_wr_max": "throttling.bps-write-max",
        "iops_size": "throttling.iops-size", "group": "throttling.group", "readonly": "read-only",
    ]

    /// The limits that can be set, as the schema's `ThrottleLimits` names them.
    static let limits: [String] =
        ["bps", "iops"].flatMap { kind in
            ["total", "read", "write"].flatMap { direction in
                ["", "-max", "-max-length"].map { "\(kind)-\(direction)\($0)" }
            }
        } + ["iops-size"]

    /// Reads the text of a `-drive`.
    ///
    /// `defaultInterface` is the machine's. `isTaken` tells whether an interface already has a drive on a bus and unit,
    /// by which the first free unit is found when none is given.
    public static func parse(
        _ text: String, defaultInterface: Interface = .none,
        isTaken: (Interface, _ bus: UInt64, _ unit: UInt64) -> Bool = { _, _, _ in false }
    ) throws(QAPIError) -> DriveOptions {
        try DriveOptions(QemuOpts.parse(text, group: group), defaultInterface: defaultInterface, isTaken: isTaken)
    }

    /// Translates options that were read as ``group``.
    public init(
        _ opts: QemuOpts, defaultInterface: Interface = .none,
        isTaken: (Interface, _ bus: UInt64, _ unit: UInt64) -> Bool = { _, _, _ in false }
    ) throws(QAPIError) {
        var reader = Reader(options: opts.object())
        reader.options.removeValue(forName: "id")
        try BlockOptions.rename(Self.aliases, in: &reader.options)
        try reader.expandCacheMode()
        warnings = opts.warnings

        interface = try reader.choice("if", default: defaultInterface)
        media = try reader.choice("media", default: .disk)
        let asksReadOnly = try reader.bool("read-only") ?? false
        readOnly = asksReadOnly || media == .cdrom
        copyOnRead = try reader.bool("copy-on-read") ?? false
        if readOnly, copyOnRead {
            copyOnRead = false
            warnings.append("'copy-on-read' has no effect on a read-only drive")
        }
        (bus, unit) = try reader.place(on: interface, isTaken)
        let suffix = [.ide, .scsi].contains(interface) ? (media == .cdrom ? "-cd" : "-hd") : ""
        let busText = interface.unitsPerBus == nil ? "" : String(bus)
        id = opts.id ?? "\(interface.rawValue)\(busText)\(suffix)\(unit)"

        writeErrorAction = try reader.errorAction("werror", interface, default: .enospc, refusing: nil)
        readErrorAction = try reader.errorAction("rerror", interface, default: .report, refusing: .enospc)
        snapshot = try reader.bool("snapshot") ?? false
        aio = try reader.word("aio", among: ["threads", "native", "io_uring"])
        writeCache = try reader.bool("cache.writeback") ?? true
        detectZeroes = try reader.choice("detect-zeroes", default: .off)
        accountsInvalid = try reader.bool("stats-account-invalid")
        accountsFailed = try reader.bool("stats-account-failed")
        statisticsIntervals = try reader.intervals()
        throttlingGroup = reader.take("throttling.group")
        throttling = try reader.throttling()
        file = reader.take("file")
        if let format = reader.take("format") {
            guard reader.options["driver"] == nil else { throw BlockOptions.givenTwice("format", "driver") }
            reader.options["driver"] = .string(format)
        }
        options = reader.options
    }

    /// Takes the device's settings out of the options one by one; what is left is the node's.
    private struct Reader {
        var options: JSONObject

        mutating func take(_ name: String) -> String? {
            guard case .string(let text)? = options.removeValue(forName: name) else { return nil }
            return text
        }

        mutating func bool(_ name: String) throws(QAPIError) -> Bool? {
            guard let text = take(name) else { return nil }
            return try TextScalar.bool(text, name)
        }

        mutating func number(_ name: String) throws(QAPIError) -> UInt64? {
            guard let text = take(name) else { return nil }
            return try TextScalar.uint64(text, name, wrapping: false)
        }

        mutating func word(_ name: String, among words: [String]) throws(QAPIError) -> String? {
            guard let text = take(name) else { return nil }
            guard words.contains(text) else { throw .unknownValue(name, value: text, accepted: words) }
            return text
        }

        mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
            _ name: String, default fallback: Choice
        ) throws(QAPIError) -> Choice {
            let words = Choice.allCases.map(\.rawValue)
            return try word(name, among: words).flatMap(Choice.init(rawValue:)) ?? fallback
        }

        /// Replaces `cache` by its three booleans, where they are not given themselves.
        mutating func expandCacheMode() throws(QAPIError) {
            guard let word = try word("cache", among: CacheMode.allCases.map(\.rawValue)),
                let mode = CacheMode(rawValue: word)
            else { return }
            for (name, value) in [
                ("cache.writeback", mode.writeback), ("cache.direct", mode.direct), ("cache.no-flush", mode.noFlush),
            ] {
                options.appendIfAbsent(name, .string(value ? "on" : "off"))
            }
        }

        /// The bus and unit: given, made of an index, or the first that is free.
        mutating func place(
            on interface: Interface, _ isTaken: (Interface, UInt64, UInt64) -> Bool
        ) throws(QAPIError) -> (UInt64, UInt64) {
            let (givenBus, givenUnit) = (try number("bus"), try number("unit"))
            var (bus, unit) = (givenBus ?? 0, givenUnit)
            if let index = try number("index") {
                guard givenBus == nil, givenUnit == nil else {
                    throw QAPIError("'index' can't be given together with 'bus' and 'unit'", parameter: "index")
                }
                bus = interface.unitsPerBus.map { index / $0 } ?? 0
                unit = interface.unitsPerBus.map { index % $0 } ?? index
            }
            guard let unit else { return try firstFree(on: interface, bus, isTaken) }
            if let units = interface.unitsPerBus, unit >= units {
                throw .invalidValue("unit", value: "\(unit)", expected: "at most \(units - 1)")
            }
            guard !isTaken(interface, bus, unit) else {
                throw QAPIError("There is already a drive on '\(interface.rawValue)', bus \(bus), unit \(unit)")
            }
            return (bus, unit)
        }

        private func firstFree(
            on interface: Interface, _ bus: UInt64, _ isTaken: (Interface, UInt64, UInt64) -> Bool
        ) throws(QAPIError) -> (UInt64, UInt64) {
            var (bus, unit) = (bus, UInt64(0))
            for _ in 0..<65536 {
                if !isTaken(interface, bus, unit) { return (bus, unit) }
                unit += 1
                if let units = interface.unitsPerBus, unit >= units {
                    unit = 0
                    bus = bus &+ 1
                }
            }
            throw QAPIError("'\(interface.rawValue)' has no free unit from bus \(bus) on", parameter: "unit")
        }

        mutating func errorAction(
            _ name: String, _ interface: Interface, default fallback: ErrorAction, refusing refused: ErrorAction?
        ) throws(QAPIError) -> ErrorAction {
            let words = ErrorAction.allCases.filter { $0 != refused }.map(\.rawValue)
            guard let action = try word(name, among: words).flatMap(ErrorAction.init(rawValue:)) else {
                return fallback
            }
            guard interface.hasErrorActions else {
                throw QAPIError("'\(name)' is not possible with 'if=\(interface.rawValue)'", parameter: name)
            }
            return action
        }

        mutating func intervals() throws(QAPIError) -> [UInt32] {
            var given = BlockOptions.extract(prefix: "stats-intervals.", from: &options)
            var lengths: [UInt32] = []
            for (index, element) in BlockOptions.splitArray(&given).enumerated() {
                let path = "stats-intervals.\(index)"
                guard case .string(let text) = element else { throw .missing(path) }
                guard let length = UInt32(text), length > 0 else {
                    throw .invalidValue(path, value: text, expected: "a number of seconds above 0")
                }
                lengths.append(length)
            }
            if let left = given.members.first {
                throw .unknownParameter("stats-intervals.\(left.name)", name: left.name, accepted: [])
            }
            return lengths
        }

        mutating func throttling() throws(QAPIError) -> JSONObject {
            var limits = JSONObject()
            for member in BlockOptions.extract(prefix: "throttling.", from: &options).members {
                let path = "throttling.\(member.name)"
                guard DriveOptions.limits.contains(member.name), case .string(let text) = member.value else {
                    throw .unknownParameter(path, name: member.name, accepted: DriveOptions.limits + ["group"])
                }
                let value = try TextScalar.uint64(text, path, wrapping: false)
                guard let limit = Int64(exactly: value) else {
                    throw .invalidValue(path, value: text, expected: "an integer of 63 bits")
                }
                limits[member.name] = .int(limit)
            }
            return limits
        }
    }
}
