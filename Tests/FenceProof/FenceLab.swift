import Glibc
import ReservationTestSupport
import Reservations
import Sys

/// One image that processes share, what may be on it, and what is.
final class FenceLab: Sendable {
    /// How a process does its I/O.
    struct Engine: Sendable, Hashable, CustomStringConvertible {
        let aio: String
        let direct: Bool

        var description: String { "\(aio)\(direct ? ", direct" : "")" }
        static let all =
            ["io_uring", "native", "threads"].map { Engine(aio: $0, direct: true) }
            + ["io_uring", "threads"].map { Engine(aio: $0, direct: false) }
    }

    /// The managers that keep reservations themselves.
    enum Kind: CaseIterable { case flock, sqlite }

    let folder: String
    let blocks: UInt64
    let slow: SlowDevice?
    private let disk: Descriptor
    /// By processes, the first epoch of theirs that may still be written.
    private let floors = Locked<[UInt64: UInt64]>([:])
    private let names = Locked(0)
    /// The device over the image through which processes write, if they do: what it caches isn't in the image.
    private let device = Locked<String?>(nil)

    var image: String { "\(folder)/disk.img" }

    /// Makes an image of so many blocks, all of them written.
    init(blocks: UInt64 = 256) throws {
        self.blocks = blocks
        var template = Array("/tmp/holdfast-proof-XXXXXX".utf8).map { CChar(bitPattern: $0) } + [0]
        try require(mkdtemp(&template) != nil, "no folder")
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let file = try System.open("\(folder)/disk.img", [.readWrite, .create], mode: 0o644)
        let zeroes = [UInt8](repeating: 0, count: Int(blocks) * BlockStamp.blockSize)
        let count = try zeroes.withUnsafeBytes { try System.pwrite(file.rawValue, $0, at: 0) }
        try require(count == zeroes.count, "a short write")
        try System.synchronizeData(file.rawValue)
        slow = SlowDevice(of: file.rawValue)
        disk = try System.open("\(folder)/disk.img", [.readWrite, .direct])
    }

    deinit { Self.remove(folder) }

    static func remove(_ folder: String) {
        for name in (try? System.entries(of: folder)) ?? [] {
            let path = "\(folder)/\(name)"
            if unlink(path) != 0, errno == EISDIR || errno == EPERM { remove(path) }
        }
        rmdir(folder)
    }

    // MARK: - Processes

    /// A process with the disk open; `options` are further properties of its manager.
    func peer(
        _ name: String? = nil, _ engine: Engine = Engine(aio: "io_uring", direct: true), slow: Bool = false,
        kind: Kind = .flock, active: Bool = true, options: String = ""
    ) throws -> FencePeer {
        let number = names.withLock { names in
            names += 1
            return names
        }
        let name = name ?? "vm\(number)"
        let peer = try FencePeer(name, in: self)
        try peer.tell("identity \(peer.process)")
        if slow { try self.slow?.take(peer.process) }
        try peer.tell("object \(object(kind)),id=pr0,initiator=\(name)\(options)")
        try peer.tell(
            "node driver=file,node-name=d,filename=\(image),pr-manager=pr0,aio=\(engine.aio),"
                + "cache.direct=\(engine.direct ? "on" : "off")\(active ? "" : ",active=off")")
        return peer
    }

    private func object(_ kind: Kind) -> String {
        switch kind {
        case .flock: "pr-manager-flock"
        case .sqlite: "pr-manager-sqlite,database=\(folder)/pr.db"
        }
    }

    /// Registers a process under its number; the first one reserves, so that only registered ones may write.
    func register(_ peers: [FencePeer]) throws {
        for (index, peer) in peers.enumerated() {
            try register(peer)
            if index == 0 { try good(try peer.tell("pr reserve 5 \(peer.process) 0")) }
        }
    }

    func register(_ peer: FencePeer) throws { try good(try peer.tell("pr ignore 0 0 \(peer.process)")) }

    func good(_ answer: String) throws {
        try require(answer.hasPrefix("GOOD"), "GOOD was expected, not \(answer)")
    }

    /// Lets a process write for ever, and waits until it does.
    func write(
        _ peer: FencePeer, epoch: UInt64, depth: Int = 32, size: Int = BlockStamp.blockSize, seed: UInt64
    ) throws {
        try peer.tell("start \(epoch) \(depth) \(blocks) \(size) \(seed)")
        try require(try within(seconds: 60) { try peer.figure("written") > 0 }, "\(peer.name) writes nothing")
    }

    /// What PREEMPT AND ABORT of a process's key comes to, and who held it up if it failed.
    func preempt(_ victim: FencePeer, by winner: FencePeer) throws -> String {
        let answer = try winner.tell("pr abort 5 \(winner.process) \(victim.process)")
        return answer.hasPrefix("GOOD") ? answer : "\(answer) (\(try winner.tell("stuck")))"
    }

    /// After GOOD: nothing of the victims that is older than `epoch` may be seen once everything has been overwritten.
    func overwrite(by winner: FencePeer, victims: [FencePeer], epoch: UInt64) throws {
        floors.withLock { floors in
            for victim in victims { floors[UInt64(victim.process)] = epoch }
        }
        let answer = try winner.tell("stamp \(epoch) \(blocks)")
        try require(answer == "\(BlockStamp.blockSize)", "the winner can't write: \(answer)")
        try examine()
    }

    // MARK: - The medium

    /// Looks through a device over the image from now on.
    func look(through path: String) { device.withLock { $0 = path } }

    /// Fails when a block is there that must not be.
    func examine() throws {
        let path = device.withLock { $0 }
        let disk = try System.open(path ?? image, [.readOnly, .direct])
        let memory = try AlignedBuffer(count: Int(blocks) * BlockStamp.blockSize, alignment: 4096)
        var done = 0
        while done < memory.bytes.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: memory.bytes[done...])
            let count = try System.pread(disk.rawValue, rest, at: Int64(done))
            try require(count > 0, "the image is too short")
            done += count
        }
        guard let base = memory.bytes.baseAddress else { return }
        let floors = floors.withLock { $0 }
        for block in 0..<blocks {
            let offset = block * UInt64(BlockStamp.blockSize)
            for stamp in BlockStamp.all(in: base + Int(offset)) {
                try require(stamp.offset == offset, "block \(block) has what belongs to \(stamp.offset)")
                guard let floor = floors[stamp.initiator], stamp.epoch < floor else { continue }
                throw ProofFailure(
                    "STALE: block \(block) has write \(stamp.sequence) of process \(stamp.initiator) in epoch "
                        + "\(stamp.epoch), which was fenced before epoch \(floor)")
            }
        }
    }

    /// The slots of which any descriptor is open anywhere.
    var heldSlots: SlotSet { (try? SlotLocks.heldSlots(probe: disk.rawValue)) ?? [] }

    /// Waits until the kernel works no more for the slots of dead processes; returns how long that took, in milliseconds.
    @discardableResult
    func outlast(_ slots: [Int]) throws -> Double {
        let start = System.monotonicNanoseconds
        let isOver = within(seconds: 60) { heldSlots.intersection(SlotSet(slots)).isEmpty }
        try require(isOver, "slots \(slots) are held by dead processes for ever")
        return Double(System.monotonicNanoseconds - start) / 1e6
    }

    /// Kills a process; what comes back is filled in with the milliseconds that the kernel goes on working for its slots.
    func kill(_ peer: FencePeer, slots: [Int]) throws -> Locked<Double?> {
        let time = Locked<Double?>(nil)
        let start = System.monotonicNanoseconds
        peer.kill()
        try ThreadFactory().start("fall") { [self] in
            guard (try? outlast(slots)) != nil else { return }
            time.withLock { $0 = Double(System.monotonicNanoseconds - start) / 1e6 }
        }
        return time
    }

    /// The slots of a process that is asked.
    func slots(of peer: FencePeer) throws -> [Int] {
        try peer.tell("slots").split(separator: ",").compactMap { Int($0) }
    }
}
