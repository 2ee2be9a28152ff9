import BlockSchema
import Foundation
import Holdfast
import QAPI
import Sys
import Testing

struct BlkdebugDriverTests {
    let folder: TemporaryFolder
    let backend: Backend
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        backend = try Backend()
        path = try folder.file(size: 1 << 20)
    }

    private func add(_ options: String) throws(QAPIError) -> Node {
        try backend.addNode("driver=blkdebug,node-name=d,image.driver=file,image.filename=\(path)\(options)")
    }

    @Test func `rules of options make requests fail`() async throws {
        let node = try add(
            ",inject-error.0.event=read_aio,inject-error.0.errno=28,inject-error.0.sector=8,inject-error.0.once=on")
        #expect(node.driver == "blkdebug" && node.length == 1 << 20)
        _ = try await node.read(count: 512, at: 0)
        await #expect(throws: Errno.noSpace) { _ = try await node.read(count: 4096, at: 4096) }
        _ = try await node.read(count: 4096, at: 4096)
    }

    @Test func `rules of a file come before those of options`() async throws {
        let rules = """
            # The first read moves on, the second fails.
            [set-state]
            event = "read_aio"
            state = "1"
            new_state = "2"

            [inject-error "second"]
              event = "read_aio"
              state = "2"
              errno = "12"
              iotype = "read"
            """
        let config = try folder.file("rules", content: Data(rules.utf8))
        let node = try add(",config=\(config),inject-error.0.event=none,inject-error.0.iotype=flush")
        _ = try await node.read(count: 512, at: 0)
        await #expect(throws: Errno.ioError) { try await node.flush() }
        await #expect(throws: Errno.noMemory) { _ = try await node.read(count: 512, at: 0) }
    }

    @Test(arguments: [
        ("[inject-error]\nevent = \"read_aio\"\nerrno = \"x\"\n", ":1: "), ("[other]\n", ":1: sections are"),
        ("event = \"none\"\n", ":1: expected"), ("[set-state]\nevent = none\n", ":2: values stand"),
        ("\n[set-state]\nevent = \"none\"\n", ":2: "), ("[inject-error]\nevent = \"nonsense\"\n", ":1: "),
    ])
    func `a file that makes no sense is refused with the place`(text: String, message: String) throws {
        let config = try folder.file("rules", content: Data(text.utf8))
        let error = try #require(throws: QAPIError.self) { try add(",config=\(config)") }
        #expect(error.parameter == "config" && error.message.contains(message), "\(error)")
    }

    @Test(arguments: [
        (",align=1000", "align"), (",align=256", "align"), (",align=512,max-transfer=1000", "max-transfer"),
        (",max-transfer=-512", "max-transfer"), (",opt-write-zero=1024,max-write-zero=1536", "max-write-zero"),
        (",align=1024,opt-discard=512", "opt-discard"), (",opt-discard=512,max-discard=700", "max-discard"),
        (",inject-error.0.event=none,inject-error.0.errno=-1", "inject-error.0.errno"),
        (",inject-error.0.event=none,inject-error.0.sector=-1", "inject-error.0.sector"),
        (",set-state.0.event=none,set-state.0.new_state=0", "set-state.0.new_state"),
        (",inject-delay.0.event=none", "inject-delay.0.delay-ns"),
        (",inject-delay.0.event=none,inject-delay.0.delay-ns=1,inject-delay.0.state=-1", "inject-delay.0.state"),
        (",inject-short.0.event=none,inject-short.0.length=1,inject-short.0.iotype=flush", "inject-short.0.iotype"),
        (",config=/nonexistent/rules", "config"),
    ])
    func `options that make no sense are refused by name`(options: String, parameter: String) throws {
        let error = try #require(throws: QAPIError.self) { try add(options) }
        #expect(error.parameter == parameter, "\(error)")
        #expect(backend.nodes.isEmpty)
    }

    @Test func `delays and short transfers come from options and from files`() async throws {
        let rules = """
            [inject-delay]
            event = "read_aio"
            delay-ns = "5000000"
            once = "on"
            [inject-short]
            event = "none"
            length = "512"
            iotype = "read"
            """
        let config = try folder.file("rules", content: Data(rules.utf8))
        let node = try add(",config=\(config),inject-short.0.event=none,inject-short.0.length=512")
        let start = System.monotonicNanoseconds
        #expect(try await node.read(count: 4096, at: 0) == Array(repeating: 0, count: 4096))
        #expect(System.monotonicNanoseconds - start >= 5_000_000)
        try await node.write([UInt8](repeating: 3, count: 4096), at: 0)
        #expect(try await node.read(count: 4096, at: 0) == Array(repeating: 3, count: 4096))
        #expect(node.statistics.resubmitted == 3)
    }

    @Test func `an image is copied through the node by reads and writes, which its rules mean`() throws {
        let content = Data((0..<(1 << 20)).map { UInt8($0 / 4096 % 255 + 1) })
        let source = try backend.addNode(
            "driver=blkdebug,node-name=s,image.driver=file,image.filename=\(try folder.file("source", content: content)),"
                + "inject-error.0.event=read_aio,inject-error.0.sector=1024,inject-error.0.once=on")
        let target = try add("")
        let error = try #require(throws: QAPIError.self) { try ImageCopy.run(from: source, to: target, of: backend) }
        #expect(error.message.contains("Reading 's' failed"), "\(error)")
        let outcome = try ImageCopy.run(from: source, to: target, of: backend)
        #expect(outcome.written == 1 << 20 && outcome.offloaded == 0)
        #expect(try folder.content() == [UInt8](content))
    }

    @Test func `limits hold for requests through the node`() async throws {
        let node = try add(",align=4096,max-transfer=8192,opt-write-zero=8192,opt-discard=4096")
        #expect(try await node.read(count: 100_000, at: 1) == Array(repeating: 0, count: 100_000))
    }

    @Test func `permissions are taken and kept from others on the node below`() throws {
        try backend.addNode("driver=file,node-name=f,filename=\(path)")
        try backend.addNode("driver=blkdebug,node-name=d,image=f,unshare-child-perms.0=write,read-only=on")
        let error = try #require(throws: QAPIError.self) {
            try backend.addNode("driver=blkdebug,node-name=e,image=f,take-child-perms.0=write")
        }
        #expect(error.message.contains("write") && error.message.contains("'f'"), "\(error)")
        try backend.removeNode("d")
        try backend.addNode("driver=blkdebug,node-name=e,image=f,take-child-perms.0=write")
    }
}
