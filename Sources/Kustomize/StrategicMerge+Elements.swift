extension StrategicMerge {
  /// An element of a list that is merged.
  ///
  /// A class, because the lists of an object, of a patch and of what becomes of them share
  /// elements.
  final class Element {
    var node: ManifestNode

    init(_ node: ManifestNode) { self.node = node }

    /// What kyaml takes for nothing: null and an empty map.
    var isEmpty: Bool { node.isNull || node.members?.isEmpty == true }

    /// The text of the member of that name: empty where it is null or holds no scalar.
    func text(_ key: String) -> String {
      guard let value = node[key], !value.isNull else { return "" }
      return value.text ?? ""
    }

    /// Whether the member `key` is there and has the text `value`, or any where that is empty;
    /// whether the element itself has that text where `key` is empty.
    ///
    /// - Throws: `BuildError` where the element is no map, or no scalar.
    fileprivate func has(_ key: String, _ value: String) throws(BuildError) -> Bool {
      guard !key.isEmpty else {
        guard node.isScalar else { throw BuildError("wrong node kind: expected a scalar") }
        return node.text == value
      }
      guard node.isMap else { throw BuildError("wrong node kind: expected a map with \(key)") }
      guard let member = node[key] else { return false }
      return value.isEmpty || member.text ?? "" == value
    }
  }

  /// A list that is merged.
  final class ElementList {
    var elements: [Element]

    init(_ nodes: [ManifestNode] = []) { elements = nodes.map(Element.init) }

    var nodes: [ManifestNode] { elements.map(\.node) }
  }
}

extension StrategicMerge.ElementList {
  typealias Element = StrategicMerge.Element

  /// The first element with these texts at these keys, or the one that is such a scalar.
  ///
  /// Source: `ElementMatcher` in `kyaml/yaml/fns.go` of kustomize 5.8.
  func first(_ keys: [String], _ values: [String]) -> Element? {
    if keys.first?.isEmpty ?? true {
      let value = values.first ?? ""
      return elements.first { $0.node.text ?? "" == value }
    }
    guard keys.count == values.count else { return nil }
    return elements.first { element in
      guard element.node.isMap else { return false }
      return zip(keys, values).allSatisfy { key, value in
        element.node[key].map { $0.text ?? "" == value } ?? false
      }
    }
  }

  /// Puts `element` in the place of those with these texts at these keys, or at the end; nil
  /// removes them.
  ///
  /// Empty elements go, and without values all that are maps do. Source: `ElementSetter` in
  /// `kyaml/yaml/fns.go` of kustomize 5.8.
  ///
  /// - Throws: `BuildError` for elements that cannot have the keys.
  func set(_ element: Element?, _ keys: [String], _ values: [String]) throws(BuildError) {
    let setsMap = keys.first?.isEmpty == false && values.first?.isEmpty == false
    var kept: [Element] = []
    var isFound = false
    for old in elements where !old.isEmpty {
      if !old.node.isMap, setsMap {
        kept.append(old)
      } else if try Self.isMatch(old, keys, values) {
        isFound = true
        if let element { kept.append(element) }
      } else if !values.isEmpty {
        kept.append(old)
      }
    }
    if let element, !isFound, !element.node.isNull { kept.append(element) }
    elements = kept
  }

  private static func isMatch(
    _ element: Element, _ keys: [String], _ values: [String]
  ) throws(BuildError) -> Bool {
    // A key without a value fits where the one before it does.
    guard !values.isEmpty else { return false }
    for (key, value) in zip(keys, values) {
      guard try element.has(key, value) else { return false }
    }
    return true
  }
}
