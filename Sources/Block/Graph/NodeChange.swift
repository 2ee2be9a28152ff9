/// What a change makes of a node at the end of a chain.
package struct NodeChange: Sendable {
    /// What all users of the node do and share together.
    package var permissions: NodePermissions
    /// An inactive node holds no locks.
    package var isActive: Bool
    /// How a file is opened from now on; nil when that stays.
    package var options: FileOptions?

    package init(_ permissions: NodePermissions, isActive: Bool = true, options: FileOptions? = nil) {
        self.permissions = permissions
        self.isActive = isActive
        self.options = options
    }
}
