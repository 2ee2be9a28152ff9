import Block
import BlockTestSupport
import JSON
import ObjectModel
import ReservationTestSupport
import SCSI
import Sys
import Testing

@testable import Reservations

/// An image in a folder of its own, with managers of the kinds that people use.
final class InspectLab {
    let folder: StoreFolder
    let path: String
    private let threads = ThreadFactory()
    private let objects = ObjectStore()

    init() throws {
        folder = try StoreFolder()
        path = "\(folder.path)/disk.img"
        try Self.makeImage(path)
        let environment = ManagerEnvironment(threads: threads, statusChanged: { _, _ in })
        for type in ManagerTable.types(environment) { try objects.register(type) }
    }

    deinit { _ = objects.deleteAll() }

    static func makeImage(_ path: String) throws {
        let file = try System.open(path, [.readWrite, .create], mode: 0o600)
        try System.truncate(file.rawValue, to: 1 << 20)
    }

    /// The database, for managers of the kind that has one.
    var database: String { "\(folder.path)/pr.db" }

    func manager(
        _ name: String, kind: ManagerKind = .flock, _ properties: JSONObject = JSONObject()
    ) throws -> SoftwareManager {
        var properties = properties
        properties["initiator"] = .string(name)
        if kind == .sqlite { properties["database"] = .string(database) }
        return try #require(
            try objects.add(kind.typeName, id: "pr\(objects.objects.count)", properties: properties) as? SoftwareManager
        )
    }

    /// A machine that has the image.
    func machine(_ name: String, kind: ManagerKind = .flock, path: String? = nil) throws -> SoftwareLab.Machine {
        try SoftwareLab.Machine(name, try manager(name, kind: kind), path ?? self.path)
    }

    /// The image as an operator's tool sees it.
    func inspected(
        kind: ManagerKind = .flock, path: String? = nil, _ properties: JSONObject = JSONObject()
    ) throws -> InspectedDisk {
        try InspectedDisk(path ?? self.path, try manager("operator", kind: kind, properties))
    }

    func register(_ machine: SoftwareLab.Machine, _ key: UInt64) throws {
        #expect(
            try machine.insist(PersistentReserveOut(.registerAndIgnoreExistingKey, key: 0, actionKey: key)) == .good)
    }

    func reserve(
        _ machine: SoftwareLab.Machine, _ key: UInt64, _ type: ReservationType = .writeExclusiveRegistrantsOnly
    ) throws {
        #expect(try machine.insist(PersistentReserveOut(.reserve, type: type, key: key)) == .good)
    }

    /// Copies a file.
    static func copy(_ path: String, to target: String) throws {
        try write(try bytes(path), to: target)
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        let file = try System.open(path, .readOnly)
        var bytes = [UInt8](repeating: 0, count: Int(try System.status(of: file.rawValue).size))
        _ = try bytes.withUnsafeMutableBytes { try System.pread(file.rawValue, $0, at: 0) }
        return bytes
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = try System.open(path, [.readWrite, .create], mode: 0o600)
        _ = try bytes.withUnsafeBytes { try System.pwrite(file.rawValue, $0, at: 0) }
    }
}
