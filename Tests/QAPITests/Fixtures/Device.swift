import QAPI

// { 'struct': 'DeviceDisk', 'data': { 'filename': 'str', '*pr-manager': 'str' } }
// { 'struct': 'DeviceFilter', 'data': { 'file': 'DeviceRef' } }
// { 'union': 'Device', 'base': { 'driver': 'Medium', '*node-name': 'str' }, 'discriminator': 'driver',
//   'data': { 'disk': 'DeviceDisk', 'floppy': 'DeviceFilter' } }
// { 'alternate': 'DeviceRef', 'data': { 'definition': 'Device', 'reference': 'str', 'nothing': 'null' } }

struct DeviceDisk: QAPIObject, Hashable {
    var filename: String
    var prManager: String?

    init(filename: String, prManager: String? = nil) {
        self.filename = filename
        self.prManager = prManager
    }

    init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        filename = try visitor.required("filename")
        prManager = try visitor.optional("pr-manager")
    }

    func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(filename, "filename")
        try visitor.optional(prManager, "pr-manager")
    }
}

struct DeviceFilter: QAPIObject, Hashable {
    var file: DeviceRef

    init(file: DeviceRef) {
        self.file = file
    }

    init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        file = try visitor.required("file")
    }

    func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(file, "file")
    }
}

/// A union: the members of the base, then the branch, which is also the tag.
struct Device: QAPIObject, Hashable {
    /// The branches; a tag value without a branch type has a case without a payload.
    enum Branch: Sendable, Hashable {
        case disk(DeviceDisk)
        case hostCdrom
        case floppy(DeviceFilter)
    }

    var nodeName: String?
    var branch: Branch

    var driver: Medium {
        switch branch {
        case .disk: .disk
        case .hostCdrom: .hostCdrom
        case .floppy: .floppy
        }
    }

    init(nodeName: String? = nil, branch: Branch) {
        self.nodeName = nodeName
        self.branch = branch
    }

    init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        let driver = try visitor.required("driver", as: Medium.self)
        nodeName = try visitor.optional("node-name")
        switch driver {
        case .disk: branch = .disk(try DeviceDisk(membersFrom: &visitor))
        case .hostCdrom: branch = .hostCdrom
        case .floppy: branch = .floppy(try DeviceFilter(membersFrom: &visitor))
        }
    }

    func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(driver, "driver")
        try visitor.optional(nodeName, "node-name")
        switch branch {
        case .disk(let members): try members.visitMembers(&visitor)
        case .hostCdrom: break
        case .floppy(let members): try members.visitMembers(&visitor)
        }
    }
}

/// An alternate: the kind of the value chooses the branch.
indirect enum DeviceRef: QAPIValue, Hashable {
    case definition(Device)
    case reference(String)
    case nothing(QAPINull)

    init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        switch try visitor.startAlternate(name) {
        case .object: self = .definition(try Device(from: &visitor, name: name))
        case .string: self = .reference(try String(from: &visitor, name: name))
        case .null: self = .nothing(try QAPINull(from: &visitor, name: name))
        case let kind:
            throw visitor.noBranch(for: kind, name, of: "DeviceRef", accepting: [.object, .string, .null])
        }
        visitor.endAlternate()
    }

    func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        switch self {
        case .definition(let value): try value.visit(&visitor, name: name)
        case .reference(let value): try value.visit(&visitor, name: name)
        case .nothing(let value): try value.visit(&visitor, name: name)
        }
    }
}
