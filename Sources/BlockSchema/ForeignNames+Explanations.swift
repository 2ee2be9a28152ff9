extension BlockdevDriver {
    /// What a user should know about a driver that QEMU has and Holdfast has not.
    public static func explain(unknown name: String) -> String? {
        ForeignNames.drivers[name].map { "QEMU has the driver '\(name)', Holdfast has not: \($0)." }
    }
}

extension ObjectType {
    /// What a user should know about a type of object that QEMU has and Holdfast has not.
    public static func explain(unknown name: String) -> String? {
        ForeignNames.objectTypes[name].map { "QEMU has the object type '\(name)', Holdfast has not: \($0)." }
    }
}
