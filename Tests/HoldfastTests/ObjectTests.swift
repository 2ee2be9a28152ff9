import Holdfast
import QAPI
import Testing

struct ObjectTests {
    let backend: Backend

    init() throws { backend = try Backend() }

    @Test(arguments: [
        ("throttle-group,id=g0", "not available yet", "qom-type"),
        ("pr-manager-helper,id=pr0,path=/run/x", "not available yet", "qom-type"),
        ("nonsense,id=x", "nonsense", "qom-type"),
        ("throttle-group", "id", "id"),
    ])
    func `what can't be added is refused by name`(option: String, text: String, parameter: String) throws {
        let error = try #require(throws: QAPIError.self) { try backend.addObject(option) }
        #expect(error.message.contains(text), "\(error)")
        #expect(error.parameter == parameter)
        #expect(backend.objects.isEmpty)
    }

    @Test func `an unknown object can't be removed`() throws {
        let error = try #require(throws: QAPIError.self) { try backend.removeObject("nobody") }
        #expect(error.message.contains("nobody"))
    }
}
