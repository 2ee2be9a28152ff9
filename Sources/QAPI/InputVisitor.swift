public import JSON

/// Reads typed values out of some representation: JSON values, keyval trees, strings, QemuOpts.
///
/// Every error names the parameter by its full path, such as `server[2].port`. After an error the visitor is of no
/// further use.
public protocol InputVisitor {
    /// What happens to deprecated and unstable input.
    var policy: CompatPolicy { get }
    /// The full path of the member `name` of the current object, or of the current element of the current list, for
    /// use in errors; empty for a nameless root.
    func path(_ name: String?) -> String

    /// Enters the object `name`.
    mutating func startStruct(_ name: String?) throws(QAPIError)
    /// Refuses members of the current object that were not visited.
    mutating func checkStruct() throws(QAPIError)
    /// Leaves the current object.
    mutating func endStruct()

    /// Enters the list `name`.
    mutating func startList(_ name: String?) throws(QAPIError)
    /// Moves to the next element and tells whether there is one.
    mutating func nextElement() throws(QAPIError) -> Bool
    /// Refuses elements that were not visited.
    mutating func checkList() throws(QAPIError)
    /// Leaves the current list.
    mutating func endList()

    /// The kind of the value `name`, which is not consumed: the value is visited next under the same name.
    mutating func startAlternate(_ name: String?) throws(QAPIError) -> AlternateKind
    /// Ends what ``startAlternate(_:)`` began.
    mutating func endAlternate()

    /// Whether the optional member `name` is there.
    mutating func isPresent(_ name: String) -> Bool

    /// Reads an integer of 64 signed bits.
    mutating func int64(_ name: String?) throws(QAPIError) -> Int64
    /// Reads an integer of 64 unsigned bits.
    mutating func uint64(_ name: String?) throws(QAPIError) -> UInt64
    /// Reads a size in bytes.
    mutating func size(_ name: String?) throws(QAPIError) -> UInt64
    /// Reads a boolean.
    mutating func bool(_ name: String?) throws(QAPIError) -> Bool
    /// Reads a string.
    mutating func string(_ name: String?) throws(QAPIError) -> String
    /// Reads a number.
    mutating func number(_ name: String?) throws(QAPIError) -> Double
    /// Reads any value.
    mutating func any(_ name: String?) throws(QAPIError) -> JSONValue
    /// Reads a null.
    mutating func null(_ name: String?) throws(QAPIError)
}
