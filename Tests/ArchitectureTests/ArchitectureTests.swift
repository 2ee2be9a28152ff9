import Testing

/// The rules of `docs/architecture.md` that a machine can hold the sources against.
struct ArchitectureTests {
    /// Our own rooms, each with the rooms that it may import.
    static let allowedImports: [String: Set<String>] = [
        "JSON": [],
        "Spelling": [],
        "QAPISchema": ["JSON", "Spelling"],
        "QAPI": ["JSON", "Spelling"],
        "ObjectModel": ["JSON"],
        "SCSI": [],
        "PRWire": ["SCSI"],
        "BlockSchema": ["JSON", "QAPI"],
        "Sys": ["CLinuxShims"],
        "Block": ["SCSI", "Sys", "CLinuxShims", "CLiburing"],
        "PRDevice": ["PRWire", "SCSI", "Sys"],
        "Reservations": ["Block", "CSQLite", "JSON", "ObjectModel", "PRWire", "SCSI", "Sys"],
        "Holdfast": ["JSON", "QAPI", "ObjectModel", "BlockSchema", "Block", "Reservations", "SCSI", "Sys"],
        "HoldfastC": ["CHoldfast", "Holdfast", "Block", "BlockSchema", "JSON", "QAPI", "SCSI", "Sys"],
        "SchemaDisk": ["QAPISchema"],
        "HoldfastGenerate": ["QAPISchema", "SchemaDisk"],
        "HoldfastCLI": ["Holdfast", "QAPISchema", "SchemaDisk", "BlockSchema", "QAPI", "JSON", "SCSI"],
    ]
    static let pureRooms: Set = ["JSON", "Spelling", "QAPISchema", "QAPI", "ObjectModel", "SCSI", "PRWire"]
    /// The largest file that a reader is asked to take in.
    static let lineCap = 600

    let files: [SourceTree.File]

    init() throws {
        files = try SourceTree().sources()
    }

    @Test func `every room is in the table`() {
        #expect(Set(files.map(\.room)).isSubset(of: Self.allowedImports.keys))
        #expect(files.count >= 15)
    }

    @Test func `a room imports only rooms below it`() {
        for file in files {
            for name in file.imports where Self.allowedImports[name] != nil || name.hasPrefix("C") {
                #expect(
                    Self.allowedImports[file.room]?.contains(name) == true,
                    "\(file.path) imports \(name)")
            }
        }
    }

    @Test func `pure rooms import neither Foundation nor the C library`() {
        let forbidden: Set = ["Foundation", "FoundationEssentials", "Glibc", "Musl", "Dispatch", "Synchronization"]
        for file in files where Self.pureRooms.contains(file.room) {
            // ObjectModel counts claims that may end on any thread.
            let allowed: Set = file.room == "ObjectModel" ? ["Synchronization"] : []
            #expect(forbidden.subtracting(allowed).isDisjoint(with: file.imports), "\(file.path)")
        }
    }

    @Test func `no source file is longer than a reader can take in`() {
        for file in files where !file.path.contains("/Generated/") {
            #expect(file.lines.count <= Self.lineCap, "\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test func `unchecked sharing names what protects it`() {
        for file in files where !file.path.contains("/Generated/") {
            for (number, line) in file.lines.enumerated()
            where line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") {
                let around = file.lines[max(0, number - 6)...min(number + 1, file.lines.count - 1)]
                #expect(around.contains { $0.contains("Safety:") }, "\(file.path):\(number + 1)")
            }
        }
    }
}
