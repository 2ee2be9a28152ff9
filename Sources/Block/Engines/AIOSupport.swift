internal import CLinuxShims
internal import Sys

/// What this kernel's Linux AIO can do; found out once per process by using it.
struct AIOSupport: Sendable {
    /// Why there is none; nil when there is.
    let failure: Errno?

    /// The answer for this process.
    static let shared = AIOSupport.probe()

    /// Lets a request go through: seccomp filters may allow one call and not the other.
    ///
    /// It polls an eventfd (Linux 4.18), by which queues watch their mailboxes.
    static func probe() -> AIOSupport {
        do throws(Errno) {
            let event = try EventDescriptor()
            let context = try AIOContext(capacity: 1, label: event.rawValue)
            event.signal()
            let block = UnsafeMutablePointer<hf_aio_block>.allocate(capacity: 1)
            defer { block.deallocate() }
            block.initialize(to: hf_aio_block(polling: event.rawValue, data: 42))
            var first: UnsafeMutablePointer<hf_aio_block>? = block
            _ = try context.submit(&first, count: 1)
            var answer: UInt64 = 0
            if context.take({ answer = $0.data }) == 0 {
                _ = try context.wait(least: 1, timeoutNanoseconds: 1_000_000_000) { answer = $0.data }
            }
            return AIOSupport(failure: answer == 42 ? nil : .noSystemCall)
        } catch {
            return AIOSupport(failure: error)
        }
    }
}

extension hf_aio_block {
    /// Completes once when a descriptor is readable.
    init(polling descriptor: Int32, data: UInt64) {
        self.init()
        self.data = data
        command = UInt16(HF_AIO_POLL)
        self.descriptor = UInt32(bitPattern: descriptor)
        // POLLIN
        address = 1
    }
}
