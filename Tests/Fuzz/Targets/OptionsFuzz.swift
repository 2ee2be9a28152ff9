import JSON
import QAPI

/// Properties of the option-string grammars: what was read is written and read again as the same.
enum OptionsFuzz {
    /// A keyval tree survives printing, and merging it into itself keeps its shape.
    static func keyval(_ input: UnsafeRawBufferPointer) {
        let text = String(decoding: input, as: UTF8.self)
        _ = attempt { () throws(QAPIError) in try Keyval.parse(text, impliedKey: "driver") }
        guard let result = attempt({ () throws(QAPIError) in try Keyval.parse(text) }) else { return }
        guard let printed = attempt({ () throws(QAPIError) in try Keyval.print(result.tree) }) else {
            preconditionFailure("what was parsed can't be printed")
        }
        let again = attempt { () throws(QAPIError) in try Keyval.parse(printed) }
        precondition(again?.tree == result.tree, "what was printed is another tree")
        precondition(again?.helpRequested == false, "what was printed asks for help")
        var merged = result.tree
        precondition(
            attempt { () throws(QAPIError) in try Keyval.merge(result.tree, into: &merged) } != nil,
            "a tree does not merge with itself")
        _ = attempt { () throws(QAPIError) in try CompatPolicy(keyval: result.tree) }
    }

    /// Legacy options survive printing.
    static func qemuOpts(_ input: UnsafeRawBufferPointer) {
        let text = String(decoding: input, as: UTF8.self)
        let group = QemuOptsGroup(name: "free")
        let typed = QemuOptsGroup(
            name: "typed", impliedOption: "text",
            options: [
                .init("text", .string), .init("flag", .bool), .init("number", .number), .init("size", .size),
            ])
        _ = attempt { () throws(QAPIError) in try QemuOpts.parse(text, group: typed) }
        guard let opts = attempt({ () throws(QAPIError) in try QemuOpts.parse(text, group: group) }) else { return }
        precondition(!opts.helpRequested || QemuOpts.asksForHelp(text), "help appears from nowhere")
        let again = attempt { () throws(QAPIError) in try QemuOpts.parse(opts.description, group: group) }
        precondition(again?.items == opts.items && again?.id == opts.id, "what was printed are other options")
        _ = attempt { () throws(QAPIError) in try CompatPolicy(opts: opts) }
        if let list = attempt({ () throws(QAPIError) in try IntegerList(opts: opts) }) {
            precondition(list.integers.count <= 1 << 20, "a list is longer than its limit")
        }
    }

    /// A list of integers is, sorted and without duplicates, what its printed form says.
    static func integerList(_ input: UnsafeRawBufferPointer) {
        let text = String(decoding: input, as: UTF8.self)
        if let list = attempt({ () throws(QAPIError) in try [Int64](text: text) }) { check(list) }
        if let list = attempt({ () throws(QAPIError) in try [UInt64](text: text) }) { check(list) }
    }

    /// Numbers read as what they print as, and the readers agree with each other.
    static func numbers(_ input: UnsafeRawBufferPointer) {
        let text = String(decoding: input, as: UTF8.self)
        for unit in [SizeText.Unit.binary, .metric] {
            for scale in [SizeText.DefaultScale.bytes, .mega] {
                let size = attempt { () throws(NumberTextError) in
                    try SizeText.parse(text, unit: unit, defaultScale: scale)
                }
                guard let size else { continue }
                let again = attempt { () throws(NumberTextError) in try SizeText.parse("\(size)B", defaultScale: scale)
                }
                precondition(again == size, "a size is read as another")
                precondition(!SizeText.human(size).isEmpty, "a size has no words")
            }
        }
        let signed = attempt { () throws(NumberTextError) in try IntegerText.int64(text) }
        let unsigned = attempt { () throws(NumberTextError) in try IntegerText.uint64(text) }
        if let signed {
            precondition(unsigned == UInt64(bitPattern: signed), "the signed and the unsigned reader differ")
        }
        if let natural = attempt({ () throws(NumberTextError) in try IntegerText.nonnegative(text) }) {
            precondition(unsigned == natural, "the unsigned readers differ")
        }
        if let number = attempt({ () throws(NumberTextError) in try NumberText.parse(text) }) {
            precondition(number.isFinite, "a number is not finite")
            let again = attempt { () throws(NumberTextError) in try NumberText.parse("\(number)") }
            precondition(again == number, "a number is read as another")
        }
    }

    /// A drive translates into a tree without a trap, whatever a path is.
    static func drive(_ input: UnsafeRawBufferPointer) {
        let text = String(decoding: input, as: UTF8.self)
        for device in [nil, LegacyFilename.HostDevice.device, .cdrom] {
            guard var drive = attempt({ () throws(QAPIError) in try DriveOptions.parse(text) }) else { return }
            let flat = attempt { () throws(QAPIError) in try drive.nodeOptions { _ in device } }
            let tree = attempt { () throws(QAPIError) in try drive.nodeTree { _ in device } }
            precondition(flat != nil || tree == nil, "a tree comes out of no options")
        }
    }

    /// Flat options that crumple into an object flatten back into themselves.
    static func blockOptions(_ input: UnsafeRawBufferPointer) {
        let parsed = attempt { () throws(JSONError) in try JSONParser.parse(Array(input), options: .qemu) }
        guard case .object(let object)? = parsed else { return }
        if let flat = attempt({ () throws(QAPIError) in try BlockOptions.flatten(object) }) {
            var rest = flat
            let elements = BlockOptions.splitArray(&rest)
            precondition(elements.count <= flat.members.count, "a list comes out of nothing")
            _ = attempt { () throws(QAPIError) in try BlockOptions.crumpleForKeyval(flat) }
        }
        let crumpled = attempt { () throws(QAPIError) in try BlockOptions.crumple(object) }
        guard case .object(let tree)? = crumpled else { return }
        guard let flat = attempt({ () throws(QAPIError) in try BlockOptions.flatten(tree, escapingDots: true) })
        else { return }
        precondition(flat == object, "flat options come back as others")
    }

    private static func check<Element: FixedWidthInteger & QAPIValue & Hashable>(_ list: [Element]) {
        precondition(list.count <= 1 << 20, "a list is longer than its limit")
        let sorted = Set(list).sorted()
        guard let text = attempt({ () throws(QAPIError) in try list.text() }) else {
            preconditionFailure("a list can't be written")
        }
        // The printed ranges may be longer than a range that is read may be.
        guard let again = attempt({ () throws(QAPIError) in try [Element](text: text) }) else { return }
        precondition(again == sorted, "a list is read as another")
    }

    private static func attempt<Value, Failure: Error>(_ body: () throws(Failure) -> Value) -> Value? {
        do { return try body() } catch { return nil }
    }
}

/// The options of a list of integers.
private struct IntegerList: QAPIObject {
    var integers: [Int64]

    init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        integers = try visitor.required("i")
    }

    func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(integers, "i")
    }
}
