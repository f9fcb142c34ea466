extension ManifestNode {
  /// The positions of children that lead from a node to one in it.
  typealias ChildPath = [Int]

  /// The node found by going down a path, or nil: kyaml's `Lookup`.
  ///
  /// Parts are keys, indices, `-` for the last element, and `[field=value]` for the first element with exactly
  /// that value.
  ///
  /// - Throws: `BuildError` where a part does not fit what it meets, and for `*`.
  func lookup(_ parts: some Sequence<String>) throws(BuildError) -> ManifestNode? {
    try lookupPath(parts).map { self[child: $0] }
  }

  /// Where the node is that `lookup` finds.
  func lookupPath(_ parts: some Sequence<String>) throws(BuildError) -> ChildPath? {
    var path: ChildPath = []
    var node = self
    for part in parts.map(\.trimmed) where !part.isEmpty {
      guard let position = try node.position(of: part) else { return nil }
      path.append(position)
      node = node[child: [position]]
    }
    return path
  }

  private func position(of part: String) throws(BuildError) -> Int? {
    if let number = Int(part) {
      guard number >= 0 else { throw BuildError("array index \(number) cannot be negative") }
      return try listElements().count > number ? number : nil
    }
    if part == "-" {
      let count = try listElements().count
      guard count > 0 else { throw BuildError("\"-\" names the last element of an empty list") }
      return count - 1
    }
    guard part != "*" else { throw BuildError("\"*\" is not possible in this path") }
    guard FieldPath.isSelector(part) else { return try memberPosition(part) }
    let (field, value) = try FieldPath.selector(part)
    return try listElements().firstIndex { element in
      guard !field.isEmpty else { return (element.text ?? "") == value }
      guard element.isMap, let member = element[field] else { return false }
      return (member.text ?? "") == value
    }
  }

  /// The elements; none for null.
  ///
  /// - Throws: `BuildError` for scalars and maps.
  func listElements() throws(BuildError) -> [ManifestNode] {
    if let elements { return elements }
    guard isNull else { throw wrongKind("a list") }
    return []
  }

  /// The position of a member; nil where there is none, and for null.
  ///
  /// - Throws: `BuildError` for scalars and lists.
  func memberPosition(_ key: String) throws(BuildError) -> Int? {
    if isNull { return nil }
    guard case .map(let members) = content else { throw wrongKind("a map with \"\(key)\"") }
    return members.firstIndex { $0.key.text == key }
  }

  private func wrongKind(_ wanted: String) -> BuildError {
    BuildError("expected \(wanted), but there is a \(isList ? "list" : isMap ? "map" : "scalar")")
  }

  /// The node at positions that are there.
  subscript(child path: some Collection<Int>) -> ManifestNode {
    var node = self
    for position in path {
      switch node.content {
      case .scalar: return node
      case .list(let elements): node = elements[position]
      case .map(let members): node = members[position].value
      }
    }
    return node
  }

  /// Calls `body` with the node at positions that are there.
  mutating func withChild<R>(
    at path: ArraySlice<Int>, _ body: (inout ManifestNode) throws(BuildError) -> R
  ) throws(BuildError) -> R {
    guard let position = path.first else { return try body(&self) }
    switch content {
    case .scalar: return try body(&self)
    case .list(var elements):
      content = .scalar("")  // So that the elements are held once, and changed in place.
      defer { content = .list(elements) }
      return try elements[position].withChild(at: path.dropFirst(), body)
    case .map(var members):
      content = .scalar("")
      defer { content = .map(members) }
      return try members[position].value.withChild(at: path.dropFirst(), body)
    }
  }
}
