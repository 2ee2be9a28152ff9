import Spelling

extension NearestName {
    /// A ready ending for a message: `; did you mean 'x'?`, or nothing.
    static func hint(_ name: String, among candidates: some Sequence<String>) -> String {
        find(name, among: candidates).map { "; did you mean \(quoted($0))?" } ?? ""
    }
}
