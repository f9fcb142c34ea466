import Yams

/// A file as the YAML reader sees it by itself: everything but places and styles.
struct YAMLShape {
  /// Brackets, names of types, and the texts of scalars, in the order of the file.
  private(set) var parts: [String] = []

  /// The shape of `bytes` with each scalar's text rewritten; `nil` for what is no YAML.
  init?(_ bytes: [UInt8], rewrite: (String) -> String) {
    let markCount = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let text = String(decoding: bytes.dropFirst(markCount), as: UTF8.self)
    do {
      for document in try Yams.compose_all(yaml: text) {
        parts.append("---")
        append(document, rewrite)
      }
    } catch { return nil }
  }

  /// Whether this reader, which unfolds aliases, can be trusted with the file.
  static func canRead(_ bytes: [UInt8]) -> Bool {
    bytes.count { $0 == UInt8(ascii: "*") } < 6 && bytes.count < 4_096
  }

  private mutating func append(_ node: Node, _ rewrite: (String) -> String) {
    parts.append(node.anchor.map { "&\($0.rawValue)" } ?? "&")
    switch node {
    case .scalar(let scalar):
      // Yams drops a byte-order mark at the start of a scalar, of which a value may bring several.
      let text = rewrite(scalar.string).unicodeScalars.drop { $0 == "\u{FEFF}" }
      parts.append(String(text))
      if node.tag == Tag(.str) { parts.append("string") }
    case .sequence(let sequence):
      parts.append("[")
      for element in sequence { append(element, rewrite) }
      parts.append("]")
    case .mapping(let mapping):
      parts.append("{")
      for (key, value) in mapping {
        append(key, rewrite)
        append(value, rewrite)
      }
      parts.append("}")
    case .alias(let alias): parts.append("*\(alias.anchor.rawValue)")
    }
  }
}
