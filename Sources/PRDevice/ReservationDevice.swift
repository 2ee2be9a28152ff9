package import PRWire

/// A device of the host that keeps reservations itself: carries out the commands that a helper has accepted.
///
/// There is one kind for each way to ask a device; all of them wait for its answer.
package protocol ReservationDevice {
    /// Carries a command out and returns the device's answer, or one made of the error.
    func execute(_ command: PRCommand) -> PRReply
}
