extension Sense {
    /// The length of sense data in fixed format as ``fixed`` writes it, in bytes.
    public static let fixedLength = 18

    /// The sense data in fixed format (response code 70h or 71h), 18 bytes.
    public var fixed: [UInt8] {
        var bytes: [UInt8] = [isDeferred ? 0x71 : 0x70, 0, key.rawValue]
        bytes.append(zeroes: 4)
        bytes.append(10)
        bytes.append(zeroes: 4)
        bytes += [reason.code, reason.qualifier, 0]
        return bytes + (field?.encoded ?? [0, 0, 0])
    }

    /// The sense data in descriptor format (response code 72h or 73h): 8 bytes, 16 with a field pointer.
    public var descriptor: [UInt8] {
        var bytes = [isDeferred ? 0x73 : 0x72, key.rawValue, reason.code, reason.qualifier, 0, 0, 0]
        if let field {
            bytes += [8, Self.fieldPointerDescriptor, 6, 0, 0] + field.encoded + [0]
        } else {
            bytes.append(0)
        }
        return bytes
    }

    /// Reads sense data of either format, or returns nil when they are too short to hold a reason.
    ///
    /// As in QEMU, bit 1 of the first byte tells the format apart; unlike there, the key is four bits wide.
    public init?(decoding bytes: Span<UInt8>) {
        guard !bytes.isEmpty else { return nil }
        let isDeferred = bytes[0] & 1 != 0
        if bytes[0] & 2 == 0 {
            guard bytes.count >= 14, let key = SenseKey(rawValue: bytes[2] & 0x0f) else { return nil }
            self.init(key, AdditionalSense(code: bytes[12], qualifier: bytes[13]), isDeferred: isDeferred)
            field = FieldPointer(decoding: bytes, at: 15, for: key)
        } else {
            guard bytes.count >= 4, let key = SenseKey(rawValue: bytes[1] & 0x0f) else { return nil }
            self.init(key, AdditionalSense(code: bytes[2], qualifier: bytes[3]), isDeferred: isDeferred)
            field = Self.fieldPointer(inDescriptorsOf: bytes, for: key)
        }
    }

    private static let fieldPointerDescriptor: UInt8 = 0x02

    private static func fieldPointer(inDescriptorsOf bytes: Span<UInt8>, for key: SenseKey) -> FieldPointer? {
        guard bytes.count >= 8 else { return nil }
        let end = min(bytes.count, 8 + Int(bytes[7]))
        var offset = 8
        while offset + 2 <= end {
            if bytes[offset] == fieldPointerDescriptor, offset + 7 <= end {
                return FieldPointer(decoding: bytes, at: offset + 4, for: key)
            }
            offset += 2 + Int(bytes[offset + 1])
        }
        return nil
    }
}

extension Sense.FieldPointer {
    /// The three sense-key specific bytes.
    fileprivate var encoded: [UInt8] {
        let place: UInt8 = self.place == .command ? 0x40 : 0
        let bit = self.bit.map { 0x08 | $0 } ?? 0
        return [0x80 | place | bit, UInt8(byte >> 8), UInt8(truncatingIfNeeded: byte)]
    }

    /// The bytes mean a field only under ILLEGAL REQUEST, and only when they are marked valid.
    fileprivate init?(decoding bytes: Span<UInt8>, at offset: Int, for key: SenseKey) {
        guard key == .illegalRequest, let flags = bytes.integer(at: offset, as: UInt8.self), flags & 0x80 != 0,
            let byte = bytes.integer(at: offset + 1, as: UInt16.self)
        else { return nil }
        self.init(flags & 0x40 != 0 ? .command : .parameterList, byte: byte, bit: flags & 0x08 != 0 ? flags & 7 : nil)
    }
}
