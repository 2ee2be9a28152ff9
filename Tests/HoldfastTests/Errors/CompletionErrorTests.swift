import Holdfast
import Testing

struct CompletionErrorTests {
    @Test(arguments: [(Int64(-52), Errno.reservationConflict), (-5, .ioError), (-125, .canceled)])
    func `a negative result is an error`(_ result: Int64, _ error: Errno) {
        let completion = Completion(userData: 1, result: result)
        #expect(completion.error == error)
        #expect(throws: error) { try completion.check() }
    }

    @Test(arguments: [Int64(0), 4096])
    func `any other is the bytes done`(_ result: Int64) throws {
        let completion = Completion(userData: 1, result: result)
        #expect(completion.error == nil)
        #expect(try completion.check() == result)
    }

    @Test func `a device command that was answered has not failed, whatever its status`() throws {
        #expect(Completion(userData: 1, result: 0, status: 0x18).error == nil)
    }
}
