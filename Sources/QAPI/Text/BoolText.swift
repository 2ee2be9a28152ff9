/// Reads the words for true and false.
public enum BoolText {
    /// What is accepted, for errors.
    static let expected = "'on' or 'off'"

    /// `on`, `yes`, `true` and `y` are true, `off`, `no`, `false` and `n` are false; anything else is `nil`.
    public static func parse(_ text: String) -> Bool? {
        switch text {
        case "on", "yes", "true", "y": true
        case "off", "no", "false", "n": false
        default: nil
        }
    }
}
