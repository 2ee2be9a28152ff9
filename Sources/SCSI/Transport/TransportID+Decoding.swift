extension TransportID {
    /// Reads one TransportID that starts at an offset, and tells how many bytes it takes.
    ///
    /// Only Fibre Channel, SAS and iSCSI are known; reserved bytes are ignored.
    /// - Throws: ``DataFormatError`` with the offset of the field at fault.
    public static func decode(
        _ bytes: Span<UInt8>, at start: Int = 0
    ) throws(DataFormatError) -> (id: TransportID, length: Int) {
        guard start >= 0, let first = bytes.integer(at: start, as: UInt8.self) else {
            throw DataFormatError(offset: max(0, start), "the TransportID is missing")
        }
        switch first {
        case 0x00:
            guard bytes.count - start >= minimumLength, let name = bytes.integer(at: start + 8, as: UInt64.self) else {
                throw DataFormatError(offset: start, "the TransportID is cut short")
            }
            return (.fibreChannel(portName: name), minimumLength)
        case 0x06:
            guard bytes.count - start >= minimumLength, let address = bytes.integer(at: start + 4, as: UInt64.self)
            else {
                throw DataFormatError(offset: start, "the TransportID is cut short")
            }
            return (.sas(address: address), minimumLength)
        case 0x05, 0x45:
            return try decodeInternet(bytes, at: start, namesPort: first == 0x45)
        default:
            throw DataFormatError(offset: start, "the TransportID's format or protocol is unknown")
        }
    }

    /// Reads TransportIDs that follow each other and fill the bytes.
    /// - Throws: ``DataFormatError`` at the first one that is not right.
    public static func decodeList(_ bytes: Span<UInt8>) throws(DataFormatError) -> [TransportID] {
        var ids: [TransportID] = []
        var offset = 0
        while offset < bytes.count {
            let (id, length) = try decode(bytes, at: offset)
            ids.append(id)
            offset += length
        }
        return ids
    }

    private static func decodeInternet(
        _ bytes: Span<UInt8>, at start: Int, namesPort: Bool
    ) throws(DataFormatError) -> (id: TransportID, length: Int) {
        guard let stated = bytes.integer(at: start + 2, as: UInt16.self).map(Int.init) else {
            throw DataFormatError(offset: start, "the TransportID is cut short")
        }
        guard stated >= 20, stated % 4 == 0 else {
            throw DataFormatError(offset: start + 2, "the length must be a multiple of four and at least 20")
        }
        guard bytes.count - start - 4 >= stated else {
            throw DataFormatError(offset: start + 2, "the TransportID is cut short")
        }
        let field = bytes.copy(start + 4..<start + 4 + stated)
        guard let end = field.firstIndex(of: 0) else {
            throw DataFormatError(offset: start + 4, "the name is not terminated")
        }
        guard let (name, sessionID) = splitName(Array(field[..<end]), namesPort: namesPort) else {
            throw DataFormatError(offset: start + 4, "the iSCSI name is not valid")
        }
        return (.iscsi(name: name, sessionID: sessionID), 4 + stated)
    }

    /// Takes an iSCSI name apart; 223 bytes are the longest that RFC 7143 allows.
    private static func splitName(_ text: [UInt8], namesPort: Bool) -> (name: String, sessionID: UInt64?)? {
        var name = text
        var sessionID: UInt64?
        if namesPort {
            let suffixLength = 17
            guard text.count > suffixLength, text[(text.count - suffixLength)...].starts(with: ",i,0x".utf8) else {
                return nil
            }
            var value: UInt64 = 0
            for digit in text[(text.count - 12)...] {
                guard let number = Character(UnicodeScalar(digit)).hexDigitValue, digit < 0x80 else { return nil }
                value = value << 4 | UInt64(number)
            }
            sessionID = value
            name.removeLast(suffixLength)
        }
        guard !name.isEmpty, name.count <= 223, name.allSatisfy({ $0 > 0x20 && $0 != 0x7f }),
            let string = String(validating: name, as: UTF8.self)
        else { return nil }
        return (string, sessionID)
    }
}
