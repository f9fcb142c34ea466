/// Finds all nodes that a path of `replacements` names: kyaml's `PathMatcher`.
///
/// Source: `kyaml/yaml/match.go`.
struct PathMatcher {
  /// A node that was found.
  enum Match {
    /// At a path of positions in the tree that was searched.
    case inTree(ManifestNode.ChildPath)
    /// In a copy that nothing refers to, so that setting it changes nothing: below null, and in a text that
    /// holds YAML.
    case detached(ManifestNode)
  }

  /// What is made where the last part is missing; nil makes nothing.
  var creating: ManifestNode?

  /// The nodes below `node`, which is changed where nodes are made.
  ///
  /// - Throws: `BuildError` where a part does not fit what it meets.
  func matches(
    _ parts: ArraySlice<String>, in node: inout ManifestNode
  ) throws(BuildError) -> [Match] {
    guard let part = parts.first else { return [.inTree([])] }
    if FieldPath.index(part) != nil { return try indexMatches(parts, in: &node) }
    if FieldPath.isSelector(part) { return try selectorMatches(parts, in: &node) }
    if part == "*" { return try elementMatches(parts.dropFirst(), in: &node) { _ in true } }
    return try fieldMatches(part, parts.dropFirst(), in: &node)
  }

  /// The matches in a child, by their paths from the node.
  private func matches(
    _ parts: ArraySlice<String>, at position: Int, in node: inout ManifestNode
  ) throws(BuildError) -> [Match] {
    let inner = try node.withChild(at: [position]) { child throws(BuildError) in
      try matches(parts, in: &child)
    }
    return inner.map { match in
      if case .inTree(let path) = match { .inTree([position] + path) } else { match }
    }
  }

  /// The matches in a node that is no part of the tree.
  private func detachedMatches(
    _ parts: ArraySlice<String>, in node: ManifestNode
  ) throws(BuildError) -> [Match] {
    var node = node
    return try matches(parts, in: &node).map { match in
      if case .inTree(let path) = match { .detached(node[child: path]) } else { match }
    }
  }

  private func fieldMatches(
    _ key: String, _ rest: ArraySlice<String>, in node: inout ManifestNode
  ) throws(BuildError) -> [Match] {
    if key.isEmpty {
      guard node.isScalar else { throw BuildError("an empty part names no field") }
      return node.text?.isEmpty == true ? try matches(rest, in: &node) : []
    }
    guard let position = try node.memberPosition(key) else {
      guard let made = made(before: rest) else { return [] }
      guard node.appendMember(key, made) else {
        return try detachedMatches(rest, in: made)
      }
      return try matches(rest, at: (node.members?.count ?? 1) - 1, in: &node)
    }
    let child = node[child: [position]]
    if let text = child.text, !rest.isEmpty {
      return try detachedMatches(rest, in: StructuredText(text).node)
    }
    return try matches(rest, at: position, in: &node)
  }

  private func indexMatches(
    _ parts: ArraySlice<String>, in node: inout ManifestNode
  ) throws(BuildError) -> [Match] {
    let index = parts.first.flatMap(FieldPath.index) ?? 0
    let rest = parts.dropFirst()
    let count = try node.listElements().count
    if index == count, let made = made(before: rest) {
      guard node.appendElement(made) else { return try detachedMatches(rest, in: made) }
    } else if index >= count {
      throw BuildError("index \(index) specified but only \(count) elements found")
    }
    return try matches(rest, at: index, in: &node)
  }

  private func selectorMatches(
    _ parts: ArraySlice<String>, in node: inout ManifestNode
  ) throws(BuildError) -> [Match] {
    let (field, value) = try FieldPath.selector(parts.first ?? "")
    // Without an element the pattern is not looked at.
    let hasElements = try !node.listElements().isEmpty
    let pattern = try GoPattern(hasElements || creating != nil ? value : "")
    let rest = field.isEmpty ? [] : parts.dropFirst()
    let found = try matches(rest, in: &node, with: field, pattern)
    guard found.isEmpty, creating != nil else { return found }
    guard node.appendElement(Self.element(field, value)) else {
      let list = ManifestNode(.list([Self.element(field, value)]), tag: .list)
      return try detachedMatches(parts, in: list)
    }
    let made = try matches(rest, in: &node, with: field, pattern)
    guard !made.isEmpty else {
      throw BuildError(
        "the element that was made for [\(field)=\(value)] does not match it",
        remedy: "the value is a regular expression; to make an element, write a plain text")
    }
    return made
  }

  /// The matches in the elements whose field matches a pattern; without a field, elements that match it
  /// themselves, at which the path ends.
  private func matches(
    _ rest: ArraySlice<String>, in node: inout ManifestNode, with field: String,
    _ pattern: GoPattern
  ) throws(BuildError) -> [Match] {
    try elementMatches(rest, in: &node) { element throws(BuildError) in
      guard !field.isEmpty else { return try pattern.matches(element.inlineText()) }
      guard element.isMap, let member = element[field] else { return false }
      return try pattern.matches(member.inlineText())
    }
  }

  private func elementMatches(
    _ rest: ArraySlice<String>, in node: inout ManifestNode,
    where isMeant: (ManifestNode) throws(BuildError) -> Bool
  ) throws(BuildError) -> [Match] {
    var found: [Match] = []
    for position in 0..<(try node.listElements().count) {
      guard try isMeant(node[child: [position]]) else { continue }
      found += try matches(rest, at: position, in: &node)
    }
    return found
  }

  /// What is made for a part that the rest of the path follows.
  private func made(before rest: ArraySlice<String>) -> ManifestNode? {
    guard let creating else { return nil }
    guard let next = rest.first, !next.isEmpty else { return creating }
    let isInList = FieldPath.isSelector(next) || FieldPath.index(next) != nil
    return isInList ? .emptyList : .emptyMap
  }

  private static func element(_ field: String, _ value: String) -> ManifestNode {
    guard !field.isEmpty else { return .untyped(value) }
    return ManifestNode(
      .map([.init(key: .untyped(field), value: .untyped(value))]), tag: .map)
  }
}

extension ManifestNode {
  /// Appends a member to a map; false for other nodes, which stay as they are.
  fileprivate mutating func appendMember(_ key: String, _ value: ManifestNode) -> Bool {
    guard case .map(var members) = content else { return false }
    content = .scalar("")
    // A key that kyaml makes has no type of its own.
    members.append(.init(key: .untyped(key), value: value))
    content = .map(members)
    return true
  }

  /// Appends an element to a list; false for other nodes, which stay as they are.
  fileprivate mutating func appendElement(_ element: ManifestNode) -> Bool {
    guard case .list(var elements) = content else { return false }
    content = .scalar("")
    elements.append(element)
    content = .list(elements)
    return true
  }

  /// A scalar as it is written, for what selectors compare.
  ///
  /// - Throws: `BuildError` for lists and maps, whose text is not told here.
  fileprivate func inlineText() throws(BuildError) -> String {
    guard let text else {
      throw BuildError.unsupported(
        "a selector in a field path compares with a list or a map",
        remedy: "select by a field that holds a text")
    }
    let isPlain = !isQuoted && (tag == .none || type == ManifestNode.untyped(text).type)
    return (isPlain ? text : "\"" + text + "\"").trimmed
  }
}
