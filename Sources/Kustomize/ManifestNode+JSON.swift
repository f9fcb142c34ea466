internal import YAML

/// JSON form: what stands in a node while a JSON 6902 patch is applied.
///
/// The tag tells what a scalar is. `.string`, `.bool` and `.null` are what they say, with their
/// plain text. `.none` means that the text is JSON: a number, a string in another form than Go's,
/// or the null that an operation has for its value, which `test` tells from other nulls.
extension ManifestNode {
  /// Puts this node into JSON form, places kept.
  ///
  /// - Throws: `BuildError` for what JSON does not have.
  /// Source: `RNode.MarshalJSON` of kyaml.
  mutating func becomeJSON(depth: Int = 0) throws(BuildError) {
    switch content {
    case .scalar: try becomeJSONScalar()
    case .list:
      try forEachElement { element throws(BuildError) in try element.becomeJSON(depth: depth + 1) }
      tag = .list
    case .map:
      try textKeys(isOutermost: depth == 0)
      try forEachMember { _, member throws(BuildError) in
        try member.becomeJSON(depth: depth + 1)
      }
      tag = .map
    }
  }

  private mutating func becomeJSONScalar() throws(BuildError) {
    switch try value() {
    case .int(let number): set(String(number), .none)
    case .double(let number): set(GoFloat(number).jsonText, .none)
    case let other: self = ManifestNode(other).at(place)
    }
  }

  private mutating func set(_ text: String, _ tag: Tag) {
    content = .scalar(text)
    self.tag = tag
    isQuoted = false
    block = nil
  }

  private mutating func textKeys(isOutermost: Bool) throws(BuildError) {
    guard case .map(var members) = content else { return }
    content = .scalar("")
    defer { content = .map(members) }
    for index in members.indices where members[index].key.tag != .string {
      let key = members[index].key
      guard isOutermost || key.type == .string, let text = key.text else {
        throw BuildError(
          "json: unsupported type: map[interface {}]interface {}",
          line: key.lineNumber,
          remedy: "put the key \(key.text ?? "") in quotes")
      }
      members[index].key = .string(text, place: key.place)
    }
  }

  /// Gives the scalars of a node in JSON form the types that they have after JSON: every number is
  /// one of 64 bits with a point, written as go-yaml does.
  ///
  /// - Throws: `BuildError` for numbers out of range.
  /// Source: `RNode.UnmarshalJSON` of kyaml.
  mutating func resolveJSON() throws(BuildError) {
    switch content {
    case .list:
      try forEachElement { element throws(BuildError) in try element.resolveJSON() }
    case .map:
      try forEachMember { _, member throws(BuildError) in try member.resolveJSON() }
    case .scalar(let text):
      switch tag {
      case .none where text == "null": set(text, .null)
      case .none where text.utf8.first == .quote: set(try text.fromJSON(), .string)
      case .none: try resolveNumber(text)
      default: break
      }
    }
    if tag == .string, let text { isQuoted = !PlainScalar.isString(text, inFlow: false) }
  }

  private mutating func resolveNumber(_ text: String) throws(BuildError) {
    guard let number = Double(text), number.isFinite else {
      throw BuildError(
        "the number \(text) is out of range", line: lineNumber)
    }
    let written = GoFloat(number).yamlText
    set(written, Tag(GoScalar(written, dialect: .version3)))
  }

  /// This node with another place.
  func at(_ place: Place) -> ManifestNode {
    var node = self
    node.place = place
    return node
  }

  /// Whether two nodes in JSON form are equal to json-patch.
  ///
  /// Scalars compare by how they are written; null in a list makes json-patch panic and equals
  /// nothing here.
  func isJSONEqual(to other: ManifestNode) -> Bool {
    switch (content, other.content) {
    case (.scalar(let text), .scalar(let otherText)): return tag == other.tag && text == otherText
    case (.list(let list), .list(let otherList)):
      return list.count == otherList.count
        && zip(list, otherList).allSatisfy { !$0.isNull && !$1.isNull && $0.isJSONEqual(to: $1) }
    case (.map(let members), .map(let otherMembers)):
      guard members.count == otherMembers.count else { return false }
      return members.allSatisfy { member in
        other[member.key.text ?? ""].map { member.value.isJSONEqual(to: $0) } ?? false
      }
    default: return false
    }
  }
}
