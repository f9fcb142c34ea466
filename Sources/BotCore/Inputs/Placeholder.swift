/// A piece of a text with `{{key}}` placeholders.
enum Placeholder: Hashable {
  case literal(String)
  case key(String)

  /// Splits `text`; an unclosed `{{` stays literal text.
  static func split(_ text: String) -> [Placeholder] {
    var pieces: [Placeholder] = []
    var rest = Substring(text)
    while let open = rest.firstRange(of: "{{"),
      let close = rest[open.upperBound...].firstRange(of: "}}")
    {
      if open.lowerBound > rest.startIndex {
        pieces.append(.literal(String(rest[..<open.lowerBound])))
      }
      let key = rest[open.upperBound..<close.lowerBound]
      pieces.append(.key(String(key.filter { !$0.isWhitespace })))
      rest = rest[close.upperBound...]
    }
    if !rest.isEmpty { pieces.append(.literal(String(rest))) }
    return pieces
  }

  /// The keys that `text` asks for, in order of appearance.
  static func keys(in text: String) -> [String] {
    split(text).compactMap { piece in
      if case .key(let key) = piece { key } else { nil }
    }
  }

  /// `text` with each placeholder replaced; nil when `values` lacks one of its keys.
  static func expand(_ text: String, with values: [String: String]) -> String? {
    var result = ""
    for piece in split(text) {
      switch piece {
      case .literal(let literal): result += literal
      case .key(let key):
        guard let value = values[key] else { return nil }
        result += value
      }
    }
    return result
  }
}
