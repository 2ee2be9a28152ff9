import Glibc
import ReservationTestSupport
import Sys

@testable import Reservations

/// Builds what a cell of the matrix says, and takes it down.
final class MatrixLab {
    let cell: MatrixCell
    let lab: FenceLab
    private var loop: String?
    private var gate: String?
    private var mounted: String?
    /// Processes before what they use.
    private var peers: [FencePeer] = []

    init(_ cell: MatrixCell) throws {
        self.cell = cell
        lab = try FenceLab(blocks: 64)
        chmod(lab.folder, 0o777)
        chmod(lab.image, 0o666)
        for name in ["state", "other"] {
            mkdir("\(lab.folder)/\(name)", 0o777)
            chmod("\(lab.folder)/\(name)", 0o777)
        }
        try require(symlink("\(lab.folder)/state", "\(lab.folder)/link") == 0, "no symbolic link")
        if cell.isDevice { try makeDevices() }
        if cell.disk == .hardLink { try require(link(lab.image, "\(lab.folder)/second.img") == 0, "no link") }
        if cell.disk == .bindMount { try bindMount() }
        if cell.page != .sockets {
            var template = Array("/dev/shm/holdfast-proof-XXXXXX".utf8).map { CChar(bitPattern: $0) } + [0]
            try require(mkdtemp(&template) != nil, "no folder in /dev/shm")
            let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            chmod(path, 0o777)
            gate = path
        }
    }

    deinit {
        for peer in peers { peer.end() }
        if let mounted { _ = try? Proofs.run(["umount", "-l", mounted]) }
        if let loop { _ = try? Proofs.run(["losetup", "-d", loop]) }
        if let gate { FenceLab.remove(gate) }
    }

    private func makeDevices() throws {
        let output = try Proofs.run(["losetup", "--show", "-f", lab.image])
        let path = String(output.prefix { $0 != "\n" })
        loop = path
        let device = try System.open(path, .readOnly)
        let number = try System.status(of: device.rawValue).special
        for name in ["node", "second"] {
            let node = "\(lab.folder)/\(name)"
            try Proofs.run(["mknod", node, "b", "\(number.major)", "\(number.minor)"])
            chmod(node, cell.disk == .privateNode && name == "node" ? 0o600 : 0o666)
        }
        if cell.isDevice { lab.look(through: "\(lab.folder)/node") }
    }

    private func bindMount() throws {
        let folder = "\(lab.folder)/mounted"
        mkdir(folder, 0o777)
        let path = "\(folder)/disk.img"
        _ = try System.open(path, [.readWrite, .create], mode: 0o666)
        try Proofs.run(["mount", "--bind", lab.image, path])
        mounted = path
    }

    // MARK: - The two

    /// The path of the disk for the first or the second.
    func disk(_ isSecond: Bool) -> String {
        switch cell.disk {
        case .file: lab.image
        case .hardLink: isSecond ? "\(lab.folder)/second.img" : lab.image
        case .bindMount: isSecond ? "\(lab.folder)/mounted/disk.img" : lab.image
        case .device: "\(lab.folder)/node"
        case .secondNode, .privateNode: "\(lab.folder)/\(isSecond ? "second" : "node")"
        }
    }

    /// The manager of the first or the second.
    func object(_ isSecond: Bool) -> String {
        // Beside a device is no place for state.
        let isBeside = cell.state == .beside && !cell.isDevice
        let folder =
            switch cell.state {
            case .symlink where isSecond: "\(lab.folder)/link"
            case .otherFolder where isSecond: "\(lab.folder)/other"
            default: "\(lab.folder)/state"
            }
        let usesDatabase = cell.managers == .sqlite || cell.managers == .flockAndSqlite && isSecond
        let place =
            usesDatabase
            ? "pr-manager-sqlite,database=\(isBeside ? lab.folder : folder)/pr.db"
            : "pr-manager-flock" + (isBeside ? "" : ",state=\(folder)")
        let usesGate = cell.page == .folder || cell.page == .mixed && isSecond
        return place + (usesGate ? ",gate=\(gate ?? "")" : "") + ",stuck-timeout=500"
            + (cell.disk == .privateNode ? ",mode=0666" : "")
    }

    private func launcher(_ isSecond: Bool) -> [String] {
        guard isSecond else { return [] }
        var words: [String] = []
        switch cell.space {
        case .host: break
        case .mounts: words += ["unshare", "--mount"]
        case .processes: words += ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"]
        }
        if cell.user == .nobody { words += ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] }
        return words
    }

    /// Starts the first or the second and lets it open the disk; returns why it doesn't.
    func open(_ isSecond: Bool) throws -> (peer: FencePeer, refusal: String?) {
        let name = isSecond ? "b" : "a"
        let peer = try FencePeer(name, in: lab, launcher: launcher(isSecond))
        peers.append(peer)
        try peer.tell("identity \(peer.process)")
        let object = try peer.ask("object \(object(isSecond)),id=pr0,initiator=\(name)")
        guard object == "ok" else { return (peer, object) }
        var path = disk(isSecond)
        if isSecond, cell.passing == .descriptorSet {
            let answer = try peer.ask("fdset \(path)")
            guard answer.hasPrefix("ok ") else { return (peer, answer) }
            path = String(answer.dropFirst(3))
        }
        let driver = cell.isDevice ? "host_device" : "file"
        let locking = isSecond && cell.locking == .off ? ",locking=off" : ""
        let node = try peer.ask("node driver=\(driver),node-name=d,filename=\(path),pr-manager=pr0\(locking)")
        return (peer, node == "ok" ? nil : node)
    }

    // MARK: - Later versions

    /// Sets a bit that this version doesn't know, where the first one has put it.
    func ageBackwards() throws {
        let disk = try System.open(disk(false), .readWrite)
        switch cell.format {
        case .same: break
        case .newerPage:
            guard let page = try page(disk.rawValue) else { throw ProofFailure("the first one has no page") }
            let base = try System.mapShared(page.rawValue, count: Int(try System.status(of: page.rawValue).size))
            base.storeBytes(of: 1 << 31, toByteOffset: PageLayout.incompatible, as: UInt32.self)
            System.unmap(base)
        case .newerState: try ageState()
        }
    }

    private func page(_ disk: Int32) throws -> Descriptor? {
        if let gate, cell.page == .folder {
            guard let name = try System.entries(of: gate).first(where: { $0.hasSuffix(".page") }) else { return nil }
            return try System.open("\(gate)/\(name)", .readWrite)
        }
        for folder in [lab.folder, "\(lab.folder)/state"] {
            guard let name = try System.entries(of: folder).first(where: { $0.hasSuffix(".sock") }) else { continue }
            let offer = try PageClient.ask("\(folder)/\(name)", showing: disk)
            return try System.duplicate(offer.page.rawValue)
        }
        return nil
    }

    private func ageState() throws {
        for folder in [lab.folder, "\(lab.folder)/state"] {
            for name in try System.entries(of: folder) where name.hasSuffix(".pr") || name == "pr.db" {
                if name == "pr.db" {
                    try Proofs.run(["sqlite3", "\(folder)/\(name)", "PRAGMA user_version = \(1 << 24 | 0x80 << 16)"])
                    continue
                }
                let file = try System.open("\(folder)/\(name)", .readWrite)
                for index in 0..<2 {
                    let start = Int64(index * DiskRecord.encodedLength)
                    let memory = try AlignedBuffer(count: DiskRecord.encodedLength, alignment: 4096)
                    _ = try System.pread(file.rawValue, memory.bytes, at: start)
                    guard let head = try? DiskRecord.verify(UnsafeRawBufferPointer(memory.bytes)) else { continue }
                    let used = UnsafeMutableRawBufferPointer(rebasing: memory.bytes[..<head.usedLength])
                    used.storeBytes(of: 1 << 31, toByteOffset: DiskRecord.Layout.incompatible, as: UInt32.self)
                    let checksum = DiskRecord.checksum(of: UnsafeRawBufferPointer(used))
                    used.storeBytes(of: checksum, toByteOffset: DiskRecord.Layout.checksum, as: UInt32.self)
                    _ = try System.pwrite(file.rawValue, UnsafeRawBufferPointer(used), at: start)
                }
            }
        }
    }
}
