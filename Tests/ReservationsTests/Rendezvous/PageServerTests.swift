import Block
import BlockTestSupport
import Glibc
import ReservationTestSupport
import Sys
import Testing

@testable import Reservations

/// A disk with an attachment that listens, as all tests of the rendezvous need it.
final class PageLab {
    let folder: SocketFolder
    let image: TemporaryImage
    let memory: PageMemory
    let threads = ThreadFactory()
    let server: PageServer
    var listener: PageListener?
    var path: String { folder("disk.7.sock") }

    init(padding: Int = 0, offering extra: [Int32] = []) throws {
        folder = try SocketFolder(padding: padding)
        image = try TemporaryImage(size: 1 << 20)
        memory = try PageMemory.create(count: 8192)
        server = try PageServer(threads: threads)
        memory.base.storeBytes(of: 0xfeed, as: UInt64.self)
        listener = try serve(extra)
    }

    func serve(_ extra: [Int32] = [], disk: Int32? = nil, as ownership: StoreOwnership? = nil) throws -> PageListener {
        try server.serve(
            path, disk: try System.status(of: disk ?? image.descriptor), offering: [memory.descriptor] + extra,
            as: ownership)
    }

    /// Asks as another attachment would; what the page begins with.
    @discardableResult
    func ask(showing descriptor: Int32? = nil, timeout: UInt64 = 60_000_000_000) throws(Errno) -> UInt64 {
        let offer = try PageClient.ask(
            path, showing: descriptor ?? image.descriptor, timeoutNanoseconds: timeout)
        guard let other = try? PageMemory.receive(try System.duplicate(offer.page.rawValue), count: memory.count) else {
            throw .protocolError
        }
        return other.base.load(as: UInt64.self)
    }

    func peer(asNobody: Bool = false) throws -> PythonPeer { try PythonPeer(asNobody: asNobody) }
}

/// Handing the page of a disk to other processes.
@Suite(.enabled(if: PythonPeer.isAvailable)) struct PageServerTests {
    /// The question as Python writes it.
    static let question = "b'hf-ask?\\n\\x01\\0\\0\\0\\0\\0\\0\\0'"

    @Test("Who shows a descriptor of the disk gets the page, by a path of any length", arguments: [0, 120])
    func page(padding: Int) throws {
        let lab = try PageLab(padding: padding)
        #expect(try lab.ask() == 0xfeed)
        // One that only reads is enough to start from: the one that is shown is opened anew.
        let reader = try System.open(lab.image.path, .readOnly)
        #expect(try lab.ask(showing: reader.rawValue) == 0xfeed)
        #expect(eventually { lab.threads.threads.map(\.name) == ["pr-pages"] })
    }

    @Test("A descriptor that was shown has none of its owner's locks")
    func freshDescription() throws {
        let lab = try PageLab()
        let peer = try lab.peer()
        let path = lab.folder("fake.sock")
        #expect(peer("listen('\(path)')") == "None")
        peer.start("accept(); print(receive(), flush=True); lock(fds[0], WRITE, 77); nap(0)")
        try SlotLocks.hold(slot: 3, on: lab.image.descriptor)
        let begin = System.monotonicNanoseconds
        #expect(throws: Errno.self) {
            _ = try PageClient.ask(path, showing: lab.image.descriptor, timeoutNanoseconds: 200_000_000)
        }
        #expect(System.monotonicNanoseconds - begin < 5_000_000_000)
        #expect(peer.answer().contains("hf-ask?"))
        #expect(peer.answer() == "None")
        // The stranger's lock is on that description, and ours is not: it meets it.
        #expect(throws: Errno.again) {
            try System.lock(lab.image.descriptor, .exclusive, start: 77, length: 1)
        }
        SlotLocks.drop(slot: 3, on: lab.image.descriptor)
        let probe = try System.open(lab.image.path, .readWrite)
        #expect(try !SlotLocks.isHeld(slot: 3, probe: probe.rawValue))
    }

    @Test("A process of another user gets it the same way", .enabled(if: PythonPeer.canBeNobody))
    func otherUser() throws {
        let lab = try PageLab()
        #expect(chmod(lab.folder.path, 0o755) == 0 && chmod(lab.image.path, 0o660) == 0)
        #expect(chown(lab.image.path, 0, 65534) == 0)
        // A socket of the disk's owner and group, and nobody else.
        lab.listener?.stop()
        lab.listener = try lab.serve(as: try StoreOwnership.of(lab.image.descriptor))
        let status = try System.linkStatus(at: lab.path)
        #expect(status.isSocket && status.permissions == 0o660 && status.group == 65534)
        let peer = try lab.peer(asNobody: true)
        #expect(peer("os.getuid()") == "65534")
        #expect(peer("disk = os.open('\(lab.image.path)', os.O_RDWR)") == "None")
        #expect(peer("connect('\(lab.path)')") == "None")
        #expect(peer("send(\(Self.question), [disk])") == "16")
        #expect(peer("receive()").hasSuffix(", 1)"))
        #expect(peer("mmap.mmap(fds[0], 8192)[:2]") == "b'\\xed\\xfe'")
        #expect(peer("os.ftruncate(fds[0], 0)") == "!EPERM")
    }

    @Test("The other way round: a page that another user's process hands out", .enabled(if: PythonPeer.canBeNobody))
    func fromOtherUser() throws {
        let lab = try PageLab()
        #expect(chmod(lab.folder.path, 0o777) == 0)
        let peer = try lab.peer(asNobody: true)
        let path = lab.folder("theirs.sock")
        #expect(peer("m = os.memfd_create('page', os.MFD_ALLOW_SEALING); os.truncate(m, 8192)") == "None")
        #expect(peer("os.write(m, b'\\x42'); fcntl.fcntl(m, 1033, 7)") != "")
        #expect(peer("listen('\(path)')") == "None")
        peer.start("accept(); receive(); send(b'hf-page\\n\\x01\\0\\x01\\0\\0\\0\\0\\0', [m]); nap(0)")
        let offer = try PageClient.ask(path, showing: lab.image.descriptor, timeoutNanoseconds: 60_000_000_000)
        let memory = try PageMemory.receive(try System.duplicate(offer.page.rawValue), count: 8192)
        #expect(memory.base.load(as: UInt8.self) == 0x42)
        #expect(peer.answer() == "None")
    }

    // MARK: - Who gets nothing

    @Test(
        "Who doesn't show the disk, open for writing, gets nothing",
        arguments: [
            "os.open('IMAGE', os.O_RDONLY)", "os.open('IMAGE', os.O_WRONLY)", "os.open('IMAGE', os.O_PATH)",
            "os.open('IMAGE', os.O_PATH | os.O_RDWR)", "os.open('/dev/null', os.O_RDWR)",
            "os.open('IMAGE.other', os.O_RDWR | os.O_CREAT)", "os.open('/tmp', os.O_RDONLY)",
            "socket.socket().detach()", "os.pipe()[1]", "os.memfd_create('IMAGE')",
        ])
    func wrongDescriptors(expression: String) throws {
        let lab = try PageLab()
        defer { unlink(lab.image.path + ".other") }
        let peer = try lab.peer()
        #expect(peer("disk = " + expression.replacing("IMAGE", with: lab.image.path)) == "None")
        #expect(peer("connect('\(lab.path)')") == "None")
        #expect(peer("send(\(Self.question), [disk])") == "16")
        #expect(peer("receive()") == "(b'', 0)")
        #expect(try lab.ask() == 0xfeed)
    }

    @Test(
        "Who breaks the protocol gets nothing",
        arguments: [
            // No descriptor; two; one with each half; the second with the rest only.
            "send(Q)", "send(Q, [disk, disk])", "send(Q, [disk] * 9)", "(send(Q[:8], [disk]), send(Q[8:], [disk]))",
            "send(Q[:8])",
            // Another version, another magic, nonsense, too little and the end.
            "send(Q[:8] + b'\\2' + Q[9:], [disk])", "send(b'X' * 16, [disk])", "send(b'GET / HTTP/1.0\\r\\n', [disk])",
            "(send(Q[:15], [disk]), s.shutdown(1))", "s.shutdown(1)",
        ])
    func violations(statement: String) throws {
        let lab = try PageLab()
        let peer = try lab.peer()
        #expect(peer("Q = \(Self.question)") == "None")
        #expect(peer("disk = os.open('\(lab.image.path)', os.O_RDWR)") == "None")
        #expect(peer("connect('\(lab.path)')") == "None")
        // Whoever is slow may find the other end gone.
        let answer = peer(statement)
        #expect(!answer.hasPrefix("!") || ["!EPIPE", "!ECONNRESET"].contains(answer), "\(answer)")
        // Closed, or reset where what was sent has not been read.
        #expect(["(b'', 0)", "!ECONNRESET"].contains(peer("receive()")))
        #expect(try lab.ask() == 0xfeed)
    }

    @Test("A question in two halves is one question")
    func halves() throws {
        let lab = try PageLab()
        let peer = try lab.peer()
        #expect(peer("Q = \(Self.question); disk = os.open('\(lab.image.path)', os.O_RDWR)") == "None")
        #expect(peer("connect('\(lab.path)')") == "None")
        #expect(peer("send(Q[:1], [disk])") == "1")
        // Somebody else is served between.
        #expect(try lab.ask() == 0xfeed)
        #expect(peer("send(Q[1:])") == "15")
        #expect(peer("receive()").hasSuffix(", 1)"))
    }

    // MARK: - Listening

    @Test("Whoever stops listening removes its socket, and only its own")
    func stop() throws {
        let lab = try PageLab()
        lab.listener?.stop()
        #expect(access(lab.path, F_OK) != 0)
        #expect(throws: Errno.noEntry) { try lab.ask() }
        // Stopping once more, and letting go, leaves another one's alone.
        let second = try lab.serve()
        lab.listener?.stop()
        #expect(try lab.ask() == 0xfeed)
        second.stop()
        #expect(access(lab.path, F_OK) != 0)
    }

    @Test("What a dead process has left is replaced; a living one's isn't")
    func stale() throws {
        let lab = try PageLab()
        lab.listener?.stop()
        let peer = try lab.peer()
        #expect(peer("listen('\(lab.path)')") == "None")
        let error = #expect(throws: BlockError.self) { _ = try lab.serve() }
        #expect(error?.code == .busy)
        #expect(throws: Errno.addressInUse) { try PageClient.clear(lab.path) }
        peer.end()
        #expect(throws: Errno.connectionRefused) { try lab.ask() }
        #expect(access(lab.path, F_OK) == 0)
        lab.listener = try lab.serve()
        #expect(try lab.ask() == 0xfeed)
    }

    @Test("A folder where no socket can be made is named")
    func noFolder() throws {
        let lab = try PageLab()
        let error = #expect(throws: BlockError.self) {
            _ = try lab.server.serve(
                "/nowhere/x.sock", disk: try System.status(of: lab.image.descriptor), offering: [lab.memory.descriptor])
        }
        #expect(error?.message.contains("/nowhere/x.sock") == true && error?.cause == .noEntry)
        // What is no socket is left alone.
        let file = try lab.folder.disk("file")
        #expect(throws: BlockError.self) {
            _ = try lab.server.serve(
                file, disk: try System.status(of: lab.image.descriptor), offering: [lab.memory.descriptor])
        }
        #expect(try System.status(at: file).size == 65536)
    }

    @Test("The thread ends with the server, though an attachment has forgotten to stop")
    func end() throws {
        let threads: ThreadFactory
        do {
            let lab = try PageLab()
            threads = lab.threads
            #expect(try lab.ask() == 0xfeed)
        }
        let deadline = System.monotonicNanoseconds + 60_000_000_000
        while !threads.threads.isEmpty, System.monotonicNanoseconds < deadline { sched_yield() }
        #expect(threads.threads.isEmpty)
    }
}
