import ArgumentParser
import BlockSchema
import Holdfast
import QAPI

/// `holdfast img resize`: changes the length of an image.
struct ImgResize: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resize",
        abstract: "Change the length of an image.",
        usage: "holdfast img resize [--shrink] [--preallocation <mode>] [<options>] <filename> [+|-]<size>",
        discussion: """
            With '+' or '-' the size is added or taken off. What is new reads as zeroes. Shrinking loses what was there, \
            and needs --shrink. The exit status is 1 when the image keeps its length.
            """)

    @OptionGroup var image: ImageArguments

    @Flag(help: "Allow the image to become smaller, and lose what lies behind its new end.")
    var shrink = false

    @Option(help: "What is reserved for the new part: off, falloc or full.")
    var preallocation = "off"

    @Flag(name: .shortAndLong, help: "Print nothing but errors.")
    var quiet = false

    @Argument(parsing: .allUnrecognized, help: "The new size in bytes, or with a sign the difference.")
    var size: [String] = []

    func validate() throws {
        let (image, size) = operands
        guard let size else { throw ValidationError("Give one size, such as 10G or +512M.") }
        try image.check()
        guard Self.change(size) != nil else {
            throw ValidationError("'\(size)' is no size, such as 10G, +512M or -1G.")
        }
        guard Self.mode(preallocation) != nil else {
            throw ValidationError("'--preallocation \(preallocation)': there are off, falloc and full.")
        }
    }

    /// With --blockdev the first operand is the size.
    private var operands: (image: ImageArguments, size: String?) {
        // What ends the options is among what isn't recognised.
        let rest = size.filter { $0 != "--" }
        guard !image.blockdev.isEmpty, rest.isEmpty else { return (image, rest.count == 1 ? rest[0] : nil) }
        var nodes = image
        nodes.filename = nil
        return (nodes, image.filename)
    }

    func run() throws {
        let (image, size) = operands
        guard let change = size.flatMap(Self.change), let mode = Self.mode(preallocation) else { return }
        let backend = try Backend()
        let node = try image.open(on: backend)
        // As one who writes: the disk of a running virtual machine is not resized behind its back.
        let queue = try backend.makeQueue()
        _ = try queue.attach(node, access: .readWrite, sharesWrites: true)
        let target = try change.applied(to: node.length)
        if target < node.length {
            guard shrink else {
                throw QAPIError(
                    "The image would lose its last \(node.length - target) bytes",
                    hint: "If that is meant, add --shrink.", parameter: "size")
            }
            guard mode == .off else {
                throw QAPIError("Nothing can be preallocated in an image that shrinks", parameter: "preallocation")
            }
        }
        try backend.resize(node.name, to: target, preallocation: mode, isExact: true)
        if !quiet { Output.standard.print("Image resized.") }
    }

    /// A new size, or the difference to the old one.
    private struct Change {
        let sign: Character?
        let amount: UInt64

        func applied(to length: UInt64) throws(QAPIError) -> UInt64 {
            let (result, overflow) =
                switch sign {
                case "+": length.addingReportingOverflow(amount)
                case "-": length.subtractingReportingOverflow(amount)
                default: (amount, false)
                }
            guard !overflow, result <= UInt64(Int64.max) else {
                throw QAPIError("An image of \(length) bytes can't be resized by that much", parameter: "size")
            }
            return result
        }
    }

    private static func change(_ text: String) -> Change? {
        let sign = text.first.flatMap { $0 == "+" || $0 == "-" ? $0 : nil }
        return Figures.size(sign == nil ? text : String(text.dropFirst())).map { Change(sign: sign, amount: $0) }
    }

    /// The preallocation that a word names.
    static func mode(_ text: String) -> PreallocMode? {
        PreallocMode(rawValue: text).flatMap { $0 == .metadata ? nil : $0 }
    }
}
