import SCSI

/// Makes commands that are mostly sensible, and now and then wrong in every way.
struct RandomCommands {
    var random: SeededGenerator
    let nexuses: [Nexus]
    static let keys: [UInt64] = [1, 2, 3, 0x1122_3344_5566_7788]

    /// A PERSISTENT RESERVE OUT of a nexus whose key is known (0 when it has none).
    mutating func out(ownKey: UInt64) -> (block: [UInt8], list: [UInt8]) {
        let action = UInt8(
            random.chance(97) ? random.pick([0, 0, 1, 1, 2, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8]) : anyByte(31))
        let type = random.chance(95) ? random.pick([1, 3, 5, 6, 7, 8]) : anyByte(15)
        let scope = random.chance(97) ? 0 : anyByte(15)
        let key = random.chance(88) ? ownKey : random.pick(Self.keys + [0])
        let actionKey = random.chance(85) ? random.pick(Self.keys) : 0
        var list = NaiveReservations.number(key, 8) + NaiveReservations.number(actionKey, 8)
        list += action == 7 ? moveTail() : basicTail(action)
        if random.chance(2) { list = Array(list.prefix(Int(anyByte(40)))) }
        var block = [0x5f, action | (random.chance(2) ? 0xe0 : 0), scope << 4 | type, 0, 0]
        let length = random.chance(97) ? list.count : random.pick([0, 8, 23, 25, 8193, 65560, list.count + 1])
        block += NaiveReservations.number(UInt64(length), 4) + [0]
        return (block, list)
    }

    /// A PERSISTENT RESERVE IN.
    mutating func read() -> [UInt8] {
        let action = random.chance(95) ? anyByte(3) : anyByte(31)
        let length = random.chance(80) ? 8192 : UInt64(random.pick([0, 1, 7, 8, 9, 20, 24, 48, 56]))
        return [0x5e, action, 0, 0, 0, 0, 0] + NaiveReservations.number(length, 2) + [0]
    }

    private mutating func anyByte(_ maximum: UInt8) -> UInt8 { UInt8.random(in: 0...maximum, using: &random) }

    private mutating func basicTail(_ action: UInt8) -> [UInt8] {
        let lists = random.chance(action == 0 ? 12 : 1)
        var flags: UInt8 = lists ? 8 : 0
        if random.chance(10) { flags |= 4 }
        if random.chance(40) { flags |= 1 }
        var tail: [UInt8] = [0, 0, 0, 0, flags, 0, 0, 0]
        if lists {
            let ids = (0..<Int.random(in: 0...3, using: &random)).flatMap { _ in transportID() }
            tail += NaiveReservations.number(UInt64(random.chance(90) ? ids.count : ids.count + 4), 4) + ids
        }
        return tail
    }

    private mutating func moveTail() -> [UInt8] {
        let flags = anyByte(3)
        let port: UInt64 = random.chance(95) ? 1 : 2
        let id = transportID() + (random.chance(3) ? [0, 0, 0, 0] : [])
        let length = random.chance(95) ? id.count : random.pick([0, 20, 23, 28, 4_294_967_295])
        return [0, flags] + NaiveReservations.number(port, 2) + NaiveReservations.number(UInt64(length), 4) + id
    }

    private mutating func transportID() -> [UInt8] {
        if random.chance(92) { return random.pick(nexuses).address.transportID.encoded }
        return random.pick([
            TransportID.sas(address: 1).encoded, TransportID.fibreChannel(portName: 5).encoded,
            TransportID.iscsi(name: "iqn.2004-10.org:host", sessionID: nil).encoded,
            Array(TransportID.sas(address: 1).encoded.prefix(20)), random.bytes(24),
        ])
    }
}
