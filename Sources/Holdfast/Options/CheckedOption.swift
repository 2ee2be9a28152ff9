public import BlockSchema
public import JSON
public import QAPI

/// One `-blockdev`, `-object` or `-drive` as a user gave it, read and checked against the schema.
///
/// The text is JSON when it begins with `{`, else an option string.
public struct CheckedOption: Sendable {
    /// What the option describes, as a typed value.
    public enum Value: Sendable, Hashable {
        /// A block node.
        case blockdev(BlockdevOptions)
        /// An object.
        case object(ObjectOptions)
        /// A drive: settings of the device, and its block node unless the drive is empty.
        case drive(DriveOptions, BlockdevOptions?)
    }

    /// The typed value.
    public let value: Value
    /// The value in its canonical form.
    ///
    /// Of a drive, that of its node; `nil` for an empty drive.
    public let json: JSONObject?
    /// What the user should know although it is no error.
    public let warnings: [String]

    /// The same value as an option string; `nil` where no option string can say it, or there is nothing to say.
    public var optionString: String? {
        json.flatMap { try? Keyval.print($0) }
    }

    /// The value row by row, with the defaults that fill its gaps.
    public var explanation: OptionExplanation? {
        let type =
            switch value {
            case .blockdev, .drive: "BlockdevOptions"
            case .object: "ObjectOptions"
            }
        return json.map { OptionExplanation($0, type: type) }
    }

    /// Reads the argument of `-blockdev`; a first word without `=` is the driver.
    public static func blockdev(_ text: String, policy: CompatPolicy = CompatPolicy()) throws(QAPIError)
        -> CheckedOption
    {
        let argument = try argument(text, impliedKey: "driver", option: "blockdev")
        let options = try argument.value(as: BlockdevOptions.self, policy: policy)
        guard let name = options.nodeName else {
            throw QAPIError(
                "Parameter 'node-name' is missing", hint: "A node that is not written inside of another needs a name.",
                parameter: "node-name")
        }
        try NodeName.check(name)
        return CheckedOption(value: .blockdev(options), json: try json(options), warnings: [])
    }

    /// Reads the argument of `-object`; a first word without `=` is the type.
    public static func object(_ text: String, policy: CompatPolicy = CompatPolicy()) throws(QAPIError) -> CheckedOption
    {
        let argument = try argument(text, impliedKey: "qom-type", option: "object")
        let options = try argument.value(as: ObjectOptions.self, policy: policy)
        return CheckedOption(value: .object(options), json: try json(options), warnings: [])
    }

    /// Reads the argument of `-drive` and translates it.
    ///
    /// - Parameters:
    ///   - text: The argument.
    ///   - probe: What a path is; see `LegacyFilename` of the module QAPI.
    public static func drive(
        _ text: String, probe: (String) -> LegacyFilename.HostDevice?
    ) throws(QAPIError) -> CheckedOption {
        var drive = try DriveOptions.parse(text)
        guard !drive.isEmpty else {
            return CheckedOption(value: .drive(drive, nil), json: nil, warnings: drive.warnings)
        }
        let options = try BlockdevOptions(keyval: drive.nodeTree(probe: probe))
        return CheckedOption(value: .drive(drive, options), json: try json(options), warnings: drive.warnings)
    }

    private static func argument(
        _ text: String, impliedKey: String, option: String
    ) throws(QAPIError) -> OptionArgument {
        let argument = try OptionArgument(text, impliedKey: impliedKey)
        if argument.helpRequested {
            throw QAPIError("Help was asked for in '\(text)'", hint: "`holdfast options --\(option) help` shows it.")
        }
        return argument
    }

    private static func json(_ value: some QAPIObject) throws(QAPIError) -> JSONObject {
        var visitor = JSONOutputVisitor()
        try value.visit(&visitor, name: nil)
        return visitor.finish().objectValue ?? JSONObject()
    }
}
