@testable import Reservations

/// A page in memory of its own.
final class TestPage {
    let base = UnsafeMutableRawPointer.allocate(byteCount: PageLayout.length, alignment: 4096)
    let identity = [UInt8](repeating: 7, count: 32)
    var page: GatePage { GatePage(base) }

    init() { base.initializeMemory(as: UInt8.self, repeating: 0, count: PageLayout.length) }
    deinit { base.deallocate() }

    func format() {
        page.format(identity: identity, bootID: [UInt8](repeating: 1, count: 16), diskSequence: 0, mode: .membarrier)
    }
}
