/// Why a text is not the number that was asked for.
public enum NumberTextError: Error, Sendable, Hashable {
    /// The text is no number of this kind; the C counterpart is `EINVAL`.
    case invalid
    /// The text is a number that the type can't hold; the C counterpart is `ERANGE`.
    case outOfRange
}
