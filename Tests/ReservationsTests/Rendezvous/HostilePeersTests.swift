import Block
import BlockTestSupport
import Glibc
import ReservationTestSupport
import Sys
import Testing

@testable import Reservations

/// Strangers that mean harm at the socket of an attachment, and attachments that do to those who ask.
@Suite(.enabled(if: PythonPeer.isAvailable)) struct HostilePeersTests {
    private static let question = PageServerTests.question

    private func descriptors() throws -> Set<String> { Set(try System.entries(of: "/proc/self/fd")) }

    /// Waits until something holds; reports when it doesn't.
    private func eventually(_ what: Comment, _ condition: () throws -> Bool) rethrows {
        let deadline = System.monotonicNanoseconds + 60_000_000_000
        while System.monotonicNanoseconds < deadline {
            if try condition() { return }
            sched_yield()
        }
        Issue.record(what)
    }

    @Test("Many that connect and say nothing hold up nobody")
    func silence() throws {
        let lab = try PageLab()
        let peer = try lab.peer()
        #expect(peer("all = []") == "None")
        #expect(peer("for i in range(100): connect('\(lab.path)'); all.append(s)") == "None")
        #expect(try lab.ask() == 0xfeed)
        // Those that were pushed out have been told; the rest are when their time is up.
        #expect(peer("[t.recv(1) for t in all] == [b''] * 100") == "True")
        #expect(try lab.ask() == 0xfeed)
    }

    @Test("One that stops in the middle is dropped when its time is up, with what it has sent")
    func half() throws {
        let lab = try PageLab()
        let peer = try lab.peer()
        #expect(
            peer("disk = os.open('\(lab.image.path)', os.O_RDWR); lock(disk, READ, \(LockBytes.slot(4)))") == "None")
        #expect(peer("connect('\(lab.path)')") == "None")
        #expect(peer("send(\(Self.question)[:7], [disk])") == "7")
        #expect(peer("os.close(disk)") == "None")
        #expect(try lab.ask() == 0xfeed)
        #expect(peer("s.recv(1)") == "b''")
        // The description that it sent is gone, and its locks with it.
        let probe = try System.open(lab.image.path, .readWrite)
        try eventually("the descriptor of a dropped peer stays open") {
            try !SlotLocks.isHeld(slot: 4, probe: probe.rawValue)
        }
    }

    @Test("Floods of descriptors leave none behind")
    func floods() throws {
        let lab = try PageLab()
        #expect(try lab.ask() == 0xfeed)
        let peer = try lab.peer()
        #expect(peer("disk = os.open('\(lab.image.path)', os.O_RDWR); Q = \(Self.question)") == "None")
        #expect(peer("many = [os.memfd_create('flood') for i in range(200)]") == "None")
        // Marks the files, so that they are known among those that other tests open.
        #expect(peer("[os.ftruncate(m, 271828) for m in many] != []") == "True")
        let flood = "for i in range(60): connect('\(lab.path)'); send(Q[:3], many[:i]); send(Q[3:], [disk])"
        #expect(["None", "!EPIPE", "!ECONNRESET"].contains(peer(flood)))
        #expect(try lab.ask() == 0xfeed)
        try eventually("descriptors stay open") {
            try descriptors().allSatisfy { name in
                (try? System.status(at: "/proc/self/fd/\(name)"))?.size != 271_828
            }
        }
    }

    @Test("A descriptor that takes long to close holds up nobody")
    func slowClose() throws {
        let lab = try PageLab()
        let peer = try lab.peer()
        // A connection whose other end doesn't read, and whose close waits for it: the last to close it waits.
        let setUp = """
            t = socket.socket(); t.bind(('127.0.0.1', 0)); t.listen(1); c = socket.create_connection(t.getsockname()); \
            a = t.accept()[0]; a.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096); c.setblocking(False)
            """
        #expect(peer(setUp) == "None")
        #expect(peer("exec('try:\\n while True: c.send(bytes(65536))\\nexcept BlockingIOError: pass')") == "None")
        let linger = "c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 4)); c.setblocking(True)"
        #expect(peer(linger) == "None")
        #expect(peer("connect('\(lab.path)')") == "None")
        #expect(peer("n = c.detach(); send(\(Self.question), [n]); os.close(n)") == "None")
        #expect(peer("s.recv(1)") == "b''")
        let begin = System.monotonicNanoseconds
        #expect(try lab.ask() == 0xfeed)
        // Whoever closed it in line would take the four seconds.
        #expect(System.monotonicNanoseconds - begin < 4_000_000_000)
        eventually("nobody closes what a stranger sent") { !lab.threads.threads.contains { $0.name == "pr-close" } }
    }

    @Test("One that lets its answer lie holds up nobody, and the next is answered")
    func slowReader() throws {
        let lab = try PageLab()
        let peer = try lab.peer()
        #expect(peer("disk = os.open('\(lab.image.path)', os.O_RDWR); all = []") == "None")
        let ask = "for i in range(50): connect('\(lab.path)'); all.append(s); send(\(Self.question), [disk])"
        #expect(peer(ask) == "None")
        #expect(try lab.ask() == 0xfeed)
        #expect(peer("s = all[0]") == "None")
        #expect(peer("receive()").hasSuffix(", 1)"))
    }

    @Test("Without descriptors it waits until there are some", arguments: [Errno(rawValue: 24), Errno(rawValue: 23)])
    func exhausted(cause: Errno) throws {
        let lab = try PageLab()
        let token = Faults.plant(Fault(.accept, .fail(cause), descriptor: lab.listener?.socket.rawValue, times: 3))
        defer { Faults.remove(token) }
        #expect(try lab.ask() == 0xfeed)
        #expect(Faults.remaining(token) == 0)
    }

    @Test("Random bytes, in random pieces, with and without descriptors, get nothing and break nothing")
    func randomBytes() throws {
        let lab = try PageLab()
        let peer = try lab.peer()
        #expect(peer("import random; random.seed(5); Q = \(Self.question)") == "None")
        #expect(
            peer("disk = os.open('\(lab.image.path)', os.O_RDWR); null = os.open('/dev/null', os.O_RDWR)") == "None")
        let round = """
            exec('''
            wrong = 0
            for i in range(300):
                connect("\(lab.path)")
                data = bytearray(Q)
                data[random.randrange(16)] ^= random.randrange(1, 256)
                data = bytes(data) if i % 3 else os.urandom(random.randrange(1, 64))
                try:
                    at = 0
                    while at < len(data):
                        step = random.randrange(1, 17)
                        send(data[at:at + step], random.choice([[], [disk], [null], [disk, null]]))
                        at += step
                    s.shutdown(1)
                    wrong += receive()[1]
                except OSError:
                    pass
            ''')
            """.replacing("\n", with: "\\n").replacing("exec('''\\n", with: "exec('''").replacing(
                "\\n''')", with: "''')")
        #expect(peer(round) == "None")
        #expect(peer("wrong") == "0")
        #expect(try lab.ask() == 0xfeed)
    }

    // MARK: - Those who are asked

    @Test(
        "Whoever asks gets an error in time, whatever the other side does",
        arguments: [
            ("nap(0.5)", Errno.timedOut), ("s.close()", .connectionReset), ("send(b'hf-pa'); nap(0.5)", .timedOut),
            ("send(b'hf-pa'); s.close()", .connectionReset), ("send(b'x' * 16)", .protocolError),
            ("send(b'hf-page\\n\\1\\0\\1\\0\\0\\0\\0\\0')", .protocolError),
            ("send(b'hf-page\\n\\1\\0\\7\\0\\0\\0\\0\\0', [l.fileno()])", .protocolError),
            ("send(b'hf-page\\n\\1\\0\\1\\0\\0\\0\\0\\0', [l.fileno()] * 2)", .protocolError),
            ("send(b'hf-page\\n\\1\\0\\1\\0\\0\\0\\0\\0', [l.fileno()] * 100)", .protocolError),
            ("send(b'hf-page\\n\\1\\0\\0\\0\\x6c\\0\\0\\0')", .shutDown),
        ])
    func hostileServers(behaviour: String, expected: Errno) throws {
        let lab = try PageLab()
        let (peer, path) = (try lab.peer(), lab.folder("hostile.sock"))
        #expect(peer("listen('\(path)')") == "None")
        peer.start("accept(); receive(); \(behaviour)")
        let begin = System.monotonicNanoseconds
        do throws(Errno) {
            _ = try PageClient.ask(path, showing: lab.image.descriptor, timeoutNanoseconds: 300_000_000)
            Issue.record("an answer was taken for one that isn't")
        } catch {
            #expect(error == expected)
        }
        #expect(System.monotonicNanoseconds - begin < 5_000_000_000)
        #expect(peer.answer() == "None")
    }

    @Test("A listener that accepts nobody is given up in time")
    func fullQueue() throws {
        let lab = try PageLab()
        let (peer, path) = (try lab.peer(), lab.folder("full.sock"))
        #expect(peer("l = socket.socket(socket.AF_UNIX); l.bind('\(path)'); l.listen(0)") == "None")
        #expect(peer("t = socket.socket(socket.AF_UNIX); t.setblocking(False); t.connect('\(path)')") == "None")
        let begin = System.monotonicNanoseconds
        #expect(throws: Errno.timedOut) {
            _ = try PageClient.ask(path, showing: lab.image.descriptor, timeoutNanoseconds: 200_000_000)
        }
        #expect(System.monotonicNanoseconds - begin < 5_000_000_000)
        // It lives: its file is not taken for one that was left behind.
        #expect(throws: Errno.addressInUse) { try PageClient.clear(path) }
    }

    @Test("What can't be opened for writing can't be shown")
    func nothingToShow() throws {
        let lab = try PageLab()
        let fault = Fault(.open, .fail(.accessDenied), pathSuffix: "/fd/\(lab.image.descriptor)")
        #expect(throws: Errno.accessDenied) { try Faults.with(fault) { _ = try lab.ask() } }
    }
}
