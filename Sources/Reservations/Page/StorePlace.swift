internal import Sys

/// The file that a store is, however it is called: two processes that share a page must share it too.
struct StorePlace: Equatable {
    var device: UInt64
    var inode: UInt64
}

extension StorePlace {
    /// The file at a path, if there is one.
    init?(at path: String) {
        guard let status = try? System.linkStatus(at: path) else { return nil }
        self.init(
            device: UInt64(status.device.major) << 32 | UInt64(status.device.minor), inode: status.inode)
    }
}

extension GatePage {
    /// The store of those who use the page; nil before the first has made it.
    var storePlace: StorePlace? {
        get {
            let place = StorePlace(device: self[long: PageLayout.storeDevice], inode: self[long: PageLayout.storeInode])
            return place.inode == 0 ? nil : place
        }
        nonmutating set {
            self[long: PageLayout.storeDevice] = newValue?.device ?? 0
            self[long: PageLayout.storeInode] = newValue?.inode ?? 0
        }
    }
}
