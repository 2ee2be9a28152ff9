/// What a store holds for a disk.
package enum StoredState: Sendable, Hashable {
    /// Nothing yet: the disk is new.
    case blank
    /// The last state that was committed.
    case record(DiskRecord)
    /// Something that is no state any more; why, for people, without a final full stop.
    case damaged(String)
    /// The state of another disk: the image was copied, restored or moved; the label of the disk that it belongs to.
    case foreign(label: String)
}
