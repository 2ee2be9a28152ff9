extension DiskRecord {
    /// Where the fields of an encoded record lie; numbers are little-endian.
    ///
    /// Entries carry their length in the header, so that a later release can append to header and entries alike.
    enum Layout {
        static let magic: [UInt8] = Array("HFPRDISK".utf8)
        static let generation = 8
        /// CRC32C of the used prefix without these four bytes.
        static let checksum = 16
        static let usedLength = 20
        static let compatible = 24
        static let readOnlyCompatible = 28
        static let incompatible = 32
        static let registrationCount = 36
        static let occupantCount = 38
        static let reservationGeneration = 40
        static let flags = 44
        static let reservationType = 45
        /// The index of the holder's registration; ``nobody`` without one.
        static let holder = 46
        static let bootID = 48
        static let machineID = 64
        static let digest = 80
        static let place = 112
        static let headerLength = 144
        static let registrationLength = 146
        static let occupantLength = 148
        static let labelLength = 150
        static let label = 152

        static let headerEnd = 272
        static let nobody: UInt16 = 0xffff

        enum Flag {
            static let persists: UInt8 = 1
            static let lost: UInt8 = 2
            static let known: UInt8 = persists | lost
        }

        /// Offsets in a registration.
        enum Registration {
            static let address = 0
            static let key = 8
            static let since = 16
            static let flags = 24
            static let nameLength = 25
            static let name = 26
            static let end = 80
            static let allTargetPorts: UInt8 = 1
        }

        /// Offsets in an occupant.
        enum Occupant {
            static let address = 0
            static let startTime = 8
            static let process = 16
            static let slot = 20
            static let end = 24
        }

        /// Bytes that are left when everything is full: this doesn't compile once the parts outgrow the whole.
        static let spare: UInt16 = 16384 - 272 - 128 * 80 - 128 * 24
        /// Bytes between the label's longest end and the header's.
        static let spareInHeader: UInt16 = 272 - 152 - 120
        /// Bytes between the name's longest end and the registration's.
        static let spareInRegistration: UInt16 = 80 - 26 - 48
    }

    /// Where the disk's identity lies in an encoded record.
    static let digestRange = Layout.digest..<Layout.digest + 32

    /// The bits of the format that this release writes and understands.
    package enum Format {
        /// Readers that don't know one of these may go on.
        package static let compatible: UInt32 = 0
        /// Who doesn't know one of these may read and not write.
        package static let readOnlyCompatible: UInt32 = 0
        /// Who doesn't know one of these must not even read.
        package static let incompatible: UInt32 = 0
    }
}
