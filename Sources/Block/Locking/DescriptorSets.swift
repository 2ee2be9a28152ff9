internal import Sys

/// File descriptors that were handed in from outside, in numbered sets: what `/dev/fdset/N` names.
package final class DescriptorSets: Sendable {
    /// A descriptor in a set.
    package struct Member: Hashable, Sendable {
        /// The set's own number for it.
        package let descriptor: Int32
        /// What the giver noted.
        package let opaque: String?
    }

    private final class Held: Sendable {
        let descriptor: Descriptor
        let opaque: String?

        init(_ descriptor: consuming Descriptor, _ opaque: String?) {
            self.descriptor = descriptor
            self.opaque = opaque
        }
    }

    private let sets = Locked<[Int64: [Held]]>([:])

    package init() {}

    /// Duplicates a descriptor into a set, the lowest free one if `set` is nil; the caller keeps its own.
    package func add(_ descriptor: Int32, set: Int64?, opaque: String?) throws(BlockError) -> (
        set: Int64, descriptor: Int32
    ) {
        if let set, set < 0 { throw BlockError(.invalid, "the number of a descriptor set is 0 or more, not \(set)") }
        let held: Held
        do throws(Errno) {
            held = Held(try System.duplicate(descriptor), opaque)
        } catch {
            throw BlockError(.system, "cannot duplicate the descriptor \(descriptor)", cause: error)
        }
        let number = sets.withLock { sets in
            let number = set ?? (0...Int64(sets.count)).first { sets[$0] == nil } ?? 0
            sets[number, default: []].append(held)
            return number
        }
        return (number, held.descriptor.rawValue)
    }

    /// Closes one descriptor of a set, or all; nodes that were opened from it keep what they have.
    package func remove(set: Int64, descriptor: Int32?) throws(BlockError) {
        // Closed after the lock is released.
        let removed: [Held] = try sets.withLock { sets throws(BlockError) in
            guard let members = sets[set] else { throw DescriptorSets.missing(set) }
            guard let descriptor else {
                sets[set] = nil
                return members
            }
            guard let index = members.firstIndex(where: { $0.descriptor.rawValue == descriptor }) else {
                throw BlockError(.invalid, "the descriptor set \(set) has no descriptor \(descriptor)")
            }
            sets[set]?.remove(at: index)
            if sets[set]?.isEmpty == true { sets[set] = nil }
            return [members[index]]
        }
        _ = removed
    }

    /// The sets in the order of their numbers.
    package var all: [(set: Int64, members: [Member])] {
        sets.withLock { sets in
            sets.sorted { $0.key < $1.key }.map { set in
                (
                    set.key,
                    set.value.map { Member(descriptor: $0.descriptor.rawValue, opaque: $0.opaque) }
                )
            }
        }
    }

    private static func missing(_ set: Int64) -> BlockError {
        BlockError(.invalid, "there is no descriptor set \(set)", cause: .noEntry)
    }

    // MARK: - Opening

    /// The number of the set that a path names; nil for all other paths, -1 for one that can't exist.
    static func number(inPath path: String) -> Int64? {
        let prefix = "/dev/fdset/"
        guard path.utf8.starts(with: prefix.utf8) else { return nil }
        let digits = path.utf8.dropFirst(prefix.utf8.count)
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return -1 }
        return Int64(path.dropFirst(prefix.count)) ?? -1
    }

    /// Opens the file of the descriptor in a set whose access mode suits; EACCES when there is none.
    ///
    /// The result is a description of its own, so that locks and flags are not shared with the giver. Where that is
    /// refused, as to a process that may not open the file by itself, it is a duplicate if that will do.
    func open(_ set: Int64, _ flags: OpenFlags, mayShare: Bool = true) throws(Errno) -> Descriptor {
        guard let members = sets.withLock({ $0[set] }) else { throw .noEntry }
        let member = try suitable(members, flags)
        do throws(Errno) {
            return try System.openAgain(member.descriptor.rawValue, flags)
        } catch {
            guard mayShare else { throw error }
            let duplicate = try member.descriptor.duplicate()
            let present = try System.openFlags(of: duplicate.rawValue)
            let wanted = flags.intersection(.changeable).union(present.subtracting(.changeable))
            if wanted != present { try System.setFlags(of: duplicate.rawValue, wanted) }
            return duplicate
        }
    }

    /// True when a set has a descriptor to write through.
    func canWrite(_ set: Int64) -> Bool {
        guard let members = sets.withLock({ $0[set] }) else { return false }
        return members.contains { (try? System.openFlags(of: $0.descriptor.rawValue))?.access == .readWrite }
    }

    /// The first with the very access mode; who only reads is also served by one that could write.
    private func suitable(_ members: [Held], _ flags: OpenFlags) throws(Errno) -> Held {
        var fallback: Held?
        for member in members {
            let access = try System.openFlags(of: member.descriptor.rawValue).access
            if access == flags.access { return member }
            if access == .readWrite, flags.access == .readOnly, fallback == nil { fallback = member }
        }
        guard let fallback else { throw .accessDenied }
        return fallback
    }
}
