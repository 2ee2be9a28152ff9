package import Block
package import Sys

/// Another process that has a slot of a disk, as far as this one can make sure of that.
///
/// What is known of it comes from memory that others write to: nothing is done to a process by its number alone.
package final class PeerProcess: Sendable {
    /// What a slot says of its process.
    package struct Claim: Hashable, Sendable {
        /// The number.
        package var number: Int32
        /// When it started, in ticks since the host did.
        package var startTime: UInt64
        /// The inode of the name space that the number is of.
        package var space: UInt64
        /// The run of the host that this was written in.
        package var bootID: [UInt8]
        /// The slot.
        package var slot: Int

        package init(number: Int32, startTime: UInt64, space: UInt64, bootID: [UInt8], slot: Int) {
            self.number = number
            self.startTime = startTime
            self.space = space
            self.bootID = bootID
            self.slot = slot
        }
    }

    /// What looking for it has come to.
    package enum Finding: Sendable {
        /// It lives, and holds the slot's lock on the disk.
        case found(PeerProcess)
        /// It is this process.
        case own
        /// There is no such process any more; what it had in flight may still be.
        case gone
        /// It can't be told: why, as the end of a sentence.
        case unknown(String)
    }

    /// Its number.
    package let number: Int32
    private let slot: Int
    private let proc: Sysfs
    private let handle: KeptDescriptor
    private let file: String

    private init(_ number: Int32, slot: Int, handle: KeptDescriptor, file: String, proc: Sysfs) {
        self.number = number
        self.slot = slot
        self.proc = proc
        self.handle = handle
        self.file = file
    }

    /// Looks for the process of a slot; `disk` is a descriptor of the disk.
    package static func find(_ claim: Claim, disk: Int32, proc: Sysfs = Sysfs(root: "/proc")) -> Finding {
        do throws(Errno) {
            guard claim.bootID == (try System.bootID(proc: proc)) else { return .gone }
            guard claim.space == (try System.processNamespace(proc: proc)) else {
                return .unknown("it runs in another container, where its number means nothing here")
            }
        } catch {
            return .unknown("/proc can't be read: \(error)")
        }
        guard claim.number > 0 else { return .unknown("its number is wrong") }
        let handle: KeptDescriptor
        do throws(Errno) {
            // First of all: from here on the number can't come to mean another process unnoticed.
            handle = KeptDescriptor(try System.openProcess(claim.number))
            let status = try System.processStatus(of: claim.number, proc: proc)
            guard status.startTime == claim.startTime else { return .gone }
            if claim.number == System.processID { return .own }
            guard !status.isEnding else { return .gone }
        } catch {
            switch error {
            case .noProcess, .noEntry: return .gone
            default: return .unknown("it can't be examined: \(error)")
            }
        }
        guard let file = LockHolders(proc: proc).identity(of: disk) else {
            return .unknown("the disk's locks can't be examined")
        }
        let peer = PeerProcess(claim.number, slot: claim.slot, handle: handle, file: file, proc: proc)
        do throws(Errno) {
            guard try peer.holdings().contains(peer.victim) else {
                return peer.hasEnded ? .gone : .unknown("process \(claim.number) doesn't have this disk open")
            }
        } catch {
            return peer.hasEnded ? .gone : .unknown("what process \(claim.number) has open can't be read: \(error)")
        }
        return .found(peer)
    }

    /// True once the process has ended; what it had in flight may not have.
    package var hasEnded: Bool { (try? System.waitReadable([handle.rawValue], timeoutNanoseconds: 0)) ?? false }

    /// What the process does, for messages: its name and its state.
    package var description: String {
        guard !hasEnded, let status = try? System.processStatus(of: number, proc: proc) else {
            return "process \(number), which has ended"
        }
        return "process \(number) (\(status.program)), which is \(status.description)"
    }

    // MARK: - What else it has

    /// An attachment, by its lock: a slot on the inode of a disk.
    private struct Holding: Hashable {
        let file: String
        let slot: Int
    }

    private var victim: Holding { Holding(file: file, slot: slot) }

    /// Every slot lock that the process holds; EACCES when it may not be looked at.
    private func holdings() throws(Errno) -> Set<Holding> {
        var found: Set<Holding> = []
        let holders = LockHolders(proc: proc)
        for name in try System.entries(of: "\(proc.root)/\(number)/fd") {
            for line in holders.locks(process: "\(number)", descriptor: name) {
                // Locks of neighbouring slots through one description are one line.
                let first = max(line.start, LockBytes.slots.lowerBound)
                let last = min(line.end, LockBytes.slots.upperBound - 1)
                guard first <= last else { continue }
                for byte in first...last {
                    found.insert(Holding(file: line.file, slot: Int(byte - LockBytes.slots.lowerBound)))
                }
            }
        }
        return found
    }

    /// How many attachments the process has beside this one: of other disks, and of other initiators to this one.
    package func otherAttachments() throws(Errno) -> Int { try holdings().subtracting([victim]).count }

    /// Ends the process, unless others depend on it.
    ///
    /// That it is gone then proves nothing: its slot's lock does.
    ///
    /// - Throws: Why not; `evenWithOthers` overrides that it has other attachments.
    package func kill(evenWithOthers: Bool) throws(BlockError) {
        do throws(Errno) {
            let others = try otherAttachments()
            guard evenWithOthers || others == 0 else {
                throw .busy
            }
            try System.kill(process: handle.rawValue)
        } catch {
            switch error {
            case .noProcess: return
            case .busy:
                throw BlockError(
                    .busy,
                    "process \(number) serves other disks or initiators too, which on-stuck=kill spares and "
                        + "on-stuck=kill-any doesn't")
            default: throw BlockError(.system, "process \(number) can't be ended", cause: error)
            }
        }
    }
}
