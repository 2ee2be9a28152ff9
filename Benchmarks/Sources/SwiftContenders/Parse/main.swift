import CContenderSupport

// contender-parse SUBJECT DOCUMENT OPERATIONS: parses one document over and over and prints the common line, then how
// large the document is.

let arguments = CommandLine.arguments
guard arguments.count == 4, let operations = Int(arguments[3]), operations > 0,
    let parse = ParseSubject.named(arguments[1], document: arguments[2])
else {
    contender_fail("usage: contender-parse json|stream|decoder|option DOCUMENT OPERATIONS", 0)
}
do {
    let start = contender_now()
    for _ in 0..<operations { try parse.once() }
    contender_report(UInt64(operations), start, contender_now())
    print("bytes=\(parse.bytes)")
} catch {
    contender_fail("\(arguments[1]) \(arguments[2]): \(error)", 0)
}
