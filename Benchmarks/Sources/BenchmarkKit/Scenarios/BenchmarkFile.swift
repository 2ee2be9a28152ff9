import Glibc

/// A file that contenders read.
enum BenchmarkFile {
    /// A file small enough to lie in the page cache; all of it is there when this returns.
    static func cached(in session: Session) throws(BenchmarkError) -> String {
        let path = try make("cached", size: 256 << 20, in: session)
        let file = try open(path)
        defer { close(file) }
        readAll(file)
        if !heldFiles.contains(path) {
            if let failure = hold(file, size: 256 << 20) { session.log("\(path) may leave the page cache: \(failure)") }
            heldFiles.insert(path)
        }
        return path
    }

    /// A file on a file system in memory, removed when the program ends.
    static func inMemory(in session: Session) throws(BenchmarkError) -> String {
        atexit { unlink(BenchmarkFile.pathInMemory) }
        return try make(pathInMemory, size: 16 << 20, in: session)
    }

    private static let pathInMemory = "/dev/shm/holdfast-bench.\(getpid())"

    /// The cached files, which stay in the page cache until this process ends.
    // Safety: scenarios run one after the other, on the main thread.
    nonisolated(unsafe) private static var heldFiles: Set<String> = []

    /// Locks a file's pages; returns why that can't be done, if it can't.
    ///
    /// A machine that gives memory back to its host drops what nobody has looked at for some seconds, and whoever comes
    /// next reads from the disk.
    private static func hold(_ file: Int32, size: Int) -> String? {
        let pages = mmap(nil, size, PROT_READ, MAP_SHARED, file, 0)
        guard let pages, pages != MAP_FAILED, mlock(pages, size) == 0 else { return errorText(errno) }
        return nil
    }

    /// A file for requests that go past the page cache.
    ///
    /// The disk of a virtual machine may lie in its host's memory; all of the file is read once from the disk, so that every
    /// contender finds it alike, whatever places it asks for.
    static func direct(in session: Session) throws(BenchmarkError) -> String {
        let path = try make("direct", size: session.quick ? 256 << 20 : 1 << 30, in: session)
        let file = try open(path)
        defer { close(file) }
        posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED)
        readAll(file)
        posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED)
        return path
    }

    private static func readAll(_ file: Int32) {
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while read(file, &buffer, buffer.count) > 0 {}
    }

    /// A folder for files that a contender makes itself.
    static func folder(_ name: String, in session: Session) throws(BenchmarkError) -> String {
        let folder = "\(session.directory)/\(name)"
        try TextFile.makeFolder(folder)
        return folder
    }

    /// A folder with so many small files, named by number.
    static func many(_ count: Int, in session: Session) throws(BenchmarkError) -> String {
        let folder = "\(session.directory)/many"
        try TextFile.makeFolder(folder)
        for index in 0..<count {
            let path = "\(folder)/\(index).img"
            let file = Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
            guard file >= 0 else { throw BenchmarkError("\(path): \(errorText(errno))") }
            defer { close(file) }
            guard ftruncate(file, 1 << 20) == 0 else { throw BenchmarkError("\(path): \(errorText(errno))") }
        }
        return folder
    }

    /// Why the folder's file system is of no use for direct requests; `nil` when it is.
    static func obstacleToDirect(_ path: String) -> String? {
        if Machine.storage(of: path).hasPrefix("tmpfs ") {
            return "the benchmark folder is on tmpfs, where direct requests mean nothing"
        }
        let probe = OwnContender.cUring
        let workload = Workload(operation: .read, path: path, direct: true, depth: 1)
        if probe.obstacle(to: workload) != nil { return nil }
        do {
            _ = try probe.run(workload, operations: 1)
            return nil
        } catch {
            return "a direct read failed: \(error)"
        }
    }

    /// Makes a file of data without holes; one of the right size that is there already is taken as it is.
    private static func make(_ name: String, size: Int, in session: Session) throws(BenchmarkError) -> String {
        let path = name.hasPrefix("/") ? name : "\(session.directory)/\(name)-\(size >> 20)m.img"
        var status = stat()
        if stat(path, &status) == 0, status.st_size == size { return path }
        session.log("writing \(path)")
        let temporary = "\(path).new"
        let file = Glibc.open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw BenchmarkError("\(temporary): \(errorText(errno))") }
        defer { close(file) }
        // Anything but zeroes, which a file system might not store.
        var block = (1...(1 << 17)).map { UInt64($0) &* 0x9e37_79b9_7f4a_7c15 }
        for index in 0..<(size >> 20) {
            block[0] = UInt64(index)
            var done = 0
            while done < 1 << 20 {
                let count = block.withUnsafeBytes { write(file, $0.baseAddress.map { $0 + done }, (1 << 20) - done) }
                guard count > 0 else { throw BenchmarkError("\(temporary): \(errorText(errno))") }
                done += count
            }
        }
        guard fsync(file) == 0, rename(temporary, path) == 0 else {
            throw BenchmarkError("\(path): \(errorText(errno))")
        }
        return path
    }

    private static func open(_ path: String) throws(BenchmarkError) -> Int32 {
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw BenchmarkError("\(path): \(errorText(errno))") }
        return file
    }
}
