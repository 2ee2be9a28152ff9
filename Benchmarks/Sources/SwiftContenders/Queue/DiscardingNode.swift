import Block
import Glibc

/// A bottom driver over /dev/null, which has no length of its own and so is no disk.
final class DiscardingNode: BottomDriver {
    let name = "null"
    let control = NodeControl()
    let length: UInt64
    private let descriptor = open("/dev/null", O_RDWR | O_CLOEXEC)

    init(length: UInt64) { self.length = length }

    deinit { close(descriptor) }

    func lower(into plan: inout Plan) {
        plan.descriptor = descriptor
        plan.limit = length
    }
}
