import PRWire
import SCSI

/// Properties of what guests, devices and helpers send about reservations.
enum ReservationFuzz {
    /// Whatever a guest sends, there is an answer, the state stays one that commands can lead to, and a command that fails
    /// changes nothing.
    ///
    /// The input is a series of commands: a byte for the sender and the length of the list, 10 bytes of CDB, the list.
    static func commands(_ input: UnsafeRawBufferPointer) {
        var bytes = Array(input)[...]
        let nexuses = (0..<4).compactMap { number in
            InitiatorName("machine \(number)").map { Nexus(diskIdentity: [], name: $0) }
        }
        var unit = ReservationUnit(policy: ReservationPolicy(maximumRegistrations: 3, acceptsInitiatorPorts: true))
        for nexus in nexuses.prefix(3) { unit.attach(nexus) }
        while let first = bytes.popFirst() {
            let block = take(10, from: &bytes)
            let list = take(first & 0x04 != 0 ? Int(first >> 3) * 4 : 24, from: &bytes)
            step(&unit, block, list, from: nexuses[Int(first & 3)])
        }
    }

    private static func step(_ unit: inout ReservationUnit, _ block: [UInt8], _ list: [UInt8], from nexus: Nexus) {
        let before = unit
        let refusal = unit.admit(block.span, from: nexus.address)
        precondition(unit.state == before.state, "asking for admission changes the state")
        let outcome = unit.execute(block.span, list: list.span, from: nexus)
        precondition(unit.state.isConsistent, "no command leads to this state")
        precondition(outcome.change != nil || unit.state == before.state, "the state changes without a change")
        if outcome.result.status != .good {
            precondition(outcome.change == nil && outcome.data.isEmpty, "a failed command does something")
        }
        precondition(
            (outcome.result.status == .checkCondition) == (outcome.result.sense != nil),
            "sense data belong to CHECK CONDITION")
        for loss in outcome.change?.losers ?? [] {
            let now = unit.state.permissions(of: loss.nexus)
            precondition(now.isDisjoint(with: loss.permissions), "a permission that is lost is still there")
            precondition(before.state.permissions(of: loss.nexus).isSuperset(of: loss.permissions))
        }
        precondition(outcome.data.count <= 8192 + 8, "an answer is longer than any registration needs")
        precondition(refusal?.status != .good, "a refusal is no success")
        _ = CommandTransfer(of: block.span)
    }

    /// What a device or a guest sends is read without a trap; what was read is written and reads back the same.
    static func data(_ input: UnsafeRawBufferPointer) {
        let bytes = Array(input)
        if let sense = Sense(decoding: bytes.span) {
            precondition(Sense(decoding: sense.fixed.span) == sense, "fixed format changes sense data")
            precondition(Sense(decoding: sense.descriptor.span) == sense, "descriptor format changes sense data")
            precondition(CommandResult.checkCondition(sense).errno != 0, "a failure has no error number")
        }
        if let (id, length) = try? TransportID.decode(bytes.span) {
            precondition(length <= bytes.count && length % 4 == 0, "a TransportID ends outside the data")
            let again = try? TransportID.decode(id.encoded.span)
            precondition(again?.id == id, "a TransportID changes")
        }
        _ = try? TransportID.decodeList(bytes.span)
        if let keys = try? ReadKeysData(decoding: bytes.span), keys.keys.count == keys.totalCount {
            precondition((try? ReadKeysData(decoding: keys.encoded.span)) == keys, "keys change")
        }
        if let reservation = try? ReadReservationData(decoding: bytes.span) {
            let again = try? ReadReservationData(decoding: reservation.encoded.span)
            precondition(again == reservation, "a reservation changes")
        }
        if let capabilities = try? ReservationCapabilities(decoding: bytes.span) {
            let again = try? ReservationCapabilities(decoding: capabilities.encoded.span)
            precondition(again == capabilities, "capabilities change")
        }
        if let status = try? ReadFullStatusData(decoding: bytes.span), !status.isTruncated {
            precondition((try? ReadFullStatusData(decoding: status.encoded.span)) == status, "full status changes")
        }
    }

    /// Whatever command a guest sends, it is refused here or taken by a helper that goes on: no guest makes it hang up.
    ///
    /// The first byte is the direction and the length of the CDB, the second the length of the guest's data; CDB and
    /// parameter list follow.
    static func request(_ input: UnsafeRawBufferPointer) {
        var bytes = Array(input)[...]
        guard let first = bytes.popFirst(), let second = bytes.popFirst() else { return }
        let block = take(Int(first & 0x1f), from: &bytes)
        let direction: DataDirection = [.none, .fromDevice, .toDevice, .toDevice][Int(first >> 6)]
        let (list, room) = (Array(bytes), Int(second) * 37)
        _ = CommandClass(of: block.span)
        _ = UnitAttentionRule(for: block.span)
        if let transfer = CommandTransfer(of: block.span) { _ = transfer.byteCount(blockSize: 512) }
        guard
            let request = try? PRRequest(
                command: block.span, direction: direction, list: list.span,
                bufferLength: direction == .toDevice ? list.count : room)
        else { return }
        precondition(request.list.count <= list.count && request.allocationLength <= room)
        precondition(request.isOut || request.list.isEmpty, "a list goes with the wrong command")
        var server = PRWireServer()
        _ = server.receive([0, 0, 0, 0].span)
        var action = server.receive(request.commandBytes.span, descriptors: 1)
        if !request.list.isEmpty {
            precondition(action == .read, "the helper waits for no parameter list")
            action = server.receive(request.list.span)
        }
        switch action {
        case .execute(let command): precondition(command.list == request.list, "the list changes on the way")
        case .answer: break
        case .read, .close: preconditionFailure("the helper hangs up, or waits for more than the client has")
        }
    }

    /// A client's bytes, cut anywhere, never get past the limits, and the cuts change nothing.
    ///
    /// The first byte is the size of the pieces; a descriptor comes with the first piece of each command.
    static func server(_ input: UnsafeRawBufferPointer) {
        guard let size = input.first.map({ Int($0 & 0x1f) + 1 }) else { return }
        let bytes = Array(input.dropFirst())
        let whole = serve(bytes, pieces: Int.max)
        precondition(serve(bytes, pieces: size) == whole, "the cuts of the stream change what is executed")
    }

    private static func serve(_ bytes: [UInt8], pieces: Int) -> [PRWireServer.Action] {
        var server = PRWireServer()
        var actions: [PRWireServer.Action] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            precondition(server.wanted <= PRWire.maximumTransfer, "the server wants more than the limit")
            let isFirst = server.isIdle
            let piece = take(min(server.wanted, pieces), from: &rest)
            precondition(!piece.isEmpty, "the server waits for nothing")
            let action = server.receive(piece.span, descriptors: isFirst ? 1 : 0)
            guard action != .read else { continue }
            actions.append(action)
            switch action {
            case .execute(let command):
                precondition(command.list.count <= PRWire.maximumTransfer && command.block.count == 10)
                let reply = try? server.reply(PRReply(.good, data: [UInt8](repeating: 1, count: 9000)))
                precondition(reply.map { $0.count == PRWire.replyLength + command.allocationLength } == true)
            case .close:
                return actions
            case .read, .answer:
                break
            }
        }
        return actions
    }

    /// A helper's bytes, cut anywhere, never bring a client more than it asked for, and the cuts change nothing.
    ///
    /// The first byte is the size of the pieces, the second the allocation length of the commands.
    static func client(_ input: UnsafeRawBufferPointer) {
        guard input.count >= 2 else { return }
        let bytes = Array(input.dropFirst(2))
        let length = UInt16(input[1])
        let whole = ask(bytes, pieces: Int.max, allocationLength: length)
        let cut = ask(bytes, pieces: Int(input[0] & 0x1f) + 1, allocationLength: length)
        precondition(cut == whole, "the cuts of the stream change the answers")
    }

    private static func ask(_ bytes: [UInt8], pieces: Int, allocationLength: UInt16) -> [PRWireClient.Action] {
        var client = PRWireClient()
        var actions: [PRWireClient.Action] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            if client.isIdle {
                let command = PersistentReserveIn(.readKeys, allocationLength: allocationLength)
                guard let request = try? PRRequest(command), (try? client.begin(request)) != nil else {
                    preconditionFailure("an idle client takes no command")
                }
            }
            precondition((1...PRWire.replyLength + Int(allocationLength)).contains(client.wanted))
            let action = client.receive(take(min(client.wanted, pieces), from: &rest).span)
            guard action != .read else { continue }
            actions.append(action)
            if case .failed = action { return actions }
            if case .reply(let reply) = action {
                precondition(reply.data.count <= Int(allocationLength), "more data than were asked for")
                precondition(reply.data.isEmpty || reply.status == .good, "a failed command has data")
            }
        }
        return actions
    }

    private static func take(_ count: Int, from bytes: inout ArraySlice<UInt8>) -> [UInt8] {
        let part = bytes.prefix(max(0, count))
        bytes = bytes.dropFirst(part.count)
        return Array(part)
    }
}
