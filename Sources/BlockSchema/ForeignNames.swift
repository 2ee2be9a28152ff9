/// The drivers and object types that QEMU 10.0 has and Holdfast does not, for error messages that say more than
/// "unknown".
///
/// A name maps to what it is and what to use instead, as the end of a sentence: "driver 'qcow2' is not available: …".
package enum ForeignNames {
    /// What to say about a driver that only QEMU has, by the driver's name.
    package static let drivers: [String: String] = [
        // Image formats with metadata.
        "bochs": imageFormat,
        "cloop": imageFormat,
        "dmg": imageFormat,
        "luks": "encryption is left to the host; put dm-crypt below and use 'host_device'",
        "parallels": imageFormat,
        "qcow": imageFormat,
        "qcow2": imageFormat,
        "qed": imageFormat,
        "vdi": imageFormat,
        "vhdx": imageFormat,
        "vmdk": imageFormat,
        "vpc": imageFormat,
        "vvfat": "a directory is not served as a disk; make an image of it and use 'file'",

        // Storage over a network.
        "ftp": networkStorage,
        "ftps": networkStorage,
        "gluster": mountedStorage,
        "http": networkStorage,
        "https": networkStorage,
        "iscsi": "log in with the host's initiator and use 'host_device'",
        "nbd": "attach the export with the host's nbd client and use 'host_device'",
        "nfs": mountedStorage,
        "rbd": "map the image with the host's rbd client and use 'host_device'",
        "ssh": mountedStorage,

        // Devices driven by the monitor itself.
        "io_uring": "it is an engine here; use 'file' or 'host_device' with 'aio=io_uring'",
        "nvme": kernelDevice,
        "nvme-io_uring": kernelDevice,
        "virtio-blk-vfio-pci": kernelDevice,
        "virtio-blk-vhost-user": "Holdfast is the backend side of vhost-user; use its export 'vhost-user-blk'",
        "virtio-blk-vhost-vdpa": kernelDevice,

        // Filters.
        "blklogwrites": debugFilter,
        "blkreplay": debugFilter,
        "blkverify": debugFilter,
        "compress": "it serves image formats that compress, which Holdfast does not have",
        "copy-before-write": copyingFilter,
        "copy-on-read": copyingFilter,
        "preallocate": "create the image with 'preallocation=falloc' instead",
        "quorum": "let the host's md or dm-raid mirror and use 'host_device'",
        "replication": copyingFilter,
        "snapshot-access": copyingFilter,
    ]

    /// What to say about an object type that only QEMU has, by the type's name.
    package static let objectTypes: [String: String] = [
        // Access control and secrets.
        "authz-list": transportSecurity,
        "authz-listfile": transportSecurity,
        "authz-pam": transportSecurity,
        "authz-simple": transportSecurity,
        "secret": "nothing in Holdfast needs a secret; leave it out",
        "secret_keyring": "nothing in Holdfast needs a secret; leave it out",
        "tls-cipher-suites": transportSecurity,
        "tls-creds-anon": transportSecurity,
        "tls-creds-psk": transportSecurity,
        "tls-creds-x509": transportSecurity,

        // Threads and loops.
        "main-loop": "use an object of type 'iothread'",
        "thread-context": "set the affinity through the hook for new threads, or from outside",

        // Parts of a virtual machine.
        "acpi-generic-initiator": machinePart,
        "acpi-generic-port": machinePart,
        "can-bus": machinePart,
        "can-host-socketcan": machinePart,
        "colo-compare": machinePart,
        "cryptodev-backend": machinePart,
        "cryptodev-backend-builtin": machinePart,
        "cryptodev-backend-lkcf": machinePart,
        "cryptodev-vhost-user": machinePart,
        "dbus-vmstate": machinePart,
        "filter-buffer": machinePart,
        "filter-dump": machinePart,
        "filter-mirror": machinePart,
        "filter-redirector": machinePart,
        "filter-replay": machinePart,
        "filter-rewriter": machinePart,
        "input-barrier": machinePart,
        "input-linux": machinePart,
        "iommufd": machinePart,
        "memory-backend-epc": machinePart,
        "memory-backend-file": machinePart,
        "memory-backend-memfd": machinePart,
        "memory-backend-ram": machinePart,
        "memory-backend-shm": machinePart,
        "pef-guest": machinePart,
        "qtest": machinePart,
        "rng-builtin": machinePart,
        "rng-egd": machinePart,
        "rng-random": machinePart,
        "s390-pv-guest": machinePart,
        "sev-guest": machinePart,
        "sev-snp-guest": machinePart,
        "x-remote-object": machinePart,
        "x-vfio-user-server": machinePart,
    ]

    // MARK: - Reasons that several names share

    private static let imageFormat =
        "image formats with metadata are not served; convert the image to raw and use 'file'"
    private static let networkStorage =
        "Holdfast serves files and devices of the host; download the image and use 'file'"
    private static let mountedStorage = "Holdfast serves files and devices of the host; mount it and use 'file'"
    private static let kernelDevice = "leave the device to the host's kernel and use 'host_device'"
    private static let debugFilter = "of the filters for tests only 'blkdebug' is available"
    private static let copyingFilter = "backups, mirrors and snapshots are not served; use the host's storage for them"
    private static let transportSecurity = "TLS is not served; use a Unix socket, or a tunnel that encrypts"
    private static let machinePart = "it belongs to the virtual machine monitor; create it there"
}
