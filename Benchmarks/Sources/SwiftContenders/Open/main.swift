import CContenderSupport
import Glibc
import Holdfast

// contender-open FOLDER COUNT: opens the files 0.img, 1.img ... of the folder as nodes, raw over file, each by its option
// string, and prints the common line.

let arguments = CommandLine.arguments
guard arguments.count == 3, let count = Int(arguments[2]), count > 0 else {
    contender_fail("usage: contender-open FOLDER COUNT", 0)
}
// Every node holds a descriptor, and the usual limit is 1,024.
var limit = rlimit()
getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
limit.rlim_cur = limit.rlim_max
setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
do {
    let start = contender_now()
    let backend = try Backend()
    for index in 0..<count {
        try backend.addNode(
            "driver=raw,node-name=disk\(index),file.driver=file,file.filename=\(arguments[1])/\(index).img")
    }
    let end = contender_now()
    guard backend.nodes.count == 2 * count else { contender_fail("a node is missing", 0) }
    contender_report(UInt64(count), start, end)
} catch {
    contender_fail("\(error)", 0)
}
