internal import SCSI

extension DiskRecord {
    /// Writes the record to memory of ``encodedLength`` bytes; what the record doesn't fill is left as it is.
    ///
    /// Returns the length of the used prefix. Entries beyond the limits, which no command leads to, are left out.
    @discardableResult
    package func encode(into bytes: UnsafeMutableRawBufferPointer) -> Int {
        precondition(bytes.count == Self.encodedLength, "a record is encoded into its whole length")
        let registrations = state.registrations.prefix(ReservationPolicy.registrationLimit)
        let occupants = slots.prefix(Self.occupantLimit)
        let used =
            Layout.headerEnd + registrations.count * Layout.Registration.end + occupants.count * Layout.Occupant.end
        let target = UnsafeMutableRawBufferPointer(rebasing: bytes[..<used])
        target.initializeMemory(as: UInt8.self, repeating: 0)
        encodeHeader(into: target, registrations: registrations.count, occupants: occupants.count)
        var offset = Layout.headerEnd
        for registration in registrations {
            encode(registration, into: UnsafeMutableRawBufferPointer(rebasing: target[offset...]))
            offset += Layout.Registration.end
        }
        for occupant in occupants {
            encode(occupant, into: UnsafeMutableRawBufferPointer(rebasing: target[offset...]))
            offset += Layout.Occupant.end
        }
        target.put(Self.checksum(of: UnsafeRawBufferPointer(target)), at: Layout.checksum)
        return used
    }

    /// The checksum of a used prefix, leaving itself out.
    package static func checksum(of used: UnsafeRawBufferPointer) -> UInt32 {
        let head = UnsafeRawBufferPointer(rebasing: used[..<Layout.checksum])
        let rest = UnsafeRawBufferPointer(rebasing: used[Layout.usedLength...])
        return CRC32C.extend(CRC32C.extend(0, over: head), over: rest)
    }

    private func encodeHeader(into target: UnsafeMutableRawBufferPointer, registrations: Int, occupants: Int) {
        target.put(Layout.magic, at: 0)
        target.put(generation, at: Layout.generation)
        target.put(UInt32(truncatingIfNeeded: target.count), at: Layout.usedLength)
        target.put(Format.compatible, at: Layout.compatible)
        target.put(Format.readOnlyCompatible, at: Layout.readOnlyCompatible)
        target.put(Format.incompatible, at: Layout.incompatible)
        target.put(UInt16(truncatingIfNeeded: registrations), at: Layout.registrationCount)
        target.put(UInt16(truncatingIfNeeded: occupants), at: Layout.occupantCount)
        target.put(state.generation, at: Layout.reservationGeneration)
        let flags = (state.persistsThroughPowerLoss ? Layout.Flag.persists : 0) | (state.isLost ? Layout.Flag.lost : 0)
        target.put(flags, at: Layout.flags)
        target.put(state.reservation?.type.rawValue ?? 0, at: Layout.reservationType)
        let holder = state.reservation?.holder.flatMap { holder in
            state.registrations.firstIndex { $0.address == holder }
        }
        target.put(holder.map { UInt16(truncatingIfNeeded: $0) } ?? Layout.nobody, at: Layout.holder)
        target.put(bootID.prefix(16), at: Layout.bootID)
        target.put(machineID.prefix(16), at: Layout.machineID)
        target.put(identity.digest.prefix(32), at: Layout.digest)
        target.put(place?.prefix(32) ?? [], at: Layout.place)
        target.put(UInt16(truncatingIfNeeded: Layout.headerEnd), at: Layout.headerLength)
        target.put(UInt16(truncatingIfNeeded: Layout.Registration.end), at: Layout.registrationLength)
        target.put(UInt16(truncatingIfNeeded: Layout.Occupant.end), at: Layout.occupantLength)
        let label = Array(identity.text.utf8.prefix(DiskIdentity.textLimit))
        target.put(UInt8(truncatingIfNeeded: label.count), at: Layout.labelLength)
        target.put(label[...], at: Layout.label)
    }

    private func encode(_ registration: Registration, into target: UnsafeMutableRawBufferPointer) {
        target.put(registration.address.rawValue, at: Layout.Registration.address)
        target.put(registration.key, at: Layout.Registration.key)
        target.put(registration.since, at: Layout.Registration.since)
        target.put(
            registration.allTargetPorts ? Layout.Registration.allTargetPorts : 0, at: Layout.Registration.flags)
        var name = registration.nexus.name.text
        let length = name.withUTF8 { name in
            let bytes = UnsafeRawBufferPointer(name).prefix(InitiatorName.maximumLength)
            UnsafeMutableRawBufferPointer(rebasing: target[Layout.Registration.name...])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes))
            return bytes.count
        }
        target.put(UInt8(truncatingIfNeeded: length), at: Layout.Registration.nameLength)
    }

    private func encode(_ occupant: Occupant, into target: UnsafeMutableRawBufferPointer) {
        target.put(occupant.nexus.rawValue, at: Layout.Occupant.address)
        target.put(occupant.startTime, at: Layout.Occupant.startTime)
        target.put(UInt32(bitPattern: occupant.process), at: Layout.Occupant.process)
        target.put(occupant.slot, at: Layout.Occupant.slot)
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Stores a number, least significant byte first.
    fileprivate func put(_ value: some FixedWidthInteger & UnsignedInteger, at offset: Int) {
        storeBytes(of: value.littleEndian, toByteOffset: offset, as: type(of: value))
    }

    fileprivate func put(_ bytes: some Sequence<UInt8>, at offset: Int) {
        var end = offset
        for byte in bytes {
            self[end] = byte
            end += 1
        }
    }
}
