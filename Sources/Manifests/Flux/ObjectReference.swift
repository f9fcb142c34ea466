/// A mention of one object by another.
public struct ObjectReference: Hashable, Sendable {
  /// The object's kind; nil where the place allows only one.
  public var kind: String?
  /// The object's name.
  public var name: String
  /// Its namespace; nil where the mention names none, which mostly means that of its own object.
  public var namespace: String?
  /// Whether the object may be missing.
  public var isOptional = false
  /// Where the mention stands.
  public var position: TextPosition
}

extension ObjectReference {
  /// The mention that a map with `name` makes, or nil where it has none.
  init?(_ node: YAMLNode) {
    guard let name = node["name"]?.text else { return nil }
    self.init(
      kind: node["kind"]?.text, name: name, namespace: node["namespace"]?.text,
      isOptional: node["optional"]?.text == "true", position: node.position)
  }
}
