import Foundation
import Glibc
import Holdfast
import Testing

/// Runs what the article "Getting started" shows.
struct GettingStartedTests {
    private let folder: TemporaryFolder
    private let path: String
    private let backend: Backend

    init() throws {
        folder = try TemporaryFolder()
        path = try folder.file()
        var configuration = Backend.Configuration()
        configuration.workerLimit = 2
        backend = try Backend(configuration)
    }

    @Test func `a queue writes a block and reads it back`() throws {
        let disk = try openDisk("driver=file,node-name=disk0,filename=\(path)", on: backend)
        #expect(try writeAndRead(disk, on: backend) == 0xab)
        #expect(try folder.content()[8192..<12288].allSatisfy { $0 == 0xab })
    }

    @Test func `typed options take a path with a comma`() throws {
        let path = try folder.file("a,node-name=b.img")
        let disk = try openImage(path, on: backend)
        #expect(disk.name == "disk0" && disk.filename == path && disk.length == 1 << 20)
    }

    @Test func `a task copies a block on its thread`() async throws {
        let path = try folder.file("source.img", content: Data(repeating: 7, count: 8192))
        let disk = try openDisk("driver=file,node-name=disk0,filename=\(path)", on: backend)
        let thread = try backend.makeIOThread(named: "copy")
        let task = Task(executorPreference: thread) {
            try await copyBlock(of: disk, from: 0, to: 4096, on: thread)
            return thread.isCurrent
        }
        #expect(try await task.value)
        #expect(try folder.content("source.img") == Array(repeating: 7, count: 8192))
    }

    @Test func `a machine that was fenced writes no more, and everybody is told`() async throws {
        let first = try openSharedDisk(path, for: "vm-a", on: backend)
        let second = try openSharedDisk(path, for: "vm-b", on: backend)
        let events = backend.events
        #expect(try register(0xa, at: first) == .good)
        #expect(try reserve(first, key: 0xa) == .good)
        try await first.write([UInt8](repeating: 1, count: 512), at: 0)
        await #expect(throws: Errno.reservationConflict) {
            try await second.write([UInt8](repeating: 2, count: 512), at: 0)
        }
        try allowKilling(by: "vm-b", on: backend)
        #expect(try backend.property("on-stuck", of: "pr-vm-b") == "kill")
        #expect(try register(0xb, at: second) == .good)
        #expect(try fence(0xa, at: second, key: 0xb) == .good)
        // The reservation took the right to write from the other machine, and each node tells of each fence.
        var victims: [String] = []
        while victims.last != "vm-a", let victim = await nextVictim(in: events) { victims.append(victim) }
        #expect(victims.last == "vm-a" && victims.dropLast().allSatisfy { $0 == "vm-b" } && victims.count > 1)
        await #expect(throws: Errno.reservationConflict) {
            try await first.write([UInt8](repeating: 3, count: 512), at: 0)
        }
        try await second.write([UInt8](repeating: 4, count: 512), at: 0)
        #expect(try folder.content()[..<512].allSatisfy { $0 == 4 })
    }

    @Test func `events end with the backend`() async throws {
        var backend: Backend? = try Backend()
        let events = try #require(backend?.events)
        backend = nil
        #expect(await nextVictim(in: events) == nil)
    }

    @Test func `a program that has locked itself in opens what it is handed`() async throws {
        let names = try lockIn(backend)
        #expect(names.contains("hf-control") && names.contains("hf-io") && names.contains("hf-worker-1"))
        #expect(throws: Errno.notPermitted) { try backend.makeIOThread(named: "late") }
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let disk = try openHandedIn(descriptor, on: backend)
        #expect(try await disk.read(count: 1, at: 0) == [0])
        #expect(backend.threads.map(\.name) == names)
    }
}
