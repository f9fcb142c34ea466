internal import YAML

/// A tag of a text that is known to be a well-formed Mustache template.
///
/// The parser keeps what it finds to itself, and a name that nobody set renders as nothing, so the
/// names are read once more here. Tags that could change the delimiters are refused, so that every tag
/// begins with two braces.
struct MessageTag {
  /// What stands behind the braces, such as `#`; empty for a variable.
  let sigil: Substring
  let name: String
  let position: TextPosition

  /// All of them but comments, in their order.
  static func all(in text: String) -> [MessageTag] {
    text.matches(of: /\{\{(?:!.*?|([^\w\s.!]?)\s*(.*?)\s*\}?)\}\}/.dotMatchesNewlines()).compactMap
    {
      guard let name = $0.output.2, let sigil = $0.output.1 else { return nil }
      return MessageTag(
        sigil: sigil, name: String(name),
        position: TextPosition(of: $0.range.lowerBound, in: text))
    }
  }

  /// Makes sure that this is a tag for `kind`.
  ///
  /// - Throws: ConfigurationError at its place, with the nearest right name.
  func check(for kind: MessageKind, at place: MessagePlace) throws(ConfigurationError) {
    guard ["", "{", "&", "#", "^", "/"].contains(sigil) else {
      throw place.error(
        "the tag {{\(sigil)\(name)}} is of a kind that is not understood here", at: position,
        remedy: "write {{name}}, {{#name}} … {{/name}} or {{^name}} … {{/name}}")
    }
    let names = kind.variables
    guard name != ".", !names.contains(name) else { return }
    let nearest = nearestSpelling(to: name, among: names)
    throw place.error(
      "unknown variable \"\(name)\"", at: position,
      remedy: nearest.map { "did you mean \"\($0)\"?" }
        ?? "known here: \(names.sorted().joined(separator: ", "))")
  }
}

extension TextPosition {
  /// The position of `index` in `text`.
  init(of index: String.Index, in text: String) {
    let lines = text[..<index].split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    self.init(line: lines.count, column: (lines.last?.unicodeScalars.count ?? 0) + 1)
  }
}
