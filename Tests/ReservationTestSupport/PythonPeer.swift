import Foundation

/// Another process that has files open, locks them and talks to sockets, line by line, as a test tells it.
package final class PythonPeer {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var isOver = false

    /// True where there are the programs that this needs.
    package static let isAvailable = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")
    /// True where it can also be another user.
    package static let canBeNobody =
        isAvailable && geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")

    package var number: Int32 { process.processIdentifier }

    /// Starts it, as the user `nobody` if asked.
    package init(asNobody: Bool = false) throws {
        let command = ["/usr/bin/python3", "-u", "-c", PythonPeer.script]
        let prefix = ["/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
        let arguments = (asNobody ? prefix : []) + command
        process.executableURL = URL(fileURLWithPath: arguments[0])
        process.arguments = Array(arguments.dropFirst())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    deinit { end() }

    /// Runs a statement, or evaluates an expression; returns what it is, `None` for statements, `!ENAME` for errors.
    @discardableResult
    package func callAsFunction(_ line: String) -> String {
        try? input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
        return answer()
    }

    /// Starts something without waiting for its end; ``answer()`` does.
    package func start(_ line: String) {
        try? input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
    }

    /// What the statement that was started last comes to; empty when the process has ended.
    package func answer() -> String {
        var line: [UInt8] = []
        while true {
            // One byte at a time: what follows belongs to the next answer.
            guard let byte = try? output.fileHandleForReading.read(upToCount: 1)?.first else { return "" }
            if byte == 10 { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
    }

    /// Sends it a signal.
    package func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Ends it at once, and waits until it is gone.
    package func end() {
        guard !isOver else { return }
        isOver = true
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private static let script = """
        import array, ctypes, errno, fcntl, mmap, os, socket, struct, sys, time
        READ, WRITE, UNLOCK = 0, 1, 2
        def lock(fd, kind, start, length=1):
            fcntl.fcntl(fd, 37, struct.pack('hhqqi4x', kind, 0, start, length, 0))
        def connect(path):
            global s
            s = socket.socket(socket.AF_UNIX)
            s.settimeout(5)
            while True:
                try:
                    s.connect(path)
                    break
                except BlockingIOError:
                    time.sleep(0.001)
        def send(data, fds=[]):
            return s.sendmsg([data], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', fds))] if fds else [])
        def receive(count=16):
            global fds
            data, control, flags, address = s.recvmsg(count, socket.CMSG_SPACE(64))
            fds = array.array('i')
            for level, kind, bytes in control:
                fds.frombytes(bytes[:len(bytes) // 4 * 4])
            fds = list(fds)
            return (data, len(fds))
        def listen(path):
            global l
            l = socket.socket(socket.AF_UNIX)
            l.bind(path)
            l.listen(8)
        def accept():
            global s
            s = l.accept()[0]
            s.settimeout(5)
        def nap(seconds):
            time.sleep(seconds)
        def write_by_ring(fd, offset, count, byte):
            global keep
            libc = ctypes.CDLL(None, use_errno=True)
            params = (ctypes.c_uint8 * 120)()
            ring = libc.syscall(425, 8, params)
            if ring < 0: raise OSError(ctypes.get_errno(), 'ring')
            sq = struct.unpack_from('10I', params, 40)
            tail = sq[1]
            queue = mmap.mmap(ring, sq[6] + 32, offset=0)
            sqes = mmap.mmap(ring, 8 * 64, offset=0x10000000)
            data = mmap.mmap(-1, count)
            data.write(bytes([byte]) * count)
            address = ctypes.addressof(ctypes.c_char.from_buffer(data))
            struct.pack_into('<BBHiQQIIQ', sqes, 0, 23, 0, 0, fd, offset, address, count, 0, 0)
            struct.pack_into('<I', queue, sq[6], 0)
            struct.pack_into('<I', queue, tail, 1)
            keep = (queue, sqes, data)
            if libc.syscall(426, ring, 1, 0, 0, None, 0) != 1: raise OSError(ctypes.get_errno(), 'enter')
        for line in sys.stdin:
            try:
                try:
                    code = compile(line, 'test', 'eval')
                except SyntaxError:
                    exec(line, globals())
                    result = None
                else:
                    result = eval(code, globals())
                print(repr(result), flush=True)
            except OSError as error:
                print('!' + errno.errorcode.get(error.errno, type(error).__name__), flush=True)
            except Exception as error:
                print('!' + type(error).__name__ + str(error), flush=True)
        """
}
