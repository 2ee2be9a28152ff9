/// Reads numbers with a fraction as C's `strtod` does, but only finite ones.
public enum NumberText {
    /// Reads a number: leading white space, a sign, decimal or hexadecimal digits, an exponent.
    ///
    /// The whole text must be consumed. A number too large for a double is out of range; one too small is zero.
    public static func parse(_ text: String) throws(NumberTextError) -> Double {
        let number = text.utf8.drop(while: IntegerText.isSpace)
        // The words for infinity and for no number are none of ours, and neither are their letters.
        guard
            number.allSatisfy({ byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                    UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "p"),
                    UInt8(ascii: "P"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                default: false
                }
            }), let value = Double(Substring(number))
        else { throw .invalid }
        guard value.isFinite else { throw .outOfRange }
        return value
    }
}
