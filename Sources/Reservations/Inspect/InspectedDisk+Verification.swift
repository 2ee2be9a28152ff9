internal import Block
internal import SCSI
internal import Sys

extension InspectedDisk {
    /// Holds everything against everything: the store's bytes, the page, each word, each lock.
    ///
    /// Without a lock, things change while they are looked at; what is wrong is looked at again before it is believed.
    package func verify() -> [ReservationCheck] {
        for attempt in 0... {
            let survey = survey()
            var checks: [ReservationCheck] = []
            if survey.stored == .absent {
                checks.append(
                    ReservationCheck("store", survey.slots.isEmpty ? .note : .wrong, "there is no '\(view.location)'"))
            } else {
                checks += view.examine(identity)
            }
            checks += survey.checks
            if attempt == 4 || !checks.contains(where: { $0.verdict == .wrong }) { return checks }
            System.sleep(nanoseconds: 100_000_000)
        }
        return []
    }
}

extension DiskSurvey {
    /// What can be checked of what was seen, apart from the store's bytes.
    package var checks: [ReservationCheck] {
        var checks: [ReservationCheck] = []
        if let silence { checks.append(ReservationCheck("page", .wrong, silence)) }
        let strangers = kinds.filter { $0 != kind.rawValue }
        if !strangers.isEmpty {
            let names = strangers.map { ManagerKind.typeName(of: $0) }.joined(separator: ", ")
            checks.append(
                ReservationCheck("manager", .wrong, "the disk is in use by \(names), not by \(kind.typeName)"))
        }
        if state?.isLost == true { checks.append(ReservationCheck("state", .wrong, "the reservations are lost")) }
        guard let page else {
            if silence == nil { checks.append(ReservationCheck("page", .ok, "nobody is attached")) }
            return checks + socketChecks
        }
        checks += pageChecks(page)
        checks += page.slots.map { check($0, page) }
        let unknown = lockedSlots.subtracting(SlotSet(page.slots.map(\.number)))
        for slot in unknown {
            checks.append(
                ReservationCheck("slot \(slot)", .wrong, "its lock is held by somebody whom the page doesn't know"))
        }
        return checks + socketChecks
    }

    private func pageChecks(_ page: Page) -> [ReservationCheck] {
        var checks: [ReservationCheck] = []
        if let record = page.record {
            checks.append(
                record.identity == identity
                    ? ReservationCheck("page", .ok, "generation \(page.generation), checksum and content are right")
                    : ReservationCheck("page", .wrong, "its record is another disk's (\(record.identity.text))"))
        } else {
            checks.append(ReservationCheck("page", .wrong, "its record of generation \(page.generation) can't be read"))
        }
        if !page.isSameStore {
            checks.append(
                ReservationCheck("store", .wrong, "'\(location)' is not the file that those who are attached use"))
        }
        if case .state(.record(let stored)) = stored, stored.identity == identity, let shared = page.record,
            !shared.state.isLost
        {
            if stored.generation != shared.generation {
                checks.append(
                    ReservationCheck(
                        "generation", .wrong,
                        "\(stored.generation) is stored, \(shared.generation) holds for those who are attached"))
            } else if stored.state != shared.state {
                checks.append(ReservationCheck("generation", .wrong, "the stored state is not the one that holds"))
            } else {
                checks.append(ReservationCheck("generation", .ok, "what is stored holds for all who are attached"))
            }
        }
        if page.strayRequests != 0 {
            checks.append(
                ReservationCheck(
                    "counters", .note, "\(page.strayRequests) requests are counted where nobody is attached"))
        }
        if let pending = page.pending {
            checks.append(
                ReservationCheck(
                    "command", .note,
                    isRegistryLocked
                        ? "one of \(name(pending.slot)) is under way"
                        : "\(name(pending.slot)) died while it carried one out; the next who takes the lock finishes it"
                ))
        }
        return checks
    }

    private func check(_ slot: Slot, _ page: Page) -> ReservationCheck {
        let subject = "slot \(slot.number)"
        guard !slot.isStale else {
            return ReservationCheck(subject, .note, "\(slot.label) is gone; the next who takes the lock empties it")
        }
        guard let name = InitiatorName(slot.initiator),
            Nexus(diskIdentity: identity.digest, name: name).address == slot.nexus
        else {
            return ReservationCheck(subject, .wrong, "its address \(slot.nexus) is not that of '\(slot.initiator)'")
        }
        guard let expected = slot.expectedWord else {
            return ReservationCheck(subject, .note, "\(slot.label): no record to hold its word against")
        }
        let found = slot.word & ~(GateWord.hold | GateWord.unitAttention)
        let isHeld = slot.word & GateWord.hold != 0
        // The word of one that is being deactivated says so before its flags do.
        guard found == expected || isRegistryLocked && page.pending != nil else {
            return ReservationCheck(
                subject, .wrong,
                "\(slot.label) has the word 0x\(String(found, radix: 16)), and what holds makes it 0x"
                    + "\(String(expected, radix: 16))")
        }
        if isHeld, page.pending == nil {
            return ReservationCheck(subject, .wrong, "\(slot.label) is held, and no command is under way")
        }
        if slot.attentions.first != nil, slot.word & GateWord.unitAttention == 0, slot.word != 0 {
            return ReservationCheck(
                subject, .wrong, "unit attentions wait for \(slot.label), and its word doesn't say so")
        }
        return ReservationCheck(subject, .ok, "\(slot.label): its word says what holds")
    }

    private var socketChecks: [ReservationCheck] {
        deadSockets.map {
            ReservationCheck("socket", .note, "nobody listens at '\($0.path)'; the next of slot \($0.slot) replaces it")
        }
    }
}
