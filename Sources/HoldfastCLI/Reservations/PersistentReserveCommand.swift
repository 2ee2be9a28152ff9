import ArgumentParser

/// `holdfast pr`: the reservations of a disk, by hand: commands as `sg_persist` has them, and what an operator needs.
struct PersistentReserveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pr",
        abstract: "Show and change the persistent reservations of a disk.",
        discussion: """
            With an action in place of a subcommand a command is sent to the disk, as sg_persist does: keys, reservation, \
            capabilities, status; register, register-ignore, reserve, release, clear, preempt, preempt-abort, move, \
            replace-lost. 'holdfast pr send --help' has their options.

            The subcommands are for disks whose reservations are kept in software: state, why, stale, verify and log look \
            without a lock and disturb nobody; evict, adopt, reset, export and import change something and are noted in the \
            log. The disk is IMAGE, beside which pr-manager-flock keeps its state, or the last --blockdev.
            """,
        subcommands: [
            SendCommand.self, StateCommand.self, WhyCommand.self, StaleCommand.self, VerifyCommand.self,
            LogCommand.self,
            EvictCommand.self, AdoptCommand.self, ResetCommand.self, ExportCommand.self, ImportCommand.self,
            ValidateCommand.self,
        ],
        defaultSubcommand: SendCommand.self)

    @OptionGroup var nodes: NodeArguments
}

/// The objects and nodes by which commands about reservations are told which disk is meant.
struct NodeArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Add an object, such as a pr-manager; before the nodes.", valueName: "option"))
    var object: [String] = []

    @Option(help: ArgumentHelp("Add a block node; the last one is worked on.", valueName: "option"))
    var blockdev: [String] = []
}
