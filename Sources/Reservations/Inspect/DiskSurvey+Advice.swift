internal import Block
internal import SCSI

extension DiskSurvey {
    /// Something that keeps somebody from going on, and what can be typed about it.
    package struct Advice: Sendable, Hashable {
        /// What happens, as a sentence.
        package var reason: String
        /// The next command to type; nil where waiting is all that can be done.
        package var command: String?
    }

    /// What goes on and what to do, most urgent first; `disk` is what stands for the disk in commands.
    package func advice(disk: String) -> [Advice] {
        var result: [Advice] = []
        if let damage { result.append(advice(damage, disk)) }
        if damage == nil, state?.isLost == true { result.append(lost(disk)) }
        if let silence { result.append(Advice(reason: "\(silence).", command: nil)) }
        result += waiting(disk)
        let named = Set(result.compactMap(\.command))
        result += silent.filter { $0.command.map { !named.contains($0) } ?? true }
        result += stale(disk)
        return result
    }

    /// Those who are attached and answer nobody, as long as all do so.
    private var silent: [Advice] {
        unanswered.map {
            Advice(
                reason:
                    "Process \($0.process) (slot \($0.slot)) is \($0.condition.text) and answers nobody: as long as nobody "
                    + "does who is attached, nobody else can be.",
                command: $0.condition.isStopped ? $0.condition.remedy(of: $0.process) : nil)
        }
    }

    // MARK: - State

    private func lost(_ disk: String) -> Advice {
        Advice(
            reason:
                "The reservations are lost: nobody reads or writes, until an initiator sends REPLACE LOST RESERVATION.",
            command: "holdfast pr reset \(disk)")
    }

    private func advice(_ damage: Damaged, _ disk: String) -> Advice {
        switch damage {
        case .damaged(let what):
            Advice(
                reason: "What is stored in '\(location)' is damaged (\(what)): nobody reads or writes.",
                command: "holdfast pr reset \(disk)")
        case .foreign(let label):
            Advice(
                reason:
                    "What is stored in '\(location)' belongs to another disk (\(label)): nobody reads or writes. If this "
                    + "disk was moved or restored, adopt it; if it is a copy, type 'holdfast pr reset \(disk)' instead.",
                command: "holdfast pr adopt \(disk)")
        case .behind(let stored, let live):
            Advice(
                reason:
                    "'\(location)' went back from generation \(live) to \(stored), as after a restore while the disk was in "
                    + "use: nobody reads or writes.", command: "holdfast pr reset \(disk)")
        case .vanished:
            Advice(
                reason:
                    "'\(location)' was removed or replaced while the disk is in use: requests go on under what holds, but nothing can be "
                    + "changed, and nobody can be attached. Save what holds, stop all who are attached, and import it.",
                command: "holdfast pr export \(disk) > reservations.json")
        case .unreadable(let what):
            Advice(reason: "'\(location)': \(what).", command: nil)
        }
    }

    // MARK: - Who waits for whom

    private func waiting(_ disk: String) -> [Advice] {
        guard let page else { return [] }
        guard let pending = page.pending else {
            guard isRegistryLocked, let holder = page.holder, age(holder) >= 1000 else { return [] }
            return [Advice(reason: "\(lockSentence(holder)).", command: remedy(holder))]
        }
        guard isRegistryLocked else {
            return [
                Advice(
                    reason:
                        "\(name(pending.slot)) died while it carried out a command: it has either happened or not, which "
                        + "the next who takes the registry lock finds out. Somebody who is held does so by himself, once a "
                        + "request has waited for a second; otherwise whoever comes next does.", command: nil)
            ]
        }
        let victims = pending.victims.compactMap(slot).filter { $0.inFlight > 0 }
        if victims.isEmpty {
            guard let holder = page.holder, age(holder) >= 1000 else { return [] }
            return [Advice(reason: "\(lockSentence(holder)).", command: remedy(holder))]
        }
        let sender = pending.slot.flatMap(slot)
        if let sender, sender.condition.isStopped {
            return [
                Advice(
                    reason:
                        "\(sender.label) holds others up for a command of its own, and is stopped: it can neither finish it "
                        + "nor give it up.", command: sender.remedy)
            ]
        }
        let isLong = page.holder.map { age($0) >= 1000 } ?? true
        let since = page.holder.map { " for \(Self.seconds(age($0)))" } ?? ""
        return victims.map { victim in
            Advice(
                reason:
                    "\(name(pending.slot)) waits\(since) for \(victim.label), which is \(victim.conditionText) and has "
                    + "\(victim.inFlight) requests in flight: they may still land, so that the command can't be answered.",
                command: isLong || victim.condition.isStopped ? victim.remedy : nil)
        }
    }

    private func lockSentence(_ holder: Holder) -> String {
        "\(holder.slot == nil ? "process \(holder.process)" : name(holder.slot)) has held the registry lock for "
            + "\(Self.seconds(age(holder))) (\(holder.purpose)); all others wait for it, and get BUSY after 3 s"
    }

    private func remedy(_ holder: Holder) -> String? {
        guard let number = holder.slot else { return nil }
        return slot(number)?.remedy
    }

    /// Milliseconds since somebody took the lock.
    package func age(_ holder: Holder) -> UInt64 {
        let now = time / 1_000_000
        return now > holder.since ? now - holder.since : 0
    }

    /// How people are told of a slot, or of a person with a tool.
    func name(_ number: Int?) -> String {
        guard let number else {
            return "an operator's tool" + (page?.holder.map { " (process \($0.process))" } ?? "")
        }
        return slot(number)?.label ?? "slot \(number)"
    }

    /// Milliseconds as people read them.
    package static func seconds(_ milliseconds: UInt64) -> String {
        milliseconds < 1000 ? "\(milliseconds) ms" : "\(milliseconds / 1000).\(milliseconds / 100 % 10) s"
    }

    // MARK: - What is left of the dead

    private func stale(_ disk: String) -> [Advice] {
        guard let state, damage == nil else { return [] }
        return staleRegistrations.filter { state.isHolder($0.address) && state.reservation?.holder != nil }.map {
            Advice(
                reason:
                    "'\($0.nexus.name)' holds the reservation and is not attached: it keeps it until it comes back, another "
                    + "registered initiator preempts it, or you evict it.",
                command: "holdfast pr evict \(Self.quoted($0.nexus.name.text)) \(disk)")
        }
    }

    /// A word as a shell takes it.
    package static func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy {
            ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
                || "-_./,=:+@%".unicodeScalars.contains($0)
        }
        return isPlain && !text.isEmpty && !text.hasPrefix("-")
            ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}

extension DiskSurvey.Slot {
    /// How people are told of an attachment.
    package var label: String { "'\(initiator)' (slot \(number), process \(process), node '\(node)')" }

    /// What its process does, in words.
    package var conditionText: String {
        if case .ended = condition, hasLock { return "gone, while the kernel still works for it" }
        return condition.text
    }

    /// What makes its process go on, or ends it; nil where nothing would.
    var remedy: String? { condition.remedy(of: process) }
}

extension DiskSurvey.Condition {
    /// In words.
    var text: String {
        switch self {
        case .living(_, let meaning, _): meaning
        case .ended: "gone"
        case .unknown(let why): why
        }
    }

    /// Whether it was stopped by a signal.
    var isStopped: Bool {
        if case .living("T", _, _) = self { true } else { false }
    }

    /// What makes a process go on, or ends it; nil where nothing would.
    func remedy(of process: Int32) -> String? {
        guard case .living(let state, _, _) = self else { return nil }
        switch state {
        case "T": return "kill -CONT \(process)"
        // SIGKILL doesn't reach who waits for a device, and what has ended needs none.
        case "D", "Z", "X": return nil
        default: return "kill -KILL \(process)"
        }
    }
}
