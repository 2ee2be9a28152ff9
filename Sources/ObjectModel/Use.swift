/// A claim on an object: while it exists, the object can't be deleted, and the error that says so names the user.
///
/// Made by ``ManagedObject/use(by:)`` and kept by the user; its end gives the claim back, on whatever thread that
/// happens. It does not keep the object alive: whoever needs that holds the object too.
public struct Use: ~Copyable, Sendable {
    /// The user, as errors name it, for instance `node 'disk0'`.
    public let user: String

    private let claims: Claims
    private let serial: UInt64

    /// Claims for `user`; `nil` when no claims are accepted any more.
    package init?(of claims: Claims, by user: String) {
        guard let serial = claims.begin(by: user) else { return nil }
        self.user = user
        self.claims = claims
        self.serial = serial
    }

    deinit {
        claims.end(serial)
    }

    /// Gives the claim back now.
    public consuming func end() {}
}
