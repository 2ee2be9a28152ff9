import ArgumentParser

/// `holdfast img`: makes image files and describes them.
struct ImgCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "img", abstract: "Make and describe images.", subcommands: [ImgCreate.self, ImgInfo.self])
}
