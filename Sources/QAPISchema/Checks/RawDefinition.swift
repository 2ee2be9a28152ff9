/// A definition as the parser hands it over, before it is known to be one.
struct RawDefinition {
    /// The object that defines something.
    var object: SyntaxObject
    /// The place of its opening brace.
    var location: SourceLocation
    /// The file in which it stands, as an index into the modules.
    var module: Int
    /// The documentation comment in front of it.
    var documentation: DocComment?
}
