import JSON
import ObjectModel
import Testing

@Suite("Types of properties")
struct PropertyTypeTests {
    static let colour = PropertyType.enumeration(name: "Colour", values: ["red", "green"])
    static let small = PropertyType.signed(name: "int", bounds: -2...3)

    @Test(
        "accept their values",
        arguments: [
            (.bool, true), (.bool, false), (.int, 0), (.int, .int(.min)), (.int, .int(.max)), (.uint8, 255),
            (.uint16, 65535),
            (.uint32, 4_294_967_295), (.uint64, .uint(.max)), (.size, .uint(.max)), (.size, 0), (.number, 1),
            (.number, 1.5), (.number, .uint(.max)), (.string, ""), (colour, "red"), (small, -2), (small, 3),
            (.value(name: "Any"), .null), (.value(name: "Any"), ["a": [1]]),
        ] as [(PropertyType, JSONValue)])
    func accepted(_ type: PropertyType, _ value: JSONValue) {
        #expect(type.accepts(value))
    }

    @Test(
        "refuse others",
        arguments: [
            (.bool, 1), (.bool, "on"), (.bool, .null), (.int, 1.0), (.int, .uint(.max)), (.int, "1"), (.int, true),
            (.uint8, 256), (.uint8, -1), (.uint16, 65536), (.uint32, 4_294_967_296), (.uint64, -1), (.size, -1),
            (.size, "1k"), (.number, "1"), (.number, .null), (.string, 1), (.string, .null), (colour, "blue"),
            (colour, "Red"), (colour, 1), (colour, "gre\u{65}\u{301}n"), (small, -3), (small, 4),
        ] as [(PropertyType, JSONValue)])
    func refused(_ type: PropertyType, _ value: JSONValue) {
        #expect(!type.accepts(value))
    }

    @Test("compare enumeration values by bytes")
    func kelvin() {
        #expect(!PropertyType.enumeration(name: "E", values: ["K"]).accepts("\u{212A}"))
    }

    @Test(
        "say their name and what they accept",
        arguments: [
            (.bool, "bool", "true or false"), (.int, "int", "an integer"), (.uint64, "uint64", "an integer"),
            (.uint8, "uint8", "an integer from 0 to 255"), (small, "int", "an integer from -2 to 3"),
            (.number, "number", "a number"), (.string, "string", "a string"), (.size, "size", "an integer"),
            (colour, "Colour", "one of 'red', 'green'"), (.value(name: "Limits"), "Limits", "a value of type Limits"),
        ] as [(PropertyType, String, String)])
    func names(_ type: PropertyType, _ name: String, _ requirement: String) {
        #expect(type.name == name)
        #expect(type.requirement == requirement)
    }
}
