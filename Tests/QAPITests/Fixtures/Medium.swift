import QAPI

// { 'enum': 'Medium', 'data': [ 'disk', 'host_cdrom', { 'name': 'floppy', 'features': [ 'deprecated' ] } ] }

enum Medium: String, QAPIEnum {
    case disk
    case hostCdrom = "host_cdrom"
    case floppy

    static var typeName: String { "Medium" }

    var features: QAPIFeatures {
        switch self {
        case .floppy: .deprecated
        default: []
        }
    }
}

// Written by hand beside the generated type.
extension Medium {
    static func explain(unknown name: String) -> String? {
        name == "tape" ? "QEMU has 'tape'; it is not supported here." : nil
    }
}
