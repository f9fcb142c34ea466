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
