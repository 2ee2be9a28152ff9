package import Block
internal import Sys

/// Where the sidecar of a disk lies (`state`).
package enum SidecarPlace: Sendable, Hashable {
    /// Beside the image, under its name and `.pr`.
    case beside
    /// In this folder, under the disk's identity and `.pr`.
    case folder(String)

    /// Reads the property: `auto`, or a folder.
    package init(_ text: String) { self = text == "auto" ? .beside : .folder(text) }

    /// The path of an open disk's sidecar.
    ///
    /// It must come out the same in every process: beside an image that has several names, or whose folder others see
    /// elsewhere, is no such place.
    package func path(of descriptor: Int32, _ identity: DiskIdentity) throws(BlockError) -> String {
        switch self {
        case .beside: return try Self.path(beside: descriptor)
        case .folder(let folder): return "\(try Self.canonical(folder))/\(identity.fileName).pr"
        }
    }

    /// The path beside an open image.
    package static func path(beside descriptor: Int32) throws(BlockError) -> String {
        let problem: String
        do throws(Errno) {
            let image = try System.inode(of: descriptor)
            let path = try System.readLink("/proc/self/fd/\(descriptor)")
            let named = try? System.inode(at: path)
            if !image.isRegular {
                problem = "state=auto means a file beside the image, and the disk is no regular file"
            } else if !path.hasPrefix("/") || named?.isSameFile(as: image) != true {
                problem = "the image has no name here, so that no state can lie beside it"
            } else if image.links != 1 {
                problem = "the image has \(image.links) names, each of which would have a state of its own beside it"
            } else if try System.inode(at: folder(of: path)).mount != image.mount {
                problem = "the image is mounted here without its folder, in which others keep its state"
            } else {
                return "\(path).pr"
            }
        } catch {
            throw BlockError(.system, "can't tell where the image lies; give state=DIR", cause: error)
        }
        throw BlockError(.invalid, "\(problem); give state=DIR, the same in every process")
    }

    /// The folder of a path.
    package static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// A folder by the name that doesn't depend on where a process stands, nor on links.
    private static func canonical(_ folder: String) throws(BlockError) -> String {
        do throws(Errno) {
            let descriptor = try System.open(folder, [.path, .directory])
            return try System.readLink("/proc/self/fd/\(descriptor.rawValue)")
        } catch {
            throw BlockError(.system, "can't use '\(folder)' for the state of disks (state=)", cause: error)
        }
    }
}
