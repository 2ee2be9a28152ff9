/// Rates that a throttle group doesn't let its members exceed together.
package struct ThrottleLimits: Hashable, Sendable {
    /// What a rate counts, and of which requests.
    package enum Kind: Int, CaseIterable, Sendable {
        case bytesTotal, bytesRead, bytesWrite, operationsTotal, operationsRead, operationsWrite

        var countsBytes: Bool { rawValue < Kind.operationsTotal.rawValue }

        /// The option's name.
        package var name: String {
            switch self {
            case .bytesTotal: "bps-total"
            case .bytesRead: "bps-read"
            case .bytesWrite: "bps-write"
            case .operationsTotal: "iops-total"
            case .operationsRead: "iops-read"
            case .operationsWrite: "iops-write"
            }
        }
    }

    /// One rate: what may pass a second.
    package struct Rate: Hashable, Sendable {
        /// The rate in the long run; 0 is no limit.
        package var average: UInt64 = 0
        /// The rate of a burst; 0 when there are none but the shortest.
        package var burst: UInt64 = 0
        /// How long a burst may last, in seconds.
        package var burstLength: UInt64 = 1
    }

    private var rates = [Rate](repeating: Rate(), count: Kind.allCases.count)
    /// Above 0, larger requests count as several operations of so many bytes.
    package var operationSize: UInt64 = 0

    /// Limits nothing.
    package init() {}

    package subscript(kind: Kind) -> Rate {
        get { rates[kind.rawValue] }
        set { rates[kind.rawValue] = newValue }
    }

    /// The largest number of any of them.
    package static let largest: UInt64 = 1_000_000_000_000_000

    /// Throws when the numbers contradict each other; the message names the option.
    package func check() throws(BlockError) {
        for (total, parts) in [
            (Kind.bytesTotal, [Kind.bytesRead, .bytesWrite]),
            (.operationsTotal, [.operationsRead, .operationsWrite]),
        ] where self[total].average > 0 || self[total].burst > 0 {
            for part in parts where self[part].average > 0 || self[part].burst > 0 {
                throw BlockError(.invalid, "the limit \(part.name) can't be set together with \(total.name)")
            }
        }
        for kind in Kind.allCases {
            let (rate, name) = (self[kind], kind.name)
            guard rate.average <= ThrottleLimits.largest, rate.burst <= ThrottleLimits.largest else {
                throw BlockError(
                    .invalid, "the limits \(name) and \(name)-max must not exceed \(ThrottleLimits.largest)")
            }
            guard (1...UInt64(UInt32.max)).contains(rate.burstLength) else {
                throw BlockError(.invalid, "the limit \(name)-max-length must be 1 to \(UInt32.max)")
            }
            guard rate.burst > 0 else {
                if rate.burstLength > 1 { throw BlockError(.invalid, "the limit \(name)-max-length needs \(name)-max") }
                continue
            }
            guard rate.average > 0 else { throw BlockError(.invalid, "the limit \(name)-max needs \(name)") }
            guard rate.burst >= rate.average else {
                throw BlockError(.invalid, "the limit \(name)-max must not be below \(name)")
            }
        }
        guard operationSize <= ThrottleLimits.largest else {
            throw BlockError(.invalid, "the limit iops-size must not exceed \(ThrottleLimits.largest)")
        }
        if operationSize > 0, !Kind.allCases.contains(where: { !$0.countsBytes && self[$0].average > 0 }) {
            throw BlockError(.invalid, "the limit iops-size needs a limit of operations")
        }
    }
}
