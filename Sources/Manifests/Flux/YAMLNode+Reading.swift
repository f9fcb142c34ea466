extension YAMLNode {
  /// The node found by going down keys, or nil.
  func node(_ keys: String...) -> YAMLNode? {
    var node = self
    for key in keys {
      guard let next = node[key] else { return nil }
      node = next
    }
    return node
  }

  /// The text of this scalar; nil for other nodes and for null.
  var text: String? { isNull ? nil : scalar?.text }

  /// The texts of the scalars of a map by their keys.
  var texts: [String: String] {
    var texts: [String: String] = [:]
    for (key, value) in members ?? [] {
      if let key = key.text, let value = value.text { texts[key] = value }
    }
    return texts
  }

  /// Whether this is an object of that API group and kind, in any version.
  func isObject(_ group: String, _ kind: String) -> Bool {
    guard self["kind"]?.text == kind, let version = self["apiVersion"]?.text else { return false }
    return version.hasPrefix(group + "/")
  }

  /// Calls `body` with each scalar, keys included, in the order of the text.
  ///
  /// - Parameters:
  ///   - skip: whether a member, given by the keys that lead to it, is left out.
  ///   - body: what is called.
  func forEachScalar(
    skipping skip: ([String]) -> Bool = { _ in false }, _ body: (YAMLNode, Scalar) -> Void
  ) {
    forEachPlacedScalar(at: [], skipping: skip) { _, node, scalar in body(node, scalar) }
  }

  /// The same with the keys that lead to each scalar; `[]` stands for an element of a list.
  func forEachPlacedScalar(
    at path: [String] = [], skipping skip: ([String]) -> Bool = { _ in false },
    _ body: ([String], YAMLNode, Scalar) -> Void
  ) {
    switch kind {
    case .scalar(let scalar): body(path, self, scalar)
    case .list(let elements):
      for element in elements {
        element.forEachPlacedScalar(at: path + ["[]"], skipping: skip, body)
      }
    case .map(let members):
      for (key, value) in members {
        let inner = path + [key.scalar?.text ?? ""]
        guard !skip(inner) else { continue }
        key.forEachPlacedScalar(at: path, skipping: skip, body)
        value.forEachPlacedScalar(at: inner, skipping: skip, body)
      }
    case .alias: break
    }
  }
}
