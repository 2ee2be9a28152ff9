extension OptionsPage {
    /// The page of Holdfast's own options: block nodes and objects.
    public static func blockOptions(_ schema: Schema) -> String {
        markdown(
            schema, title: "Options",
            introduction: """
                What `-blockdev` and `-object` accept, in option strings (`driver=file,filename=disk.img,node-name=d0`, \
                where a dot leads into a nested option: `cache.direct=on`) and as JSON. A default without code voice \
                describes a value that depends on something. `holdfast options --blockdev help` shows the same in the terminal.
                """,
            chapters: [
                Chapter(union: "BlockdevOptions", title: "Block nodes (`-blockdev`)"),
                Chapter(union: "ObjectOptions", title: "Objects (`-object`)"),
            ])
    }
}
