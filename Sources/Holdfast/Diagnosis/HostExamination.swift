internal import Block
internal import Sys

/// Looks at what this kernel lets this user do here: containers, filters and limits included.
struct HostExamination {
    let environment: BlockEnvironment
    /// Where processes describe themselves; tests point it at fixtures.
    var proc = Sysfs(root: "/proc")

    /// One finding for each thing that storage depends on, in the order in which it matters.
    var findings: [Finding] {
        [user, kernel] + EngineKind.forFiles.map(engine)
            + [seccomp, barrier, locks, processes, lockedMemory, openFiles]
    }

    private var user: Finding {
        let number = System.userID
        let isMapped = (try? proc.text("self/uid_map")).map { !$0.hasSuffix("4294967295") } ?? false
        return Finding("user", .ok, "user \(number)\(isMapped ? ", in a user namespace" : "")")
    }

    private var kernel: Finding {
        let (release, machine) = System.kernel
        return Finding("kernel", .ok, "Linux \(release), \(machine)")
    }

    private func engine(_ kind: EngineKind) -> Finding {
        let subject = "aio=\(kind.name)"
        guard let error = kind.failure(environment) else {
            switch kind {
            case .ring: return Finding(subject, .ok, "a ring for each queue")
            case .native: return Finding(subject, .ok, nativeDescription)
            case .threads: return Finding(subject, .ok, "up to \(environment.workers.limit) workers")
            case .null: return Finding(subject, .ok, "")
            }
        }
        return Finding(
            subject, .missing, "\(error)", fix: kind == .ring ? ringFix : "Allow io_setup(2) and its relatives.")
    }

    private var ringFix: String {
        switch proc.number("sys/kernel/io_uring_disabled") {
        case 1: "As root: sysctl kernel.io_uring_disabled=0, or kernel.io_uring_group=GID for a group of this user."
        case 2: "As root: sysctl kernel.io_uring_disabled=0."
        default: "Allow io_uring_setup, io_uring_enter and io_uring_register in the container's seccomp profile."
        }
    }

    private var nativeDescription: String {
        guard let used = proc.number("sys/fs/aio-nr"), let most = proc.number("sys/fs/aio-max-nr") else {
            return "Linux AIO"
        }
        return "Linux AIO; \(used) of the host's \(most) requests are set aside"
    }

    /// The filters that the kernel puts before this process's calls.
    private var seccomp: Finding {
        let status = (try? proc.text("self/status")) ?? ""
        let mode = status.split(separator: "\n").first { $0.hasPrefix("Seccomp:") }?.split(separator: "\t").last
        return switch mode {
        case "0": Finding("seccomp", .ok, "no filter")
        case "2": Finding("seccomp", .ok, "a filter; what it forbids shows in the other lines")
        case "1": Finding("seccomp", .missing, "strict mode", fix: "Start the program without SECCOMP_MODE_STRICT.")
        default: Finding("seccomp", .limited, "the kernel doesn't say", fix: "Mount /proc.")
        }
    }

    private var barrier: Finding {
        System.hasProcessBarrier
            ? Finding("membarrier", .ok, "requests need no memory fence")
            : Finding(
                "membarrier", .limited, "every request takes the slow path",
                fix: "Allow membarrier(2) in the container's seccomp profile.")
    }

    private var locks: Finding {
        System.hasDescriptionLocks
            ? Finding("locks", .ok, "of open file descriptions, as QEMU takes them")
            : Finding(
                "locks", .limited, "only those of processes, which are lost too easily: locking=auto takes none",
                fix: "Linux 3.15 or newer.")
    }

    private var processes: Finding {
        (try? System.openProcess(System.processID)) != nil
            ? Finding("pidfd", .ok, "a process can be held on to")
            : Finding(
                "pidfd", .limited, "a stuck process can't be ended safely",
                fix: "Linux 5.3, and pidfd_open(2) in the container's seccomp profile.")
    }

    private var lockedMemory: Finding {
        let (now, _) = System.limit(.lockedMemory)
        guard let now else { return Finding("pinned memory", .ok, "no limit") }
        return now >= 1 << 30
            ? Finding("pinned memory", .ok, "\(now >> 20) MiB")
            : Finding(
                "pinned memory", .limited, "\(now >> 10) KiB; regions beyond it are used unpinned",
                fix: "ulimit -l unlimited, or LimitMEMLOCK=infinity in the service.")
    }

    private var openFiles: Finding {
        let (now, most) = System.limit(.openFiles)
        guard let now, now < 4096 else { return Finding("open files", .ok, now.map { "\($0)" } ?? "no limit") }
        let goal = most.map { "\($0)" } ?? "65536"
        return Finding(
            "open files", .limited, "\(now)", fix: "ulimit -n \(goal), or LimitNOFILE=\(goal) in the service.")
    }
}
