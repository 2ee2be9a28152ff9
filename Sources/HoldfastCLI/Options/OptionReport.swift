import BlockSchema
import Holdfast
import JSON
import QAPI

/// What is shown of one option.
struct OptionReport {
    /// Which option it is.
    enum Kind: String {
        case object
        case blockdev
        case drive

        /// The option as it is typed.
        var flag: String { "--\(rawValue)" }
    }

    let kind: Kind
    let option: CheckedOption

    init(_ kind: Kind, _ text: String) throws(QAPIError) {
        self.kind = kind
        option =
            switch kind {
            case .object: try CheckedOption.object(text)
            case .blockdev: try CheckedOption.blockdev(text)
            case .drive: try CheckedOption.drive(text, probe: HostPath.device)
            }
    }

    /// The help that `text` asks for, if it does.
    static func help(_ kind: Kind, _ text: String) throws(QAPIError) -> OptionHelp? {
        switch kind {
        case .object: try OptionHelp.requested(by: text, topic: .object)
        case .blockdev: try OptionHelp.requested(by: text, topic: .blockdev)
        case .drive: nil
        }
    }

    /// The rows, then the option in its canonical forms.
    var text: String {
        var result = "\(kind.rawValue) \(name)\n"
        for (setting, value) in deviceRows { result += row(setting, value, "") }
        for item in option.explanation?.rows ?? [] {
            let note = item.foreignDefault.map { "default (QEMU: \($0))" } ?? "default"
            result += row(item.name, item.value, item.isDefault ? note : "")
        }
        if let json = option.json { result += "  JSON: \(JSONWriter(.spaced).string(.object(json)))\n" }
        if let string = option.optionString {
            result += "  -\(kind == .object ? "object" : "blockdev") \(string)\n"
        }
        return result
    }

    /// The same for programs.
    var json: JSONObject {
        var result: JSONObject = ["kind": .string(kind.rawValue)]
        if !deviceRows.isEmpty {
            var device = JSONObject()
            for (setting, value) in deviceRows { device[setting] = .string(value) }
            result["device"] = .object(device)
        }
        result["options"] = option.json.map { .object($0) } ?? .null
        var defaults = JSONObject()
        for item in option.explanation?.rows ?? [] where item.isDefault { defaults[item.name] = .string(item.value) }
        result["defaults"] = .object(defaults)
        result["option-string"] = option.optionString.map { .string($0) } ?? .null
        if !option.warnings.isEmpty { result["warnings"] = .array(option.warnings.map { .string($0) }) }
        return result
    }

    private var name: String {
        switch option.value {
        case .blockdev(let options): options.nodeName ?? ""
        case .object(let options): options.id
        case .drive(let drive, _): drive.id
        }
    }

    /// What a drive says about the device above its node.
    private var deviceRows: [(String, String)] {
        guard case .drive(let drive, let node) = option.value else { return [] }
        var rows = [
            ("if", drive.interface.rawValue), ("media", drive.media.rawValue),
            ("write-cache", drive.writeCache ? "on" : "off"), ("rerror", drive.readErrorAction.rawValue),
            ("werror", drive.writeErrorAction.rawValue),
        ]
        for member in drive.throttling.members {
            rows.append(("throttling.\(member.name)", member.value.stringValue ?? ""))
        }
        if node == nil { rows.append(("medium", "none")) }
        return rows
    }

    private func row(_ name: String, _ value: String, _ note: String) -> String {
        let first = "  " + name.padded(to: 24) + " "
        return note.isEmpty ? first + value + "\n" : first + value.padded(to: 24) + " " + note + "\n"
    }
}

extension String {
    /// The text with blanks behind it, at least `width` characters long.
    func padded(to width: Int) -> String {
        count < width ? self + String(repeating: " ", count: width - count) : self
    }
}
