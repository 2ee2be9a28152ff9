extension NaiveReservations {
    mutating func write(_ cdb: [UInt8], _ list: [UInt8], _ nexus: UInt64) -> Answer {
        let action = Int(cdb[1] & 31)
        if action > 8 { return Self.invalidCDB }
        let length = Int(Self.value(cdb[5...8]))
        if length < 24 || length > 8192 || length > list.count { return Self.lengthError }
        let isMove = action == 7
        let flags = isMove ? list[17] : list[20]
        let lists = !isMove && flags & 8 != 0
        if !isMove, !lists, length != 24 { return Self.lengthError }
        if lists, action != 0 || !specifiesPorts { return Self.invalidParameter }
        if action == 0 || action == 6 {
            if flags & 4 != 0, !allTargetPorts { return Self.invalidParameter }
        }
        if [0, 6, 7].contains(action), flags & 1 != 0, persistence == "none" { return Self.invalidParameter }
        let wanted = Int(cdb[2] & 15)
        if [1, 2, 4, 5, 8].contains(action) {
            if ![1, 3, 5, 6, 7, 8].contains(wanted) { return Self.invalidCDB }
            if cdb[2] >> 4 != 0 { return Self.invalidCDB }
        }
        let key = Self.value(list[0..<8])
        let other = Self.value(list[8..<16])
        if action == 8 { return replace(nexus, key, other, wanted) }
        if lost { return Self.informationLost }
        if action == 0, (keys[nexus] ?? 0) != key { return Self.conflict }
        if action != 0, action != 6 {
            if keys[nexus] == nil { return Self.conflict }
            if keys[nexus] != key { return Self.conflict }
        }
        switch action {
        case 0, 6: return register(nexus, other, flags, lists ? Array(list[24..<length]) : nil)
        case 1: return reserve(nexus, wanted)
        case 2: return release(nexus, wanted)
        case 3:
            tell(order.filter { $0 != nexus }, "2a/03")
            forget()
            generation = (generation + 1) % 4_294_967_296
            return Self.good
        case 7: return move(nexus, other, Array(list[0..<length]))
        default: return preempt(nexus, other, wanted, aborting: action == 5)
        }
    }

    private mutating func replace(_ nexus: UInt64, _ key: UInt64, _ other: UInt64, _ wanted: Int) -> Answer {
        if !lost { return Self.invalidCDB }
        if key != 0 || other == 0 { return Self.invalidParameter }
        lost = false
        enter(nexus, other, false)
        type = wanted
        holder = wanted >= 7 ? 0 : nexus
        generation = (generation + 1) % 4_294_967_296
        return Self.good
    }

    private mutating func enter(_ nexus: UInt64, _ key: UInt64, _ allPorts: Bool) {
        order.append(nexus)
        keys[nexus] = key
        everywhere[nexus] = allPorts
    }

    private mutating func leave(_ nexus: UInt64) {
        order.removeAll { $0 == nexus }
        keys[nexus] = nil
        everywhere[nexus] = nil
    }

    private mutating func register(_ nexus: UInt64, _ other: UInt64, _ flags: UInt8, _ extra: [UInt8]?) -> Answer {
        if keys[nexus] != nil {
            if extra != nil { return Self.invalidParameter }
            if other != 0 {
                keys[nexus] = other
                everywhere[nexus] = flags & 4 != 0
            } else {
                let held = holds(nexus)
                leave(nexus)
                if held, type < 7 || order.isEmpty {
                    if type == 5 || type == 6 { tell(order, "2a/04") }
                    type = 0
                    holder = 0
                }
            }
        } else if let extra {
            if other == 0 { return Self.invalidParameter }
            guard let listed = Self.ports(extra) else { return Self.invalidParameter }
            for port in listed where port == nexus || !(attached + order).contains(port) {
                return Self.invalidParameter
            }
            if Set(listed).count != listed.count { return Self.invalidParameter }
            for port in listed where keys[port] != nil { return Self.conflict }
            if order.count + 1 + listed.count > maximum { return Answer(status: 2, sense: "5/55/04") }
            for port in [nexus] + listed { enter(port, other, flags & 4 != 0) }
        } else if other == 0 {
            return Self.good
        } else {
            if order.count + 1 > maximum { return Answer(status: 2, sense: "5/55/04") }
            enter(nexus, other, flags & 4 != 0)
        }
        aptpl = flags & 1 != 0
        generation = (generation + 1) % 4_294_967_296
        return Self.good
    }

    /// The SAS addresses of a TransportID area with its length in front, or nil when anything is odd.
    private static func ports(_ area: [UInt8]) -> [UInt64]? {
        if area.count < 4 || Int(value(area[0..<4])) != area.count - 4 { return nil }
        var ports: [UInt64] = []
        var rest = area.dropFirst(4)
        while !rest.isEmpty {
            if rest.count < 24 || rest[rest.startIndex] != 6 { return nil }
            ports.append(value(rest.dropFirst(4).prefix(8)))
            rest = rest.dropFirst(24)
        }
        return ports
    }

    private mutating func reserve(_ nexus: UInt64, _ wanted: Int) -> Answer {
        if type != 0 { return holds(nexus) && wanted == type ? Self.good : Self.conflict }
        type = wanted
        holder = wanted >= 7 ? 0 : nexus
        return Self.good
    }

    private mutating func release(_ nexus: UInt64, _ wanted: Int) -> Answer {
        if !holds(nexus) { return Self.good }
        if wanted != type { return Answer(status: 2, sense: "5/26/04") }
        if type >= 5 { tell(order.filter { $0 != nexus }, "2a/04") }
        type = 0
        holder = 0
        return Self.good
    }

    private mutating func preempt(_ nexus: UInt64, _ other: UInt64, _ wanted: Int, aborting: Bool) -> Answer {
        let all = type == 7 || type == 8
        if other == 0, !all { return Self.invalidParameter }
        let matching = order.filter { keys[$0] == other }
        if other != 0, matching.isEmpty { return Self.conflict }
        let takes = all ? other == 0 : type != 0 && keys[holder] == other
        let victims = (other == 0 ? order : matching).filter { $0 != nexus }
        var answer = Self.good
        if aborting {
            answer.aborts = Set(victims)
            if keys[nexus] == other { answer.aborts.insert(nexus) }
        }
        for victim in victims { leave(victim) }
        tell(victims, "2a/05")
        if takes {
            if type != wanted { tell(order.filter { $0 != nexus }, "2a/04") }
            type = wanted
            holder = wanted >= 7 ? 0 : nexus
        }
        generation = (generation + 1) % 4_294_967_296
        return answer
    }

    private mutating func move(_ nexus: UInt64, _ other: UInt64, _ list: [UInt8]) -> Answer {
        if other == 0 { return Self.invalidParameter }
        let stated = Int(Self.value(list[20..<24]))
        if stated != list.count - 24 || stated != 24 || list[24] != 6 { return Self.invalidParameter }
        let destination = Self.value(list[28..<36])
        if destination == nexus || !(attached + order).contains(destination) { return Self.invalidParameter }
        if Self.value(list[18..<20]) != 1 { return Self.invalidParameter }
        if type == 0 { return Self.invalidCDB }
        if !holds(nexus) || type >= 7 { return Self.conflict }
        if list[17] & 2 != 0 { leave(nexus) }
        if keys[destination] != nil {
            keys[destination] = other
        } else {
            if order.count + 1 > maximum { return Answer(status: 2, sense: "5/55/04") }
            enter(destination, other, false)
        }
        holder = destination
        aptpl = list[17] & 1 != 0
        generation = (generation + 1) % 4_294_967_296
        return Self.good
    }
}
