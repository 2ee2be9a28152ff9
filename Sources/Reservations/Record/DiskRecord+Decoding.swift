internal import SCSI

extension DiskRecord {
    /// What the head of an intact record says, without the cost of reading the rest.
    package struct Head: Sendable, Hashable {
        /// The generation.
        package let generation: UInt64
        /// The length of the used prefix.
        package let usedLength: Int
        fileprivate let headerLength: Int
        fileprivate let registrationLength: Int
        fileprivate let registrationCount: Int
        fileprivate let occupantLength: Int
        fileprivate let occupantCount: Int
    }

    /// Checks bytes of up to ``encodedLength``: that they are a record, whole, and of a format that may be read, and for
    /// those who write also changed.
    package static func verify(
        _ bytes: UnsafeRawBufferPointer, forWriting: Bool = true
    ) throws(RecordError) -> Head {
        guard bytes.count >= Layout.headerEnd else { throw .torn }
        if bytes[..<Layout.headerEnd].allSatisfy({ $0 == 0 }) { throw .blank }
        guard bytes.starts(with: Layout.magic) else { throw .torn }
        let used = usedLength(of: bytes)
        guard used >= Layout.headerEnd, used <= min(bytes.count, encodedLength) else { throw .torn }
        let prefix = UnsafeRawBufferPointer(rebasing: bytes[..<used])
        guard checksum(of: prefix) == bytes.number(at: Layout.checksum, as: UInt32.self) else { throw .torn }
        var unknown = bytes.number(at: Layout.incompatible, as: UInt32.self) & ~Format.incompatible
        if forWriting {
            unknown |= bytes.number(at: Layout.readOnlyCompatible, as: UInt32.self) & ~Format.readOnlyCompatible
        }
        guard unknown == 0 else { throw .incompatible(unknown) }
        return try Head(checked: prefix)
    }

    /// What a record says of the length of its used prefix, checked or not.
    static func usedLength(of bytes: UnsafeRawBufferPointer) -> Int {
        Int(bytes.number(at: Layout.usedLength, as: UInt32.self))
    }

    /// Reads a record from bytes that anybody may have written.
    package init(decoding bytes: UnsafeRawBufferPointer, forWriting: Bool = true) throws(RecordError) {
        let head = try Self.verify(bytes, forWriting: forWriting)
        let textLength = Int(bytes[Layout.labelLength])
        guard textLength <= DiskIdentity.textLimit,
            let identity = DiskIdentity(
                digest: bytes.copy(Layout.digest, 32), text: bytes.copy(Layout.label, textLength))
        else { throw .inconsistent("the identity of the disk is no text") }
        var registrations: [Registration] = []
        registrations.reserveCapacity(head.registrationCount)
        var offset = head.headerLength
        for _ in 0..<head.registrationCount {
            registrations.append(try Self.registration(in: bytes, at: offset))
            offset += head.registrationLength
        }
        var slots: [Occupant] = []
        slots.reserveCapacity(head.occupantCount)
        for _ in 0..<head.occupantCount {
            let occupant = Self.occupant(in: bytes, at: offset)
            guard occupant.slot < Self.occupantLimit, slots.last.map({ $0.slot < occupant.slot }) ?? true else {
                throw .inconsistent("the slots are out of order")
            }
            slots.append(occupant)
            offset += head.occupantLength
        }
        self.init(
            generation: head.generation, identity: identity, bootID: bytes.copy(Layout.bootID, 16),
            machineID: bytes.copy(Layout.machineID, 16), state: try Self.state(in: bytes, registrations), slots: slots)
        let place = bytes.copy(Layout.place, 32)
        if place.contains(where: { $0 != 0 }) { self.place = place }
    }

    private static func state(
        in bytes: UnsafeRawBufferPointer, _ registrations: [Registration]
    ) throws(RecordError) -> PersistentReservations {
        var reservation: Reservation?
        let (number, index) = (bytes[Layout.reservationType], bytes.number(at: Layout.holder, as: UInt16.self))
        if number != 0 {
            guard let type = ReservationType(rawValue: number) else { throw .inconsistent("no such reservation type") }
            if type.isHeldByAll {
                guard index == Layout.nobody, let first = registrations.first else {
                    throw .inconsistent("a reservation of all has a holder, or nobody is registered")
                }
                reservation = Reservation(type: type, by: first.address)
            } else {
                guard Int(index) < registrations.count else { throw .inconsistent("the holder isn't registered") }
                reservation = Reservation(type: type, by: registrations[Int(index)].address)
            }
        } else if index != Layout.nobody {
            throw .inconsistent("a holder without a reservation")
        }
        let flags = bytes[Layout.flags]
        guard flags & ~Layout.Flag.known == 0 else { throw .inconsistent("unknown flags") }
        guard
            let state = PersistentReservations(
                registrations: registrations, reservation: reservation,
                generation: bytes.number(at: Layout.reservationGeneration, as: UInt32.self),
                persistsThroughPowerLoss: flags & Layout.Flag.persists != 0, isLost: flags & Layout.Flag.lost != 0)
        else { throw .inconsistent("registrations that no commands lead to") }
        return state
    }

    private static func registration(
        in bytes: UnsafeRawBufferPointer, at offset: Int
    ) throws(RecordError) -> Registration {
        let length = Int(bytes[offset + Layout.Registration.nameLength])
        guard length <= InitiatorName.maximumLength,
            let name = InitiatorName(bytes: bytes.copy(offset + Layout.Registration.name, length))
        else { throw .inconsistent("the name of an initiator is none") }
        let address = bytes.number(at: offset + Layout.Registration.address, as: UInt64.self)
        return Registration(
            nexus: Nexus(address: NexusAddress(rawValue: address), name: name),
            key: bytes.number(at: offset + Layout.Registration.key, as: UInt64.self),
            allTargetPorts: bytes[offset + Layout.Registration.flags] & Layout.Registration.allTargetPorts != 0,
            since: bytes.number(at: offset + Layout.Registration.since, as: UInt64.self))
    }

    private static func occupant(in bytes: UnsafeRawBufferPointer, at offset: Int) -> Occupant {
        Occupant(
            slot: bytes[offset + Layout.Occupant.slot],
            nexus: NexusAddress(rawValue: bytes.number(at: offset + Layout.Occupant.address, as: UInt64.self)),
            process: Int32(bitPattern: bytes.number(at: offset + Layout.Occupant.process, as: UInt32.self)),
            startTime: bytes.number(at: offset + Layout.Occupant.startTime, as: UInt64.self))
    }
}

extension DiskRecord.Head {
    /// Holds the lengths against each other: whatever they say, every entry lies in the used prefix.
    fileprivate init(checked bytes: UnsafeRawBufferPointer) throws(RecordError) {
        typealias Layout = DiskRecord.Layout
        generation = bytes.number(at: Layout.generation, as: UInt64.self)
        usedLength = bytes.count
        headerLength = Int(bytes.number(at: Layout.headerLength, as: UInt16.self))
        registrationLength = Int(bytes.number(at: Layout.registrationLength, as: UInt16.self))
        registrationCount = Int(bytes.number(at: Layout.registrationCount, as: UInt16.self))
        occupantLength = Int(bytes.number(at: Layout.occupantLength, as: UInt16.self))
        occupantCount = Int(bytes.number(at: Layout.occupantCount, as: UInt16.self))
        guard registrationCount <= ReservationPolicy.registrationLimit, occupantCount <= DiskRecord.occupantLimit else {
            throw .inconsistent("too many registrations or attachments")
        }
        let entries = registrationCount * registrationLength + occupantCount * occupantLength
        guard headerLength >= Layout.headerEnd, registrationLength >= Layout.Registration.end,
            occupantLength >= Layout.Occupant.end, headerLength + entries <= usedLength
        else { throw .inconsistent("the lengths don't fit each other") }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func number<Value: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        at offset: Int, as type: Value.Type
    ) -> Value {
        Value(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
    }

    fileprivate func copy(_ offset: Int, _ count: Int) -> [UInt8] { Array(self[offset..<offset + count]) }
}
