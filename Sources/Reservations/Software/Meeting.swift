internal import Block
internal import Sys

/// Finds those who share a disk already, or makes what the first one offers to those who come.
struct Meeting {
    let node: NodeIdentity
    let identity: DiskIdentity
    let store: any ReservationStore
    /// The file that holds the page, instead of memory that is handed on.
    let gate: GateFile?
    /// Finds the page of an image where nobody answers; an operator's tool may look where others don't.
    var spare: (() -> PageMemory?)?

    /// How long one attachment may take to answer.
    private static let patience: UInt64 = 200_000_000

    /// What belongs to a block device: the claim that keeps strangers off it, and the node that all open it through.
    struct Device {
        let claim: DeviceClaim
        let node: KeptDescriptor
        let inode: DeviceClaim.Inode
        /// The page of those who are there already.
        let page: PageMemory?
    }

    /// The socket at which a slot's attachment answers.
    static func socket(_ folder: String, _ identity: DiskIdentity, _ slot: Int) -> String {
        "\(folder)/\(identity.fileName).\(slot).sock"
    }

    // MARK: - Block devices

    /// Claims a block device or joins those who have; before any lock is taken on it.
    ///
    /// Nil for a file.
    func meetAtDevice(until deadline: UInt64) throws(BlockError) -> Device? {
        guard node.status.kind == .blockDevice else { return nil }
        while true {
            if let device = try join() { return device }
            do throws(Errno) {
                let claim = try DeviceClaim.take(node.descriptor)
                return Device(
                    claim: claim, node: KeptDescriptor(try DeviceClaim.node(of: node.descriptor)), inode: .common,
                    page: nil)
            } catch {
                guard error == .busy else {
                    throw BlockError(.system, "'\(node.path)' can't be claimed, as reservations need it", cause: error)
                }
                guard System.monotonicNanoseconds < deadline else {
                    throw DeviceClaim.refusal(node.path, folder: store.folder)
                }
            }
            System.sleep(nanoseconds: 20_000_000)
        }
    }

    private func join() throws(BlockError) -> Device? {
        guard let offer = ask() else { return nil }
        do throws(Errno) {
            guard let claim = try offer.claim?.duplicate(), let node = try offer.node?.duplicate() else { return nil }
            let kept = try DeviceClaim.receive(claim, of: self.node.descriptor)
            let inode = try DeviceClaim.join(node, self.node.descriptor)
            let page = try offer.page.duplicate()
            return Device(
                claim: kept, node: KeptDescriptor(node), inode: inode, page: try Self.receive(page))
        } catch let error {
            throw BlockError(.system, "those who share '\(node.path)' can't be joined", cause: error)
        }
    }

    static func receive(_ page: consuming Descriptor) throws(Errno) -> PageMemory {
        do throws(BlockError) {
            return try PageMemory.receive(page, count: PageLayout.length)
        } catch {
            throw error.cause ?? .protocolError
        }
    }

    // MARK: - The page

    /// The disk as those know it who share it; nil when nobody answers.
    ///
    /// With the registry lock.
    func find(_ registry: RegistryLock, _ device: Device?, isInUse: Bool) throws(BlockError) -> SharedDisk? {
        if let known = SharedDisk.known(identity) { return known }
        guard let memory = try memory(device, isInUse: isInUse) else { return nil }
        let page = GatePage(memory.base)
        if let objection = page.objection(identity: identity.digest) {
            throw BlockError(.invalid, "what is shared of '\(node.path)' can't be used: \(objection)")
        }
        guard let mode = page.barrierMode else { return nil }
        if mode == .membarrier, !System.hasGlobalBarrier {
            throw BlockError(
                .unsupported,
                "those who share '\(node.path)' rely on membarrier(2), which this process may not use: allow it, or start "
                    + "this process first")
        }
        return remember(memory, registry, device, mode)
    }

    private func memory(_ device: Device?, isInUse: Bool) throws(BlockError) -> PageMemory? {
        if let device { return device.page }
        if let gate { return isInUse ? try gate.open() : nil }
        guard let offer = ask() else { return isInUse ? spare?() : nil }
        do throws(Errno) {
            return try Self.receive(try offer.page.duplicate())
        } catch {
            throw BlockError(.system, "what is shared of '\(node.path)' can't be used", cause: error)
        }
    }

    /// Asks every attachment that has a socket.
    private func ask() -> PageOffer? {
        for slot in 0..<PageLayout.slotCount {
            let path = Self.socket(store.folder, identity, slot)
            guard (try? System.linkStatus(at: path)) != nil else { continue }
            if let offer = try? PageClient.ask(
                path, showing: node.descriptor, timeoutNanoseconds: Self.patience)
            {
                return offer
            }
        }
        return nil
    }

    /// Makes the page of a disk that nobody uses, with the registry lock.
    func create(_ registry: RegistryLock, _ device: Device?) throws(BlockError) -> SharedDisk {
        let memory: PageMemory
        if let gate {
            memory = try gate.create()
        } else {
            do throws(Errno) {
                memory = try PageMemory.create(count: PageLayout.length)
            } catch {
                throw BlockError(.system, "no memory to share for '\(node.path)'", cause: error)
            }
        }
        let mode: BarrierMode = System.hasGlobalBarrier ? .membarrier : .fence
        let sequence = device == nil ? nil : try? System.ioctl(node.descriptor, .sequence, as: UInt64.self)
        GatePage(memory.base).format(
            identity: identity.digest, bootID: Host.bootID, diskSequence: sequence ?? 0, mode: mode)
        return remember(memory, registry, device, mode)
    }

    private func remember(
        _ memory: PageMemory, _ registry: RegistryLock, _ device: Device?, _ mode: BarrierMode
    ) -> SharedDisk {
        let disk = SharedDisk(
            identity: identity, memory: memory, registry: registry, mode: mode,
            claim: device.map { ($0.claim, $0.node) }, seesLocks: device.map { $0.inode == .common } ?? true)
        SharedDisk.remember(disk)
        return disk
    }
}
