extension String {
  /// Refuses a text that does not come through kustomize's way from JSON to YAML, which escapes
  /// neither the control characters from U+007F to U+009F nor U+FFFE and U+FFFF.
  ///
  /// The parameters of each built-in transformer and generator take that way, and so does the
  /// result of a build. Source: `encoding/json`, go-yaml 2 (`yaml_parser_update_buffer`).
  /// - Throws: `BuildError`; for U+0085, which kustomize turns into a space, as not supported.
  func requireGoYAML() throws(BuildError) {
    guard utf8.contains(where: { $0 == 0x7F || $0 == 0xC2 || $0 == 0xEF }) else { return }
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x85: throw .unsupported("the control character U+0085 in a text")
      case 0x7F...0x9F, 0xFFFE...0xFFFF:
        throw BuildError(
          "control characters are not allowed", remedy: "keep such data in binaryData")
      default: break
      }
    }
  }

  /// Refuses a text that go-yaml 3 writes as a literal block that starts with a tab, which it then
  /// cannot read.
  ///
  /// Source: `yaml_emitter_analyze_scalar`, `yaml_parser_scan_block_scalar_breaks`.
  /// - Throws: `BuildError`.
  func requireGoBlock() throws(BuildError) {
    let bytes = Array(utf8)
    guard bytes.first == 0x09, bytes.contains(0x0A), bytes.last != 0x20 else { return }
    var isBehindSpace = false
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x0A, 0x2028, 0x2029:
        if isBehindSpace { return }
      case 0x09, 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD: break
      // With any other character go-yaml writes quotes instead.
      default: return
      }
      isBehindSpace = scalar == " "
    }
    throw BuildError(
      "found a tab character where an indentation space is expected",
      remedy: "let the text of several lines start with something else than a tab")
  }
}

extension ManifestNode {
  /// Sets a member to a string as kyaml's field setter does: a value that is there keeps its place
  /// and quotes; the key of a new one has no tag, so that it may turn out to be a number.
  ///
  /// - Throws: `BuildError` where this is no map, and for the keys that kyaml cannot set.
  mutating func setString(
    _ key: String, _ text: String, place: Place = .none
  ) throws(BuildError) {
    // kyaml leaves null as it is: what it adds to that is never printed.
    if isNull { return }
    guard isMap else {
      throw BuildError("wrong node kind: expected a map to hold \(key)", line: lineNumber)
    }
    guard self[key] == nil else {
      return try withMember(key) { member throws(BuildError) in
        member.isQuoted = member.isScalar && member.isQuoted
        member.content = .scalar(text)
        member.tag = .string
      }
    }
    let member = try Member(key: .newKey(key), value: .string(text, place: place))
    guard case .map(var members) = content else { return }
    content = .scalar("")
    members.append(member)
    content = .map(members)
  }

  /// A key as kyaml makes it: without a tag.
  static func newKey(_ key: String) throws(BuildError) -> ManifestNode {
    guard !key.isEmpty else { throw BuildError("an empty key cannot be set") }
    guard key != "<<" else {
      throw BuildError("map merge requires map or sequence of maps as the value")
    }
    return .untyped(key)
  }
}
