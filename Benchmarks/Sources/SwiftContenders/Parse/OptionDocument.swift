/// Arguments of `-blockdev`, by name.
enum OptionDocument {
    static let all = [
        "short": "driver=file,node-name=disk0,filename=/srv/vm/disk0.img",
        "nested": """
        driver=raw,node-name=disk0,discard=unmap,cache.direct=on,file.driver=host_device,file.aio=io_uring,\
        file.filename=/dev/disk/by-id/scsi-36001405,file.cache.direct=on
        """,
        "json": """
        {"driver": "raw", "node-name": "disk0", "cache": {"direct": true}, "file": {"driver": "file", \
        "filename": "/srv/vm/disk0.img", "aio": "io_uring"}}
        """,
    ]
}
