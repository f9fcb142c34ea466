/// What Go's YAML readers take a plain scalar for.
///
/// Source: `resolve` in `resolve.go` of go-yaml 2.4 and 3.0.
public enum GoScalar: Hashable, Sendable {
  /// One of the two readers that Flux uses.
  public enum Dialect: Sendable {
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
  public init(_ text: String, dialect: Dialect) {
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
  public var tag: String {
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

/// A date, or a date and a time, as Go's YAML readers recognise them.
///
/// Source: `parseTimestamp` of go-yaml and Go's `time.Parse`, for the four layouts listed there.
struct GoTimestamp: CustomStringConvertible {
  private var date: [Int] = []
  private var time = [0, 0, 0]
  private var fraction: ArraySlice<UInt8> = []
  /// `Z` or the offset from universal time.
  private var zone = "Z"

  /// Reads a timestamp, or fails where `text` is none.
  init?(_ text: [UInt8]) {
    guard text.count > 4, text[..<4].allSatisfy(\.isDigit), text[4] == .minus else { return nil }
    var rest = text[4...]
    guard let month = Self.number(after: .minus, in: &rest),
      let day = Self.number(after: .minus, in: &rest)
    else { return nil }
    date = [Int(String(decoding: text[..<4], as: UTF8.self)) ?? 0, month, day]
    guard isDate else { return nil }
    guard let separator = rest.first else { return }
    guard separator | 0x20 == 0x74 || separator == .space, readTime(after: separator, in: &rest)
    else { return nil }
    if separator == .space {
      guard rest.isEmpty else { return nil }
    } else {
      guard readZone(rest) else { return nil }
    }
  }

  private mutating func readTime(after separator: UInt8, in rest: inout ArraySlice<UInt8>) -> Bool {
    guard let hour = Self.number(after: separator, in: &rest),
      let minute = Self.number(after: .colon, in: &rest),
      let second = Self.number(after: .colon, in: &rest), hour < 24, minute < 60, second < 60
    else { return false }
    time = [hour, minute, second]
    guard let point = rest.first, point == .dot || point == .comma else { return true }
    fraction = rest.dropFirst().prefix(while: \.isDigit)
    if !fraction.isEmpty { rest = rest[fraction.endIndex...] }
    return fraction.count < 10
  }

  private mutating func readZone(_ text: ArraySlice<UInt8>) -> Bool {
    if text.elementsEqual("Z".utf8) { return true }
    let digits = [1, 2, 4, 5].map { text.startIndex + $0 }
    guard text.count == 6, let sign = text.first, sign == .minus || sign == 0x2B,
      text[text.startIndex + 3] == .colon, digits.allSatisfy({ text[$0].isDigit })
    else { return false }
    let zone = String(decoding: text, as: UTF8.self)
    self.zone = zone.hasSuffix("00:00") ? "Z" : zone
    return zone.dropFirst().prefix(2) <= "24" && zone.suffix(2) < "60"
  }

  private var isDate: Bool {
    let isLeap = date[0] % 4 == 0 && (date[0] % 100 != 0 || date[0] % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...12).contains(date[1]) && (1...days[date[1] - 1]).contains(date[2])
  }

  /// The number of one or two digits that follows `mark`, which both go.
  private static func number(after mark: UInt8, in rest: inout ArraySlice<UInt8>) -> Int? {
    guard rest.first == mark else { return nil }
    let digits = rest.dropFirst().prefix(2).prefix(while: \.isDigit)
    rest = rest[digits.endIndex...]
    return Int(String(decoding: digits, as: UTF8.self))
  }

  /// The text of RFC 3339, as Go puts it into JSON.
  var description: String {
    func digits(_ number: Int, _ count: Int = 2) -> String {
      let text = String(number)
      return String(repeating: "0", count: count - text.utf8.count) + text
    }
    let significant = fraction.reversed().drop { $0 == 0x30 }.reversed()
    let end = significant.isEmpty ? "" : "." + String(decoding: Array(significant), as: UTF8.self)
    return [digits(date[0], 4), digits(date[1]), digits(date[2])].joined(separator: "-") + "T"
      + time.map { digits($0) }.joined(separator: ":") + end + zone
  }
}

/// A failure in the words of Go's libraries, before anything says which resource it is about.
public struct GoError: Error, Hashable {
  public let message: String

  public init(_ message: String) {
    self.message = message
  }

  /// What Go's YAML reader says where libyaml says `error` about `bytes`.
  ///
  /// Both descend from one parser and share its words. Go's counts lines of the scanner from 1 and
  /// those of the parser from 0, and prints no line 0.
  /// Source: `parser.fail` in go-yaml's `decode.go`, version 2.4.
  public init(_ error: ParseError, in bytes: [UInt8]) {
    if let invalid = bytes.firstInvalidUTF8 {
      let isLead = bytes[invalid] >= 0xC0 && bytes[invalid] < 0xF8
      self.init("yaml: invalid \(isLead ? "trailing" : "leading") UTF-8 octet")
      return
    }
    if error.message.hasPrefix("found undefined alias") {
      let name = bytes.word(at: error.position)
      self.init("yaml: unknown anchor '\(name)' referenced")
      return
    }
    let line = error.position.line - (Self.parserMessages.contains(error.message) ? 1 : 0)
    let isFirst = error.position.line == 1
    self.init("yaml: " + (isFirst ? "" : "line \(line): ") + error.message)
  }

  /// What libyaml's parser says; everything else comes from its scanner.
  private static let parserMessages: Set<String> = [
    "did not find expected <document start>", "did not find expected node content",
    "did not find expected '-' indicator", "did not find expected key",
    "did not find expected ',' or ']'", "did not find expected ',' or '}'",
    "found undefined tag handle", "found duplicate %YAML directive",
    "found incompatible YAML document", "found duplicate %TAG directive",
  ]
}

extension [UInt8] {
  /// The name of the alias whose `*` stands at `position`.
  fileprivate func word(at position: TextPosition) -> String {
    let lines = split(separator: .lineFeed, omittingEmptySubsequences: false)
    guard lines.indices.contains(position.line - 1) else { return "" }
    let line = String(decoding: lines[position.line - 1], as: UTF8.self)
    let rest = line.unicodeScalars.dropFirst(position.column)
    return String(rest.prefix { $0.isASCII && UInt8(ascii: $0).isWord })
  }
}
