/// A second model of persistent reservations, for comparison: written from the rules alone, with dictionaries, literal
/// tables and bytes, sharing no code with the module under test.
struct NaiveReservations {
    struct Answer: Equatable {
        var status: Int
        var sense: String = ""
        var data: [UInt8] = []
        var losers: [UInt64: String] = [:]
        var aborts: Set<UInt64> = []
    }

    // What is offered.
    var maximum = 128
    var specifiesPorts = false
    var allTargetPorts = true
    /// "force", "honor" or "none".
    var persistence = "force"

    // What is known.
    var attached: [UInt64] = []
    var order: [UInt64] = []
    var keys: [UInt64: UInt64] = [:]
    var everywhere: [UInt64: Bool] = [:]
    var type = 0
    var holder: UInt64 = 0
    var generation = 0
    var aptpl = false
    var lost = false
    /// The names of the unit attentions that wait.
    var waiting: [UInt64: Set<String>] = [:]

    static let attentionOrder = [
        "29/00", "29/02", "29/03", "29/07", "2a/05", "2a/03", "2a/04", "2f/00", "2a/09", "2a/01",
    ]
    static let invalidCDB = Answer(status: 2, sense: "5/24/00")
    static let invalidParameter = Answer(status: 2, sense: "5/26/00")
    static let lengthError = Answer(status: 2, sense: "5/1a/00")
    static let invalidOpcode = Answer(status: 2, sense: "5/20/00")
    static let informationLost = Answer(status: 2, sense: "7/44/01")
    static let conflict = Answer(status: 0x18)
    static let good = Answer(status: 0)

    /// What the holder, another registered nexus and an unregistered one may do, by type.
    static let access: [Int: [String]] = [
        0: ["rw", "rw", "rw"],
        1: ["rw", "r", "r"],
        3: ["rw", "", ""],
        5: ["rw", "rw", "r"],
        6: ["rw", "rw", ""],
        7: ["rw", "rw", "r"],
        8: ["rw", "rw", ""],
    ]

    func mayDo(_ nexus: UInt64) -> String {
        if lost { return "" }
        let relation = type != 0 && holder == nexus ? 0 : keys[nexus] != nil ? 1 : 2
        return Self.access[type]?[relation] ?? ""
    }

    func holds(_ nexus: UInt64) -> Bool {
        if type == 7 || type == 8 { return keys[nexus] != nil }
        return type != 0 && holder == nexus
    }

    mutating func takeAttention(_ nexus: UInt64) -> String? {
        guard let name = Self.attentionOrder.first(where: { waiting[nexus]?.contains($0) == true }) else { return nil }
        waiting[nexus]?.remove(name)
        return name
    }

    mutating func tell(_ nexuses: [UInt64], _ name: String) {
        for nexus in nexuses where attached.contains(nexus) { waiting[nexus, default: []].insert(name) }
    }

    /// A command about reservations, from first to last: unit attention, execution, what everybody lost.
    mutating func run(_ cdb: [UInt8], _ list: [UInt8], from nexus: UInt64) -> Answer {
        if let name = takeAttention(nexus) { return Answer(status: 2, sense: "6/" + name) }
        let before = self
        var answer: Answer
        switch cdb[0] {
        case 0x5e: return read(cdb)
        case 0x5f: answer = write(cdb, list, nexus)
        default: return oldReserve(nexus)
        }
        if answer.status != 0 {
            self = before
            return answer
        }
        for one in Set(before.order + attached + [nexus]) {
            let gone = before.mayDo(one).filter { !mayDo(one).contains($0) }
            if !gone.isEmpty { answer.losers[one] = gone }
        }
        return answer
    }

    /// The answer that keeps any other command from running.
    mutating func refuse(needs: String, attention: String, from nexus: UInt64) -> Answer? {
        if attention == "report", let name = takeAttention(nexus) { return Answer(status: 2, sense: "6/" + name) }
        if needs.isEmpty { return nil }
        if lost { return Self.informationLost }
        return mayDo(nexus).contains(needs) ? nil : Self.conflict
    }

    mutating func event(_ name: String, nexus: UInt64) {
        switch name {
        case "hard reset": tell(attached, "29/02")
        case "reset": tell(attached, "29/03")
        case "nexus loss": tell([nexus], "29/07")
        case "power":
            waiting = [:]
            tell(attached, "29/00")
            generation = 0
            if persistence == "none" || (persistence == "honor" && !aptpl) { forget() }
        default:
            forget()
            generation = 0
            aptpl = true
            lost = true
        }
    }

    mutating func forget() {
        order = []
        keys = [:]
        everywhere = [:]
        type = 0
        holder = 0
    }

    private func oldReserve(_ nexus: UInt64) -> Answer {
        if lost { return Self.informationLost }
        if order.isEmpty { return Self.invalidOpcode }
        if holds(nexus) { return Self.good }
        if keys[nexus] != nil, [5, 6, 7, 8].contains(type) { return Self.good }
        return Self.conflict
    }

    private func read(_ cdb: [UInt8]) -> Answer {
        let room = Int(cdb[7]) * 256 + Int(cdb[8])
        var bytes: [UInt8]
        switch cdb[1] & 31 {
        case 2:
            var second: UInt8 = 0x80 | 0x40
            if persistence == "force" || (persistence == "honor" && aptpl) { second |= 1 }
            let first: UInt8 =
                0x90 | (specifiesPorts ? 8 : 0) | (allTargetPorts ? 4 : 0) | (persistence == "none" ? 0 : 1)
            return Answer(status: 0, data: Array([0, 8, first, second, 0xea, 0x01, 0, 0].prefix(room)))
        case 0:
            if lost { return Self.informationLost }
            bytes = order.flatMap { Self.number(keys[$0] ?? 0, 8) }
        case 1:
            if lost { return Self.informationLost }
            bytes = []
            if type != 0 {
                bytes = Self.number(type >= 7 ? 0 : keys[holder] ?? 0, 8) + [0, 0, 0, 0, 0, UInt8(type), 0, 0]
            }
        case 3:
            if lost { return Self.informationLost }
            bytes = []
            for nexus in order {
                let flags: UInt8 = (everywhere[nexus] == true ? 2 : 0) | (holds(nexus) ? 1 : 0)
                bytes += Self.number(keys[nexus] ?? 0, 8) + [0, 0, 0, 0, flags, holds(nexus) ? UInt8(type) : 0]
                bytes += [0, 0, 0, 0, 0, 1, 0, 0, 0, 24, 6, 0, 0, 0] + Self.number(nexus, 8)
                bytes += [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
            }
        default:
            return Self.invalidCDB
        }
        let whole = Self.number(UInt64(generation), 4) + Self.number(UInt64(bytes.count), 4) + bytes
        return Answer(status: 0, data: Array(whole.prefix(room)))
    }

    static func number(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8((value >> (8 * UInt64(count - 1 - $0))) & 255) }
    }

    static func value(_ bytes: some Collection<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 * 256 + UInt64($1) }
    }
}
