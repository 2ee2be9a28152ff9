public import JSON
internal import ObjectModel
public import QAPI

extension Backend {
    /// The value of an object's property; `.null` if it is not set.
    ///
    /// - Parameters:
    ///   - name: The property's name.
    ///   - path: The object's ID, or its path below `/objects`.
    /// - Throws: `QAPIError` when there is no such object or property.
    public func property(_ name: String, of path: String) throws(QAPIError) -> JSONValue {
        try withGraph { (graph) throws(QAPIError) in
            do throws(ObjectError) {
                return try graph.objects.get(path, property: name)
            } catch {
                throw QAPIError(error)
            }
        }
    }

    /// Changes an object's property at run time, such as the limits of a `throttle-group`.
    ///
    /// - Parameters:
    ///   - name: The property's name.
    ///   - path: The object's ID, or its path below `/objects`.
    ///   - value: The new value, of the property's type.
    /// - Throws: `QAPIError` when the property can't change or can't have the value; it keeps its old one.
    public func setProperty(_ name: String, of path: String, to value: JSONValue) throws(QAPIError) {
        try withGraph { (graph) throws(QAPIError) in
            do throws(ObjectError) {
                try graph.objects.set(path, property: name, to: value)
            } catch {
                throw QAPIError(error)
            }
        }
    }
}
