import YAML

/// The words that betray a Secret in a text which is not looked at as YAML.
enum SecretWords {
  /// Whether the key `stringData` stands in a text, or `kind` and, on its line or as the next word, `Secret`.
  static func stand(in text: String) -> Bool {
    // A file has many scalars, and nearly all are shorter than the two words.
    text.utf8.count >= 10 && stand(in: Array(text.utf8))
  }

  /// The same in bytes of any encoding that has ASCII in it.
  static func stand(in bytes: [UInt8]) -> Bool {
    if hasKey(in: bytes) { return true }
    let bytes = bytes.contains("\\" as StaticString) ? unescaped(bytes) : bytes
    guard bytes.contains("Secret" as StaticString) else { return false }
    /// Behind `kind`: 1 on its line, 2 below it.
    var state = 0
    var index = 0
    while index < bytes.count {
      guard bytes[index].isLetter || bytes[index].isDigit else {
        if bytes[index].isLineBreak, state == 1 { state = 2 }
        index += 1
        continue
      }
      let end = bytes[index...].firstIndex { !$0.isLetter && !$0.isDigit } ?? bytes.count
      let word = bytes[index..<end]
      if state > 0, word.elementsEqual("Secret".utf8) { return true }
      if word.elementsEqual("kind".utf8) { state = 1 } else if state == 2 { state = 0 }
      index = end
    }
    return false
  }

  /// Whether `stringData` stands in a text as a key or in the path of a patch: the word alone stands in patterns
  /// of SOPS too.
  private static func hasKey(in bytes: [UInt8]) -> Bool {
    let word = Array("stringData".utf8)
    guard bytes.contains("stringData" as StaticString) else { return false }
    return bytes.indices.dropLast(word.count - 1).contains { start in
      guard bytes[start] == word[0], bytes[start...].starts(with: word) else { return false }
      let rest = bytes[(start + word.count)...]
      let next = rest.first { !" \t\r\n\"'\\".utf8.contains($0) }
      return next == UInt8(ascii: ":") || rest.first == UInt8(ascii: "/")
    }
  }

  /// A text with its escapes of ASCII resolved, as a string in JSON or in quotes may be written with.
  private static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == .backslash, index + 1 < bytes.count else {
        result.append(bytes[index])
        index += 1
        continue
      }
      let digits =
        switch bytes[index + 1] {
        case UInt8(ascii: "x"): 2
        case UInt8(ascii: "u"): 4
        case UInt8(ascii: "U"): 8
        default: 0
        }
      let text = bytes[(index + 2)...].prefix(digits)
      let code =
        text.count == digits ? UInt32(String(decoding: text, as: UTF8.self), radix: 16) : nil
      if let code, let ascii = UInt8(exactly: code), ascii < 0x80 {
        result.append(ascii)
      } else if digits == 0 {
        // `\n` ends a line, and its letter begins no word; `\"` is a quote.
        let isLineEnd = bytes[index + 1] == UInt8(ascii: "n")
        result.append(isLineEnd ? .lineFeed : bytes[index + 1].isLetter ? .space : bytes[index + 1])
      }
      index += 2 + digits
    }
    return result
  }
}
