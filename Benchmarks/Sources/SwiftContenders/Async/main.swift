import CContenderSupport

let workload = contender_parse(CommandLine.argc, CommandLine.unsafeArgv)
do {
    let disk = try AsyncDisk(workload)
    let start = contender_now()
    let done = try await disk.run()
    contender_report(done, start, contender_now())
} catch {
    contender_fail("\(error)", 0)
}
