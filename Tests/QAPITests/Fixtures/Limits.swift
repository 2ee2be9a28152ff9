import QAPI

// { 'struct': 'LimitsBase', 'data': { 'name': 'str' } }
// { 'struct': 'Limits', 'base': 'LimitsBase',
//   'data': { '*bytes': 'size', '*weight': 'uint8', '*ratio': 'number', '*read-only': 'bool', '*marks': ['int'],
//             '*old': { 'type': 'int16', 'features': [ 'deprecated' ] },
//             '*x-new': { 'type': 'int32', 'features': [ 'unstable' ] }, '*inner': 'Limits' } }

struct Limits: QAPIObject, Hashable {
    var name: String
    var bytes: ByteSize?
    var weight: UInt8?
    var ratio: Double?
    var readOnly: Bool?
    var marks: [Int64]?
    var old: Int16?
    var xNew: Int32?
    var inner: Boxed<Limits>?

    init(
        name: String, bytes: ByteSize? = nil, weight: UInt8? = nil, ratio: Double? = nil, readOnly: Bool? = nil,
        marks: [Int64]? = nil, old: Int16? = nil, xNew: Int32? = nil, inner: Boxed<Limits>? = nil
    ) {
        self.name = name
        self.bytes = bytes
        self.weight = weight
        self.ratio = ratio
        self.readOnly = readOnly
        self.marks = marks
        self.old = old
        self.xNew = xNew
        self.inner = inner
    }

    init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        name = try visitor.required("name")
        bytes = try visitor.optional("bytes")
        weight = try visitor.optional("weight")
        ratio = try visitor.optional("ratio")
        readOnly = try visitor.optional("read-only")
        marks = try visitor.optional("marks")
        old = try visitor.optional("old", features: .deprecated)
        xNew = try visitor.optional("x-new", features: .unstable)
        inner = try visitor.optional("inner")
    }

    func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(name, "name")
        try visitor.optional(bytes, "bytes")
        try visitor.optional(weight, "weight")
        try visitor.optional(ratio, "ratio")
        try visitor.optional(readOnly, "read-only")
        try visitor.optional(marks, "marks")
        try visitor.optional(old, "old", features: .deprecated)
        try visitor.optional(xNew, "x-new", features: .unstable)
        try visitor.optional(inner, "inner")
    }
}
