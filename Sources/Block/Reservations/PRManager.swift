package import Sys

/// Carries the persistent reservation commands of nodes out.
///
/// A kind of manager is a type of object that conforms; the data path knows no more of it than this.
package protocol PRManager: AnyObject {
    /// True when the manager itself keeps others from the disk, and answers for every description that does I/O on it.
    ///
    /// It then takes the image locks in the node's place; the node is opened in its final mode at once.
    var guardsDisk: Bool { get }

    /// Takes a node in; called once for each, on the control thread, before the node's first request.
    ///
    /// - Throws: Why reservations can't work on this node; the node is then not opened.
    func attach(_ node: NodeIdentity) throws(BlockError) -> any PRAttachment
}

extension PRManager {
    package var guardsDisk: Bool { false }
}

/// A node as its reservation manager sees it.
package struct NodeIdentity: Sendable {
    /// The node's name.
    package var name: String
    /// The path that it was opened by.
    package var path: String
    /// The file or device, which the node keeps open: a number for life, behind which the description may change.
    ///
    /// Only borrowed: who may need it after the node makes a duplicate.
    package var descriptor: Int32
    /// What the kernel says of the file.
    package var status: FileStatus
    /// True when the descriptor is open for writing.
    package var isWritable: Bool
    /// False while another process has the disk and this one only waits for it.
    package var isActive: Bool

    package init(
        name: String, path: String, descriptor: Int32, status: FileStatus, isWritable: Bool, isActive: Bool = true
    ) {
        self.name = name
        self.path = path
        self.descriptor = descriptor
        self.status = status
        self.isWritable = isWritable
        self.isActive = isActive
    }
}

extension NodeIdentity {
    init(_ host: HostFile) {
        let (file, options) = host.current
        self.init(
            name: options.name, path: options.path, descriptor: host.descriptor, status: file.status,
            isWritable: file.isWriting, isActive: options.isActive)
    }
}

/// A node at its manager: takes the node's commands about reservations, from any thread.
package protocol PRAttachment: AnyObject, Sendable {
    /// Takes a command and returns at once; the answer goes to `reply`, exactly once and from any thread.
    ///
    /// Commands of one node are carried out in order; those of different nodes don't wait for each other.
    func submit(_ command: ReservationCommand, reply: Reply)

    /// Told that nobody waits for this answer any more: a command that has not begun is dropped.
    func cancel(_ reply: Reply)

    /// Stands in front of every request of the node, if this manager enforces reservations itself.
    var gate: (any Gate)? { get }

    /// Told of another descriptor through which the node does its I/O: it takes the place of the node's own, whose number
    /// it gets after ``descriptorRemoved(_:)``, or is closed without having been used.
    ///
    /// - Throws: Why the manager can't vouch for it; it must not be used then.
    func descriptorAdded(_ descriptor: Int32) throws(BlockError)

    /// Told that nothing is in flight any more through a description, which the next thing to happen to the number
    /// replaces.
    func descriptorRemoved(_ descriptor: Int32)

    /// Told that the node, which waited for another process to be done with the disk, is about to do I/O; waits.
    ///
    /// Called on the control thread while nothing of the node is in flight. ``activationFailed()`` takes it back.
    ///
    /// - Throws: Why that can't be; nothing has changed then.
    func activating() throws(BlockError)

    /// Told that the node can't do I/O after all and has done none since ``activating()``: whoever had the disk before has
    /// it again.
    func activationFailed()

    /// Told that the node does no more I/O, until ``activating()``; what was in flight is done.
    func deactivated()

    /// Ends the attachment; called once, when the node has gone and nothing of it is in flight.
    func detach()
}

extension PRAttachment {
    package var gate: (any Gate)? { nil }
    package func descriptorAdded(_ descriptor: Int32) throws(BlockError) {}
    package func descriptorRemoved(_ descriptor: Int32) {}
    package func activating() throws(BlockError) {}
    package func activationFailed() { deactivated() }
    package func deactivated() {}
}
