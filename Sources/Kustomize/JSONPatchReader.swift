internal import YAML

/// Reads JSON as Go's `encoding/json` does, into nodes in JSON form (`ManifestNode.becomeJSON`).
///
/// Unlike the other reader of JSON at hand it keeps the text of numbers and of strings that Go
/// would write otherwise, which the operation `test` compares; of equal names it takes the last.
struct JSONPatchReader {
  private let bytes: [UInt8]
  private let file: Int32
  private var index = 0
  private var line: Int32
  private var depth = 0

  /// - Parameters:
  ///   - bytes: the text.
  ///   - file: its file, for the places of nodes.
  ///   - firstLine: the line of the file on which it starts.
  init(_ bytes: [UInt8], file: Int32, firstLine: Int) {
    self.bytes = bytes
    self.file = file
    line = Int32(firstLine)
  }

  /// - Throws: `BuildError` for what is no JSON value.
  mutating func read() throws(BuildError) -> ManifestNode {
    let node = try value()
    skipSpace()
    guard index == bytes.count else { throw error("there is text behind the JSON value") }
    return node
  }

  private var current: UInt8? { index < bytes.count ? bytes[index] : nil }
  private var place: ManifestNode.Place { .init(file: file, line: line) }

  private func error(_ message: String) -> BuildError {
    BuildError("invalid JSON: \(message)", line: Int(line))
  }

  private mutating func skipSpace() {
    while let byte = current, byte.isJSONSpace {
      if byte == .lineFeed { line += 1 }
      index += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard current == byte else { return false }
    index += 1
    return true
  }

  private mutating func value() throws(BuildError) -> ManifestNode {
    skipSpace()
    let place = place
    switch current {
    case .openBrace: return ManifestNode(.map(try members()), tag: .map, place: place)
    case .openBracket: return ManifestNode(.list(try elements()), tag: .list, place: place)
    case .quote:
      let (text, raw) = try string()
      return text.goJSONQuoted == raw
        ? .string(text, place: place) : ManifestNode(.scalar(raw), tag: .none, place: place)
    case .some(let byte) where byte == .minus || byte.isDigit:
      return ManifestNode(.scalar(try number()), tag: .none, place: place)
    default: return try word(place)
    }
  }

  private mutating func word(_ place: ManifestNode.Place) throws(BuildError) -> ManifestNode {
    let words: [(String, ManifestNode.Tag)] = [("true", .bool), ("false", .bool), ("null", .null)]
    for (word, tag) in words where bytes[index...].starts(with: word.utf8) {
      index += word.utf8.count
      return ManifestNode(.scalar(word), tag: tag, place: place)
    }
    throw error("a value is expected; what starts with [ must be JSON throughout")
  }

  private mutating func enter() throws(BuildError) {
    index += 1
    depth += 1
    guard depth <= YAMLLimits.levels else { throw error("it is nested too deeply") }
  }

  private mutating func elements() throws(BuildError) -> [ManifestNode] {
    try enter()
    defer { depth -= 1 }
    var elements: [ManifestNode] = []
    if take(.closeBracket) { return [] }
    repeat { elements.append(try value()) } while take(.comma)
    guard take(.closeBracket) else { throw error("a comma or ] is expected") }
    return elements
  }

  private mutating func members() throws(BuildError) -> [ManifestNode.Member] {
    try enter()
    defer { depth -= 1 }
    var members: [ManifestNode.Member] = []
    var indices: [String: Int] = [:]
    if take(.closeBrace) { return [] }
    repeat {
      skipSpace()
      let place = place
      guard current == .quote else { throw error("a name in \" is expected") }
      let key = try string().text
      guard take(.colon) else { throw error("a colon is expected") }
      let member = ManifestNode.Member(key: .string(key, place: place), value: try value())
      if let index = indices[key] {
        members[index] = member
      } else {
        indices[key] = members.count
        members.append(member)
      }
    } while take(.comma)
    guard take(.closeBrace) else { throw error("a comma or } is expected") }
    return members
  }

  private mutating func digits() throws(BuildError) {
    guard current?.isDigit == true else { throw error("a digit is expected") }
    while current?.isDigit == true { index += 1 }
  }

  private mutating func number() throws(BuildError) -> String {
    let start = index
    if current == .minus { index += 1 }
    if current == 0x30 { index += 1 } else { try digits() }
    if current == .dot {
      index += 1
      try digits()
    }
    if let byte = current, byte | 0x20 == 0x65 {
      index += 1
      if current == .minus || current == 0x2B { index += 1 }
      try digits()
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  /// A string and how it is written.
  private mutating func string() throws(BuildError) -> (text: String, raw: String) {
    let start = index
    index += 1
    var text: [UInt8] = []
    while let byte = current, byte != .quote {
      guard byte >= 0x20 else { throw error("a control character stands in a string") }
      if byte == .backslash {
        text += String(Character(try escape())).utf8
      } else {
        text.append(byte)
        index += 1
      }
    }
    guard take(.quote) else { throw error("a string has no end") }
    let raw = String(decoding: bytes[start..<index], as: UTF8.self)
    return (String(decoding: text, as: UTF8.self), raw)
  }

  private mutating func escape() throws(BuildError) -> Unicode.Scalar {
    index += 1
    defer { index += 1 }
    switch current {
    case .quote, .backslash, 0x2F: return Unicode.Scalar(current ?? 0)
    case 0x62: return "\u{8}"
    case 0x66: return "\u{C}"
    case 0x6E: return "\n"
    case 0x72: return "\r"
    case 0x74: return "\t"
    case 0x75: return try unicodeEscape()
    default: throw error("JSON has no such escape")
    }
  }

  /// The scalar of `\uXXXX` or of a pair of surrogates; ends on its last digit.
  private mutating func unicodeEscape() throws(BuildError) -> Unicode.Scalar {
    guard let high = unit(at: index + 1) else { throw error("\\u needs four digits") }
    index += 4
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xDC00, bytes[(index + 1)...].starts(with: "\\u".utf8),
      let low = unit(at: index + 3), (0xDC00...0xDFFF).contains(low)
    else { return "\u{FFFD}" }
    index += 6
    return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  private func unit(at start: Int) -> UInt32? {
    guard start + 4 <= bytes.count else { return nil }
    let digits = bytes[start..<(start + 4)]
    guard digits.allSatisfy({ $0.isDigit || $0.isLetter }) else { return nil }
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}

extension String {
  /// What this JSON string stands for.
  ///
  /// - Throws: `BuildError` where it is none.
  func fromJSON() throws(BuildError) -> String {
    var reader = JSONPatchReader(Array("[\(self)]".utf8), file: 0, firstLine: 1)
    return try reader.text()
  }
}

extension JSONPatchReader {
  /// The decoded text of a list with one string.
  fileprivate mutating func text() throws(BuildError) -> String {
    index += 1
    return try string().text
  }
}
