internal import YAML

/// Writes a document of YAML anew after parts of it were set, as kyaml's encoder does: indented by two, lists
/// not indented, scalars in the style that they had.
///
/// Comments, anchors, tags and folded texts are refused, since nothing here says how they would come out.
/// Source: go-yaml 3 (`encode.go`, `emitterc.go`).
struct BlockYAMLWriter {
  private static let refusal = BuildError.unsupported(
    "a replacement reaches into YAML in a text that cannot be written as kustomize does",
    remedy: "leave out comments, anchors, tags and folded texts there, or use JSON")

  /// The text of a document, without white space at its ends.
  ///
  /// - Parameters:
  ///   - node: the document as it is now.
  ///   - source: the document as it was, for its styles.
  ///   - text: the text that it was in.
  /// - Returns: the text.
  /// - Throws: `BuildError` for what is not written here.
  static func text(
    of node: ManifestNode, as source: YAMLNode, from text: String
  ) throws(BuildError) -> String {
    var last: UInt8 = UInt8(ascii: "\n")
    for byte in text.utf8 {
      // A mark behind white space may begin a comment, or a part of a text.
      let isComment = byte == UInt8(ascii: "#") && [0x20, 0x09, 0x0A].contains(last)
      guard !isComment, byte != 0x0D else { throw refusal }
      last = byte
    }
    return try Self().block(node, source, indent: 0).trimmed
  }

  private func block(
    _ node: ManifestNode, _ source: YAMLNode?, indent: Int
  ) throws(BuildError) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    switch node.content {
    case .scalar: return try scalar(node, source, indent: indent, inFlow: false)
    case .list(let elements):
      for (index, element) in elements.enumerated() {
        let inner = source?.elements.flatMap { $0.indices.contains(index) ? $0[index] : nil }
        let text = try value(element, inner, indent: indent + 2, inList: true)
        lines.append(margin + "-" + text)
      }
    case .map(let members):
      for (index, member) in members.enumerated() {
        let inner = source?.members.flatMap { $0.indices.contains(index) ? $0[index] : nil }
        let key = try scalar(member.key, inner?.key, indent: indent, inFlow: false)
        guard !key.isEmpty, key.utf8.count <= 128, !key.utf8.contains(0x0A) else {
          throw Self.refusal
        }
        let text = try value(member.value, inner?.value, indent: indent, inList: false)
        lines.append(margin + key + ":" + text)
      }
    }
    return lines.joined(separator: "\n")
  }

  /// What follows a key and its colon, or a dash.
  private func value(
    _ node: ManifestNode, _ source: YAMLNode?, indent: Int, inList: Bool
  ) throws(BuildError) -> String {
    try check(source)
    if node.isScalar {
      // In a list the text of a block stands at the dash plus two already.
      let text = try scalar(node, source, indent: inList ? indent - 2 : indent, inFlow: false)
      return text.isEmpty ? "" : " " + text
    }
    let isEmpty = node.elements?.isEmpty ?? node.members?.isEmpty ?? true
    if isEmpty || source.isFlow { return " " + (try flow(node, source)) }
    guard source.hasKind(of: node) else { return try newBlock(node, indent, inList) }
    return try nested(block(node, source, indent: inner(node, indent, inList)), indent, inList)
  }

  private func inner(_ node: ManifestNode, _ indent: Int, _ inList: Bool) -> Int {
    // A list in a map stands at the map's own indentation.
    inList || node.isList ? indent : indent + 2
  }

  private func nested(_ text: String, _ indent: Int, _ inList: Bool) -> String {
    inList ? " " + String(text.unicodeScalars.dropFirst(indent)) : "\n" + text
  }

  /// A list or a map that was not there: one that was made, whose content was made too.
  private func newBlock(
    _ node: ManifestNode, _ indent: Int, _ inList: Bool
  ) throws(BuildError) -> String {
    // What comes from a file has a style there that is not known any more.
    guard node.isMade else { throw Self.refusal }
    return try nested(block(node, nil, indent: inner(node, indent, inList)), indent, inList)
  }

  private func flow(
    _ node: ManifestNode, _ source: YAMLNode?
  ) throws(BuildError) -> String {
    try check(source)
    var items: [String] = []
    switch node.content {
    case .scalar: return try scalar(node, source, indent: 0, inFlow: true)
    case .list(let elements):
      for (index, element) in elements.enumerated() {
        let inner = source?.elements.flatMap { $0.indices.contains(index) ? $0[index] : nil }
        items.append(try flow(element, inner))
      }
      return "[" + items.joined(separator: ", ") + "]"
    case .map(let members):
      for (index, member) in members.enumerated() {
        let inner = source?.members.flatMap { $0.indices.contains(index) ? $0[index] : nil }
        let key = try scalar(member.key, inner?.key, indent: 0, inFlow: true)
        guard key.utf8.count <= 128 else { throw Self.refusal }
        items.append(key + ": " + (try flow(member.value, inner?.value)))
      }
      return "{" + items.joined(separator: ", ") + "}"
    }
  }

  private func check(_ source: YAMLNode?) throws(BuildError) {
    guard let source else { return }
    if case .alias = source.kind { throw Self.refusal }
    guard !source.hasTag, source.anchor == nil else { throw Self.refusal }
  }

  private func scalar(
    _ node: ManifestNode, _ source: YAMLNode?, indent: Int, inFlow: Bool
  ) throws(BuildError) -> String {
    try check(source)
    guard let text = node.text, source?.scalar?.style != .folded,
      text.unicodeScalars.allSatisfy(\.isWritten)
    else { throw Self.refusal }
    // The quotes of what comes from elsewhere are not known.
    guard source?.scalar != nil || !node.isQuoted else { throw Self.refusal }
    switch source?.scalar?.style ?? .plain {
    case .double: return doubleQuoted(text)
    case .single:
      guard !text.utf8.contains(0x0A) else { throw Self.refusal }
      return singleQuoted(text)
    case .literal where !inFlow: return try literal(text, indent: indent)
    case .literal, .folded: throw Self.refusal
    case .plain: return try plain(text, node.tag, indent: indent, inFlow: inFlow)
    }
  }

  private func plain(
    _ text: String, _ tag: ManifestNode.Tag, indent: Int, inFlow: Bool
  ) throws(BuildError) -> String {
    let isSame = tag == .none || ManifestNode.untyped(text).type == tag
    if text.utf8.contains(0x0A) {
      guard !inFlow, isSame else { throw Self.refusal }
      return try literal(text, indent: indent)
    }
    if text.isEmpty, isSame, !inFlow { return "" }
    guard isSame || tag == .string, !text.isEmpty || tag == .string else { throw Self.refusal }
    if !isSame { return doubleQuoted(text) }
    return text.isPlainInLibYAML(inFlow: inFlow) ? text : singleQuoted(text)
  }

  private func singleQuoted(_ text: String) -> String {
    guard !text.utf8.contains(0x09) else { return doubleQuoted(text) }
    return "'" + text.pieces(at: "'").joined(separator: "''") + "'"
  }

  private func doubleQuoted(_ text: String) -> String { Value.string(text).description }

  /// A text as a block below a key at an indentation.
  private func literal(_ text: String, indent: Int) throws(BuildError) -> String {
    var lines = text.pieces(at: "\n")
    let isHeld = lines.allSatisfy { !$0.hasSuffix(" ") && !$0.utf8.contains(0x09) }
    guard isHeld, let first = lines.first, !first.isEmpty else { throw Self.refusal }
    var header = first.hasPrefix(" ") ? "|2" : "|"
    if lines.last?.isEmpty == true {
      lines.removeLast()
      guard lines.last?.isEmpty == false else { throw Self.refusal }
    } else {
      header += "-"
    }
    let margin = String(repeating: " ", count: indent + 2)
    return header + "\n" + lines.map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
  }
}

extension Optional where Wrapped == YAMLNode {
  /// Whether it is a list or a map between brackets or braces.
  fileprivate var isFlow: Bool {
    guard let self, let first = self.elements?.first ?? self.members?.first?.key else {
      return false
    }
    return first.inFlow
  }

  fileprivate func hasKind(of node: ManifestNode) -> Bool {
    guard let self else { return false }
    return node.isMap ? self.members?.isEmpty == false : self.elements?.isEmpty == false
  }
}

extension ManifestNode {
  /// Whether nothing in it stands in a file.
  fileprivate var isMade: Bool {
    guard place.line == 0 else { return false }
    switch content {
    case .scalar: return true
    case .list(let elements): return elements.allSatisfy { $0.isScalar || $0.isMade }
    case .map(let members): return members.allSatisfy { $0.value.isScalar || $0.value.isMade }
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isWritten: Bool { self == "\t" || self == "\n" || isPrintable }
}

extension String {
  /// Whether libyaml writes this text of one line, which is not empty, without quotes.
  fileprivate func isPlainInLibYAML(inFlow: Bool) -> Bool {
    let bytes = Array(utf8)
    guard let first = bytes.first, let last = bytes.last, first != 0x20, last != 0x20,
      !hasPrefix("---"), !hasPrefix("..."), !bytes.contains(0x09),
      !"#,[]{}&*!|>'\"%@`".utf8.contains(first)
    else { return false }
    func isBlank(_ index: Int) -> Bool { index >= bytes.count || bytes[index] == 0x20 }
    if "-?:".utf8.contains(first), isBlank(1) || inFlow && first != 0x2D { return false }
    for index in bytes.indices.dropFirst() {
      switch bytes[index] {
      case UInt8(ascii: ":") where inFlow || isBlank(index + 1): return false
      case UInt8(ascii: "#") where isBlank(index - 1): return false
      default: if inFlow, ",?[]{}".utf8.contains(bytes[index]) { return false }
      }
    }
    return true
  }
}
