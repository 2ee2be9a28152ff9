/// Finds where a Swift value would contain itself, so that a box or an indirect enumeration can break the circle.
///
/// Lists live on the heap and break circles by themselves. Alternates and unions are made indirect first; a struct's
/// member is boxed only where a circle of structs remains.
struct ValueCycles {
    private let schema: Schema
    private let indirect: Set<Schema.TypeID>

    init(_ schema: Schema) {
        self.schema = schema
        var found: Set<Schema.TypeID> = []
        for (index, type) in schema.types.enumerated() {
            let id = Schema.TypeID(index: index)
            switch type {
            case .alternate where Self.reaches(id, from: id, in: schema, except: []): found.insert(id)
            case .object(let object) where object.isUnion && Self.reaches(id, from: id, in: schema, except: []):
                found.insert(id)
            default: break
            }
        }
        indirect = found
    }

    /// Whether the enumeration made for an alternate's or a union's branches must be indirect.
    func needsIndirection(_ id: Schema.TypeID) -> Bool { indirect.contains(id) }

    /// Whether a member of type `member` in the struct `id` must be boxed.
    func needsBox(_ member: Schema.TypeID, in id: Schema.TypeID) -> Bool {
        member == id || Self.reaches(id, from: member, in: schema, except: indirect)
    }

    /// Whether a value of type `start` contains, through what it stores in place, one of type `goal`.
    private static func reaches(
        _ goal: Schema.TypeID, from start: Schema.TypeID, in schema: Schema, except broken: Set<Schema.TypeID>
    ) -> Bool {
        var seen: Set<Schema.TypeID> = []
        var pending = [start]
        while let id = pending.popLast() {
            for next in stored(in: id, of: schema, except: broken) {
                if next == goal { return true }
                if seen.insert(next).inserted { pending.append(next) }
            }
        }
        return false
    }

    private static func stored(
        in id: Schema.TypeID, of schema: Schema, except broken: Set<Schema.TypeID>
    ) -> [Schema.TypeID] {
        switch schema[id] {
        case .builtin, .enumeration, .array: []
        case .alternate(let type): broken.contains(id) ? [] : type.branches.map(\.type)
        case .object(let type):
            type.members.map(\.type) + (broken.contains(id) ? [] : type.union?.branches.map(\.type) ?? [])
        }
    }
}
