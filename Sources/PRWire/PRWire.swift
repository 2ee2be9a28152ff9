/// Numbers of the protocol that a virtual machine monitor and its persistent reservation helper speak.
///
/// A stream of bytes over a Unix socket, everything big-endian, one command at a time. The helper greets with the features
/// that it supports, the client answers with those that it wants (none are defined). Each command is a 16-byte CDB
/// together with one file descriptor, followed by the parameter list of PERSISTENT RESERVE OUT; each answer is 104 bytes:
/// status, size of the data, 96 bytes of sense data; then the data of PERSISTENT RESERVE IN. It is QEMU's
/// `qemu-pr-helper` protocol.
public enum PRWire {
    /// The length in bytes of either side's feature word.
    public static let featureLength = 4
    /// The length in bytes of a CDB on the wire; shorter ones are padded with zeroes.
    public static let commandLength = 16
    /// The length in bytes of the fixed part of an answer.
    public static let replyLength = 104
    /// The length in bytes of the sense data in an answer.
    public static let senseLength = 96
    /// The most data that a command can carry, in bytes, either way.
    public static let maximumTransfer = 8192
}
