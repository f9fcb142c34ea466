/// A JSON reader that keeps positions and byte ranges.
///
/// Where `allowsComments` it also takes what people write in configuration files: comments (`//` to the end of the line,
/// `/*` to `*/`), and a comma behind the last part.
///
/// Neither library at hand gives both: Foundation's readers report no positions and take the last
/// of two equal names, and a YAML composer accepts what JSON forbids and knows no ends of values.
struct JSONReader {
  private let bytes: [UInt8]
  private let allowsComments: Bool
  private var index = 0
  private var line = 1
  private var lineStart = 0
  /// The last offset on this line whose column was asked for, so that a long line is counted once.
  private var counted = (offset: 0, column: 1)
  private var depth = 0

  init(bytes: [UInt8], allowsComments: Bool = false) {
    self.bytes = bytes
    self.allowsComments = allowsComments
  }

  mutating func readFile() throws(ParseError) -> PositionedValue {
    try checkEncoding()
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      index = 3
      lineStart = 3
      counted = (3, 1)
    }
    try skipSpace()
    guard index < bytes.count else {
      throw error("the file is empty", "write a JSON object, at least {}")
    }
    let value = try readValue()
    try skipSpace()
    guard index == bytes.count else {
      throw error("there is text after the end of the JSON value", "remove it")
    }
    return value
  }
}

extension JSONReader {
  private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  private var position: TextPosition {
    mutating get {
      if counted.offset > index { counted = (lineStart, 1) }
      counted.column += bytes[counted.offset..<index].count { $0 & 0xC0 != 0x80 }
      counted.offset = index
      return TextPosition(line: line, column: counted.column)
    }
  }

  private mutating func error(_ message: String, _ remedy: String) -> ParseError {
    ParseError(position: position, message: message, remedy: remedy)
  }

  private func checkEncoding() throws(ParseError) {
    guard let offset = bytes.firstInvalidUTF8 else { return }
    throw ParseError(
      position: TextPosition(of: offset, in: bytes), message: "the file is not UTF-8 here",
      remedy: "save it as UTF-8")
  }

  /// Steps over white space and comments.
  private mutating func skipSpace() throws(ParseError) {
    skipWhiteSpace()
    while allowsComments, current == .slash {
      try skipComment()
      skipWhiteSpace()
    }
  }

  private mutating func skipComment() throws(ParseError) {
    let opening = error("a comment starts with // or /*", "complete it, or remove the /")
    let unclosed = error("the comment has no end", "close it with */")
    let next = index + 1 < bytes.count ? bytes[index + 1] : nil
    guard next == .slash || next == .asterisk else { throw opening }
    guard let end = JSONGap.commentEnd(from: index, in: bytes) else { throw unclosed }
    while index < end { step() }
  }

  private mutating func skipWhiteSpace() {
    while let byte = current, byte.isJSONSpace { step() }
  }

  /// Steps over one byte, which may end a line.
  private mutating func step() {
    let byte = bytes[index]
    index += 1
    guard byte == .lineFeed || (byte == .carriageReturn && current != .lineFeed) else { return }
    line += 1
    lineStart = index
    counted = (index, 1)
  }

  private mutating func readValue() throws(ParseError) -> PositionedValue {
    let start = index
    let position = position
    let kind = try readKind()
    return PositionedValue(kind: kind, position: position, range: start..<index)
  }

  private mutating func readKind() throws(ParseError) -> PositionedValue.Kind {
    switch current {
    case .openBrace: return .map(try readMembers())
    case .openBracket: return .list(try readElements())
    case .quote: return .string(try readString())
    case .minus: return try readNumber()
    case .some(let byte) where byte.isDigit: return try readNumber()
    case .some(let byte) where byte.isLetter: return try readWord()
    case .none: throw error("the file ends where a value is expected", "complete it")
    case .some(.hash) where allowsComments:
      throw error("a comment starts with //", "replace the # by //")
    case .some(.slash), .some(.hash):
      throw error("JSON has no comments", "remove the comment")
    case .some(.apostrophe): throw error("a string stands in \" in JSON", "replace the quotes")
    default: throw error("a value is expected here", "write a JSON value")
    }
  }

  private mutating func readWord() throws(ParseError) -> PositionedValue.Kind {
    let end = bytes[index...].firstIndex { !$0.isLetter && !$0.isDigit } ?? bytes.count
    let word = String(decoding: bytes[index..<end], as: UTF8.self)
    let words: [String: PositionedValue.Kind] = [
      "true": .bool(true), "false": .bool(false), "null": .null,
    ]
    guard let kind = words[word] else {
      throw error("\(word) is no JSON value", "put a text between \"")
    }
    index = end
    return kind
  }

  private mutating func enter() throws(ParseError) {
    depth += 1
    guard depth <= YAMLLimits.levels else {
      throw error("the nesting is deeper than \(YAMLLimits.levels)", "flatten the value")
    }
    index += 1
    try skipSpace()
  }

  /// Steps over `,` or `close`; true when another part follows.
  private mutating func goOn(until close: UInt8) throws(ParseError) -> Bool {
    try skipSpace()
    if current == close {
      index += 1
      depth -= 1
      return false
    }
    let closing = Character(Unicode.Scalar(close))
    guard current == .comma else {
      throw error("a comma or \(closing) is expected here", "add it")
    }
    let comma = error("there is a comma before \(closing)", "remove the comma")
    index += 1
    try skipSpace()
    guard current == close else { return true }
    guard allowsComments else { throw comma }
    index += 1
    depth -= 1
    return false
  }

  private mutating func readElements() throws(ParseError) -> [PositionedValue] {
    try enter()
    var elements: [PositionedValue] = []
    if current == .closeBracket { return try closed(elements) }
    repeat { elements.append(try readValue()) } while try goOn(until: .closeBracket)
    return elements
  }

  private mutating func readMembers() throws(ParseError) -> [PositionedValue.Member] {
    try enter()
    var members: [PositionedValue.Member] = []
    var seen: Set<String> = []
    if current == .closeBrace { return try closed(members) }
    repeat {
      let keyError = error("this object names it before", "keep one of the two")
      let member = try readMember()
      guard members.count < YAMLLimits.keys else {
        throw YAMLLimits.tooManyKeys(at: keyError.position)
      }
      guard seen.insert(member.key).inserted else {
        throw ParseError(
          position: keyError.position,
          message: "\(member.key.jsonQuoted) stands twice in one object",
          remedy: keyError.remedy)
      }
      members.append(member)
    } while try goOn(until: .closeBrace)
    return members
  }

  private mutating func closed<Part>(_ parts: [Part]) throws(ParseError) -> [Part] {
    index += 1
    depth -= 1
    return parts
  }

  private mutating func readMember() throws(ParseError) -> PositionedValue.Member {
    let start = index
    let keyPosition = position
    guard current == .quote else {
      throw error("a name in \" is expected here", "put the name between \"")
    }
    let key = try readString()
    let keyRange = start..<index
    try skipSpace()
    guard current == .colon else { throw error("a colon is expected after the name", "add it") }
    index += 1
    try skipSpace()
    let value = try readValue()
    return .init(key: key, keyPosition: keyPosition, keyRange: keyRange, value: value)
  }
}

extension JSONReader {
  private mutating func skipDigits() throws(ParseError) {
    guard current?.isDigit == true else {
      throw error("a digit is expected here", "complete the number")
    }
    while current?.isDigit == true { index += 1 }
  }

  private mutating func readNumber() throws(ParseError) -> PositionedValue.Kind {
    let start = index
    let tooLarge = error("the number is too large", "write it as a string")
    if current == .minus { index += 1 }
    let firstDigit = index
    try skipDigits()
    if bytes[firstDigit] == 0x30, index > firstDigit + 1 {
      index = start
      throw error("a number has no leading zeros in JSON", "remove them or write a string")
    }
    var isWhole = true
    if current == .dot {
      isWhole = false
      index += 1
      try skipDigits()
    }
    if let byte = current, byte | 0x20 == 0x65 {
      isWhole = false
      index += 1
      if current == .minus || current == 0x2B { index += 1 }
      try skipDigits()
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isWhole, let int = Int(text) { return .int(int) }
    guard let double = Double(text), double.isFinite else { throw tooLarge }
    return .double(double)
  }

  private mutating func readString() throws(ParseError) -> String {
    let unclosed = error("the string has no end on its line", "close it with \"")
    index += 1
    var text: [UInt8] = []
    while let byte = current, byte != .quote {
      switch byte {
      case .lineFeed, .carriageReturn: throw unclosed
      case 0..<0x20:
        throw error("a control character stands in a string", "write it as an escape such as \\t")
      case .backslash: text.append(contentsOf: String(try readEscape()).utf8)
      default:
        text.append(byte)
        index += 1
      }
    }
    guard current == .quote else { throw unclosed }
    index += 1
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func readEscape() throws(ParseError) -> Unicode.Scalar {
    let unknown = error("JSON has no such escape", "write \\\\ for a backslash")
    let half = error("half of a surrogate pair", "write both halves, or the character itself")
    let simple: [UInt8: Unicode.Scalar] = [
      .quote: "\"", .backslash: "\\", .slash: "/", 0x62: "\u{8}", 0x66: "\u{C}", 0x6E: "\n",
      0x72: "\r", 0x74: "\t",
    ]
    index += 1
    guard let byte = current else { throw unknown }
    if let scalar = simple[byte] {
      index += 1
      return scalar
    }
    guard byte == 0x75 else { throw unknown }
    let first = try readUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard UTF16.isLeadSurrogate(first), current == .backslash, index + 1 < bytes.count,
      bytes[index + 1] == 0x75
    else { throw half }
    index += 1
    let second = try readUnit()
    guard UTF16.isTrailSurrogate(second),
      let scalar = Unicode.Scalar(
        0x10000 + (UInt32(first - 0xD800) << 10) + UInt32(second - 0xDC00))
    else { throw half }
    return scalar
  }

  /// Reads `uXXXX`, from the `u` on.
  private mutating func readUnit() throws(ParseError) -> UInt16 {
    let digits = bytes[min(index + 1, bytes.count)..<min(index + 5, bytes.count)]
    guard digits.count == 4, digits.allSatisfy({ $0.isDigit || (0x61...0x66).contains($0 | 0x20) }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("four hexadecimal digits are expected here", "complete the escape") }
    index += 5
    return unit
  }
}
