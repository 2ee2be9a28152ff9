internal import Block
internal import SCSI
internal import Sys

/// Looks at what a node's file or device lets this user do.
struct NodeExamination {
    let node: Node

    /// One finding for each property that matters; none of them is about a node without a file.
    var findings: [Finding] {
        let name = node.isNamed ? node.name : node.driver
        var findings = [opened(name)]
        guard let file = node.block?.bottom as? any HostNode else { return findings }
        findings += [engine, alignment(file), transport(file), locking(file), zeroes(file), reservations(file)]
        return findings
    }

    private func opened(_ name: String) -> Finding {
        let path = node.filename.map { " \($0)" } ?? ""
        let mode = node.isReadOnly ? "read-only" : "read and write"
        return Finding(name, .ok, "\(node.driver)\(path), \(node.length) bytes, \(mode)")
    }

    private var engine: Finding {
        let engine = node.engine
        return Finding("engine", engine.isFallback ? .limited : .ok, "\(engine.name): \(engine.reason)")
    }

    /// Whether direct I/O works, and in which units.
    private func alignment(_ file: any HostNode) -> Finding {
        if file.options.direct {
            let alignment = node.alignment
            return Finding(
                "direct I/O", .ok, "in use; units of \(alignment.request) bytes, memory aligned to \(alignment.memory)")
        }
        do throws(Errno) {
            _ = try System.open("/proc/self/fd/\(file.descriptor)", [.readOnly, .direct])
            return Finding("direct I/O", .ok, "possible (cache.direct=on)")
        } catch {
            return Finding(
                "direct I/O", .limited, "not possible: \(error)",
                fix: "Use a file system with O_DIRECT for cache.direct=on.")
        }
    }

    private func transport(_ file: any HostNode) -> Finding {
        do throws(Errno) {
            let reach = try DiskReach.find(file.descriptor)
            switch reach.extent {
            case .local: return Finding("transport", .ok, "\(reach.transport): this host's alone")
            case .shared:
                return Finding(
                    "transport", .limited, "\(reach.transport): other hosts may write to it",
                    fix:
                        "Image locks are seen on this host only; take reservations from the disk, by pr-manager-helper."
                )
            case .unknown:
                return Finding(
                    "transport", .limited, "\(reach.transport): other hosts may reach it",
                    fix: "Image locks are seen on this host only: make sure that no other uses the disk.")
            }
        } catch {
            return Finding("transport", .limited, "can't be found out: \(error)", fix: "Mount /sys.")
        }
    }

    private func locking(_ file: any HostNode) -> Finding {
        if file.options.locking == .off {
            return Finding(
                "image locks", .limited, "switched off: nothing keeps others from the image", fix: "locking=auto")
        }
        do throws(Errno) {
            _ = try System.conflictingLock(file.descriptor, .shared, start: 100, length: 1)
            return Finding("image locks", .ok, "QEMU and its tools see them")
        } catch {
            return Finding(
                "image locks", .missing, "the file system has none: \(error)",
                fix: "Mount it with locks (on NFS without 'nolock'), or keep other users out by other means.")
        }
    }

    private func zeroes(_ file: any HostNode) -> Finding {
        guard let device = file as? HostDeviceNode else {
            return Finding("discard", .ok, "by holes in the file, where the file system has them")
        }
        return device.limits.largestDiscard > 0
            ? Finding("discard", .ok, "units of \(device.limits.discardGranularity) bytes")
            : Finding("discard", .limited, "the device has none")
    }

    /// Whether the disk itself keeps reservations.
    private func reservations(_ file: any HostNode) -> Finding {
        guard file is HostDeviceNode || file.reservations != nil else {
            return Finding("reservations", .ok, "a plain file has none; a pr-manager may keep them")
        }
        let fix = "Name a pr-manager for the node, or use a disk that keeps reservations."
        do throws(Errno) {
            let reply = try node.execute(PersistentReserveIn(.reportCapabilities, allocationLength: 8), timeout: 5)
            if reply.result.status == .good { return Finding("reservations", .ok, "the disk answers") }
            return Finding("reservations", .limited, "the disk refuses: \(reply.result)", fix: fix)
        } catch {
            switch error {
            case .notTypewriter, .notSupported, .invalidArgument:
                return Finding("reservations", .limited, "the disk takes no SCSI commands", fix: fix)
            case .notPermitted, .accessDenied:
                return Finding(
                    "reservations", .limited, "\(error)",
                    fix: "Name a pr-manager-helper: these commands need CAP_SYS_RAWIO.")
            default: return Finding("reservations", .limited, "\(error)", fix: fix)
            }
        }
    }
}
