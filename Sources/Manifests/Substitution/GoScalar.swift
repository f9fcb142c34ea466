/// What Go's YAML readers take a plain scalar for.
///
/// Source: `resolve` in `resolve.go` of go-yaml 2.4 and 3.0.
enum GoScalar: Hashable {
  /// One of the two readers that Flux uses.
  enum Dialect {
    /// Reads what was substituted; its booleans are those of YAML 1.1.
    case version2
    /// Reads files for kustomize; its booleans are those of YAML 1.2.
    case version3
  }

  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  /// A date or time: a string in version 2; in version 3 the text of RFC 3339.
  case timestamp(String)
  case string

  /// Resolves the text of a plain scalar without a tag.
  init(_ text: String, dialect: Dialect) {
    let word = Self.words[text] ?? (dialect == .version2 ? Self.words1[text] : nil)
    if let word {
      self = word
    } else if let first = text.utf8.first {
      self = Self.resolved(Array(text.utf8), first: first, dialect: dialect)
    } else {
      self = .null
    }
  }

  /// The short name of the tag that YAML has for this.
  var tag: String {
    switch self {
    case .null: "null"
    case .bool: "bool"
    case .int: "int"
    case .double: "float"
    case .timestamp: "timestamp"
    case .string: "str"
    }
  }

  private static func resolved(_ text: [UInt8], first: UInt8, dialect: Dialect) -> GoScalar {
    if first == .dot { return GoNumber.goFloat(text).map(GoScalar.double) ?? .string }
    guard first.isDigit || first == .minus || first == 0x2B else { return .string }
    if let time = GoTimestamp(text) { return .timestamp(time.description) }
    switch GoNumber(text, dialect: dialect) {
    case .int(let number): return .int(number)
    case .double(let number): return .double(number)
    case nil: return .string
    }
  }

  private static let words: [String: GoScalar] = table([
    (.null, "~ null Null NULL"), (.bool(true), "true True TRUE"),
    (.bool(false), "false False FALSE"), (.double(.nan), ".nan .NaN .NAN"),
    (.double(.infinity), ".inf .Inf .INF +.inf +.Inf +.INF"),
    (.double(-.infinity), "-.inf -.Inf -.INF"),
  ])

  /// The booleans that YAML 1.1 has besides.
  private static let words1: [String: GoScalar] = table([
    (.bool(true), "y Y yes Yes YES on On ON"), (.bool(false), "n N no No NO off Off OFF"),
  ])

  private static func table(_ rows: [(GoScalar, String)]) -> [String: GoScalar] {
    var table: [String: GoScalar] = [:]
    for (value, words) in rows {
      for word in words.split(separator: " ") { table[String(word)] = value }
    }
    return table
  }
}
