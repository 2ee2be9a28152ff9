internal import Block
package import SCSI

extension DiskSurvey {
    /// Why an initiator can write to the disk or can't.
    package struct Explanation: Sendable, Hashable {
        package var canRead: Bool
        package var canWrite: Bool
        /// Whole sentences, the most important first.
        package var sentences: [String]
    }

    /// The nexus that an operator means: by the name of an initiator or a node, or by a key that only one has.
    ///
    /// Nil when there is none; more than one for a key that several have.
    package func nexuses(named text: String) -> [Nexus] {
        let registered = state?.registrations ?? []
        if let known = registered.first(where: { $0.nexus.name.text == text }) { return [known.nexus] }
        if let slot = slots.first(where: { $0.initiator == text || $0.node == text }),
            let name = InitiatorName(slot.initiator)
        {
            return [Nexus(address: slot.nexus, name: name)]
        }
        let digits = text.hasPrefix("0x") || text.hasPrefix("0X") ? text.dropFirst(2) : text[...]
        guard (1...16).contains(digits.utf8.count), let key = UInt64(digits, radix: 16) else { return [] }
        let byKey = registered.filter { $0.key == key }.map(\.nexus)
        return byKey.isEmpty ? registered.filter { $0.address.rawValue == key }.map(\.nexus) : byKey
    }

    /// The names that an operator can give.
    package var knownNames: [String] {
        var names = (state?.registrations ?? []).map(\.nexus.name.text)
        for slot in slots where !names.contains(slot.initiator) { names.append(slot.initiator) }
        return names
    }

    /// Explains what a nexus may do; `history` are the commands that were noted, oldest first.
    package func explain(_ nexus: Nexus, history: [AuditEntry] = []) -> Explanation {
        guard let state else {
            return Explanation(
                canRead: false, canWrite: false, sentences: ["Nobody can tell: what is stored can't be read."])
        }
        var permissions = state.permissions(of: nexus.address)
        var sentences: [String] = []
        if state.isLost {
            sentences.append("Nobody reads or writes: the reservations are lost. Requests fail with EIO.")
        } else if let held = state.reservation {
            sentences += explain(nexus, permissions, state, held, history)
        } else {
            sentences.append("'\(nexus.name)' may read and write: no reservation is held.")
        }
        sentences += explainAttachment(nexus.address, &permissions)
        return Explanation(
            canRead: permissions.contains(.read), canWrite: permissions.contains(.write), sentences: sentences)
    }

    private func explain(
        _ nexus: Nexus, _ permissions: Permissions, _ state: PersistentReservations, _ held: Reservation,
        _ history: [AuditEntry]
    ) -> [String] {
        let isRegistered = state.registration(of: nexus.address) != nil
        let holder =
            held.holder.flatMap(state.registration).map { "'\($0.nexus.name)' (key \($0.key.keyText))" }
            ?? "all who are registered"
        let kind = "\(held.type.name), held by \(holder)"
        guard !permissions.contains(.write) else {
            let why =
                state.isHolder(nexus.address)
                ? "it holds the reservation (\(held.type.name))"
                : "it is registered, and the reservation is \(kind)"
            return ["'\(nexus.name)' may read and write: \(why)."]
        }
        let what = permissions.contains(.read) ? "may read but not write" : "may neither read nor write"
        var sentences = [
            "'\(nexus.name)' \(what): the reservation is \(kind), and '\(nexus.name)' is \(isRegistered ? "registered, which is not enough for this type" : "not registered").",
            "Plain requests fail with EBADE (\"Invalid exchange\"), a guest's commands with RESERVATION CONFLICT.",
        ]
        if let last = history.last(where: { entry in
            entry.committed != nil && entry.victims.contains { $0.nexus.address == nexus.address }
        }) {
            let by = last.initiator.map { "'\($0.name)'" } ?? "an operator"
            sentences.append(
                "\(by) took that away by \(last.command) at \(UTCTime(nanoseconds: last.time).text.prefix(19))Z.")
        }
        if held.type.isRegistrantsOnly, !isRegistered {
            sentences.append("It gets back in by registering a key, which its cluster's software does when it rejoins.")
        }
        return sentences
    }

    private func explainAttachment(_ nexus: NexusAddress, _ permissions: inout Permissions) -> [String] {
        guard let slot = slot(of: nexus) else {
            permissions = []
            return ["It isn't attached: no process does I/O in its name."]
        }
        var sentences: [String] = []
        if !slot.isActive {
            permissions = []
            sentences.append("\(slot.label) waits to take the disk over and does no I/O yet.")
        }
        if slot.isReadOnly {
            permissions.remove(.write)
            sentences.append("\(slot.label) has the disk open for reading only.")
        }
        if slot.word & GateWord.hold != 0 {
            permissions = []
            let by = page?.pending.map { name($0.slot) } ?? "somebody"
            sentences.append(
                "Its requests are held, not refused, until a command of \(by) is over.")
        }
        if slot.attentions.first?.sense != nil {
            sentences.append(
                "A unit attention waits for it; its next SCSI command reports that, its plain requests don't.")
        }
        if case .living(let state, let meaning, _) = slot.condition, state == "T" || state == "t" || state == "D" {
            sentences.append("Its process \(slot.process) is \(meaning).")
        }
        return sentences
    }
}

extension DiskSurvey.Slot {
    /// Whether its requests are held by a command under way.
    package var isHeld: Bool { word & GateWord.live != 0 && word & GateWord.hold != 0 }
    /// Whether it does no I/O.
    package var isDetached: Bool { word & GateWord.detached != 0 }
    /// Whether its reads pass, once they aren't held.
    package var mayRead: Bool { word & (GateWord.readMask & ~GateWord.hold) == GateWord.live }
    /// Whether its writes pass, once they aren't held.
    package var mayWrite: Bool { word & (GateWord.writeMask & ~GateWord.hold) == GateWord.live }
}
