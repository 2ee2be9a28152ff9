/// Where things lie in the page of a disk: the memory that all processes which have the disk open share.
///
/// All numbers are in the machine's own order: the page never leaves it. What one thread writes on its path of requests
/// has cache lines of its own.
enum PageLayout {
    /// `HFGATE01` as bytes.
    static let magic: UInt64 = 0x3130_4554_4147_4648

    /// Attachments that a disk can have at a time.
    static let slotCount = 128
    /// Stands where the number of a slot plus 1 does, for a person with a tool.
    static let person: UInt32 = 255
    /// Queues that can do I/O on a disk at a time.
    static let lineCount = 1024

    // The header.
    static let compatible = 8
    static let readOnlyCompatible = 12
    static let incompatible = 16
    static let barrierMode = 20
    static let size = 24
    static let identity = 32
    static let identityLength = 32
    static let bootID = 64
    static let bootIDLength = 16
    static let diskSequence = 80
    /// The device and the inode of the store's file; both 0 before it is known.
    static let storeDevice = 88
    static let storeInode = 96
    /// The generation of the record that holds; which of the two it is, its lowest bit tells.
    static let generation = 128
    /// What led to it: a service action plus 1, or 255 for a person with a tool, or 0; and the slot that sent it plus 1.
    static let changeAction = 136
    static let changeSlot = 140
    /// Who has the registry lock, and since when; for people.
    static let holderSlot = 192
    static let holderPurpose = 196
    static let holderSince = 200
    static let holderProcess = 208
    /// Steps when the registry lock is given back.
    static let lockHint = 256
    /// The command under way: its slot plus 1, or 0.
    static let pendingSlot = 320
    static let pendingGeneration = 328
    static let pendingVictims = 336
    /// The unit attentions that the command under way posts, one number a slot.
    static let pendingNotices = 384
    static let headerLength = 4096

    // A slot.
    static let slots = headerLength
    static let slotStride = 256
    static let word = 0
    static let attentions = 8
    static let slotState = 64
    static let slotFlags = 68
    static let slotProcess = 72
    static let slotLineCount = 76
    static let slotStartTime = 80
    static let slotProcessSpace = 88
    static let slotNexus = 96
    static let slotSince = 104
    static let slotInitiatorLength = 112
    static let slotInitiator = 113
    static let slotInitiatorRoom = 48
    static let slotNodeLength = 168
    static let slotNode = 169
    static let slotNodeRoom = 48

    // A counter line: what went in, what came out, and whose it is.
    static let lines = slots + slotCount * slotStride
    static let lineStride = 64
    static let lineOwner = 16

    // The two records.
    static let records = lines + lineCount * lineStride
    static let recordStride = 16384

    /// The whole page in bytes.
    static let length = records + 2 * recordStride

    /// What this version adds that older ones needn't know, must know to write, must know at all.
    static let formatBits: (compatible: UInt32, readOnlyCompatible: UInt32, incompatible: UInt32) = (0, 0, 0)
}

/// How those that set a word make sure that it is seen: the same for all who use a page.
package enum BarrierMode: UInt32, Sendable {
    /// Requests pay nothing; who sets a word has the kernel interrupt every running thread.
    case membarrier = 1
    /// Every request pays a full fence.
    case fence = 2
}
