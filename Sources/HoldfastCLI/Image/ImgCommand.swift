import ArgumentParser

/// `holdfast img`: makes image files, describes, maps, resizes and copies them.
struct ImgCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "img", abstract: "Make, describe, map, resize and copy images.",
        subcommands: [ImgCreate.self, ImgInfo.self, ImgMap.self, ImgResize.self, ImgCopy.self])
}
