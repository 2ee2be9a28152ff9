/// Turns the text of an option into a typed value, with errors that name the option by its path.
enum TextScalar {
    static func int64(_ text: String, _ path: @autoclosure () -> String) throws(QAPIError) -> Int64 {
        do { return try IntegerText.int64(text) } catch {
            throw refused(text, path(), error, "an integer", "an integer of 64 signed bits")
        }
    }

    /// With `wrapping`, a negative number counts from the end, as keyval has always done.
    static func uint64(
        _ text: String, _ path: @autoclosure () -> String, wrapping: Bool = true
    ) throws(QAPIError) -> UInt64 {
        do { return wrapping ? try IntegerText.uint64(text) : try IntegerText.nonnegative(text) } catch {
            throw refused(text, path(), error, "an integer", "an integer of 64 unsigned bits")
        }
    }

    static func size(_ text: String, _ path: @autoclosure () -> String) throws(QAPIError) -> UInt64 {
        do { return try SizeText.parse(text) } catch {
            var refusal = refused(text, path(), error, "a size", "a size below 2^64 bytes and not negative")
            if error == .invalid {
                refusal.hint = "A size is a number of bytes, or a number with a suffix k, M, G, T, P or E, such as 10G."
            }
            throw refusal
        }
    }

    static func bool(_ text: String, _ path: @autoclosure () -> String) throws(QAPIError) -> Bool {
        guard let value = BoolText.parse(text) else {
            throw .invalidValue(path(), value: text, expected: BoolText.expected)
        }
        return value
    }

    static func number(_ text: String, _ path: @autoclosure () -> String) throws(QAPIError) -> Double {
        do { return try NumberText.parse(text) } catch {
            throw refused(text, path(), error, "a number", "a number that a double can hold")
        }
    }

    private static func refused(
        _ text: String, _ path: String, _ error: NumberTextError, _ kind: String, _ range: String
    ) -> QAPIError {
        .invalidValue(path, value: text, expected: error == .invalid ? kind : range)
    }
}
