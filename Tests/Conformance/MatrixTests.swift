import Block
import BlockTestSupport
import Sys
import Testing

/// The rows that depend on the host: what is missing counts as skipped.
@Suite struct MatrixTests {
    private func rows(_ kind: DriverRow.DeviceKind) -> [Subject] { Subject.all.filter { $0.driver.device == kind } }

    @Test("Loop devices are in the matrix", .enabled(if: LoopDevice.isAvailable, "loop devices need root"))
    func loop() { #expect(rows(.loop).contains { $0.engine.engine == .threads }) }

    @Test("Disks in memory are in the matrix", .enabled(if: ZramDevice.isAvailable, "zram needs root and its module"))
    func zram() { #expect(rows(.zram).contains { $0.engine.engine == .native }) }

    @Test("io_uring is in the matrix, or it is forbidden and no row needs it")
    func ring() throws {
        let isForbidden = Subject.forbidden == "io_uring"
        #expect(Subject.all.contains { $0.engine.engine == .ring } == !isForbidden && !Subject.all.isEmpty)
        #expect(try BlockQueue(environment: BlockEnvironment()).usesRing == !isForbidden)
    }
}
