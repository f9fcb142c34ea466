extension Unicode.Scalar {
  /// Whether it shows as nothing, or changes how other text is shown: control characters, those that turn
  /// the direction of the text around them, and all that Unicode lets a program ignore.
  ///
  /// The two variation selectors of emoji are none: they only follow what shows.
  var isHidden: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: properties.isDefaultIgnorableCodePoint && self != "\u{FE0E}" && self != "\u{FE0F}"
    }
  }
}

/// Text with what is hidden in it shown as an escape, such as `\u{1b}`: names of files, contents and words of
/// servers may not steer a terminal, nor look like something else than they are.
public enum VisibleText {
  /// What is left as it is although it is a control character.
  public enum Kept: Sendable {
    /// Nothing: the text is a part of a line.
    case nothing
    /// Line feeds: the text is of several lines.
    case lines
    /// Tabs, line feeds, and carriage returns in front of those: the text is the content of a file.
    case layout
  }

  /// `text` with escapes.
  public static func of(_ text: String, keeping kept: Kept = .nothing) -> String {
    // Most texts are of ASCII that shows.
    let isPlain = text.utf8.allSatisfy {
      (0x20..<0x7F).contains($0) || ($0 == 0x0A && kept != .nothing)
    }
    if isPlain { return text }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      if scalar.isHidden, !isKept(scalar, before: next, kept) {
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// The text that `bytes` are in UTF-8, with escapes; a byte that is none of it as `\xff`.
  public static func of(_ bytes: [UInt8], keeping kept: Kept) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return of(text, keeping: kept) }
    var result = ""
    var start = 0
    var index = 0
    while index < bytes.count {
      if let length = scalarLength(in: bytes[index...]) {
        index += length
        continue
      }
      result += of(String(decoding: bytes[start..<index], as: UTF8.self), keeping: kept)
      result += "\\x" + String(bytes[index], radix: 16)
      index += 1
      start = index
    }
    return result + of(String(decoding: bytes[start...], as: UTF8.self), keeping: kept)
  }

  /// JSON whose strings have escapes for what is hidden in them, and for what a CI server takes for a
  /// command.
  public static func json(_ bytes: some Sequence<UInt8>) -> String {
    var result = String.UnicodeScalarView()
    for scalar in String(decoding: Array(bytes), as: UTF8.self).unicodeScalars {
      // Outside of strings, JSON has no such characters but the line feeds between its values.
      let isActive = scalar == "#" && result.last == "#"
      guard isActive || (scalar.isHidden && scalar != "\n") else {
        result.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        let zeros = String(repeating: "0", count: 4 - digits.count)
        result.append(contentsOf: "\\u\(zeros)\(digits)".unicodeScalars)
      }
    }
    return String(result)
  }

  private static func isKept(
    _ scalar: Unicode.Scalar, before next: Unicode.Scalar?, _ kept: Kept
  ) -> Bool {
    switch kept {
    case .nothing: false
    case .lines: scalar == "\n"
    case .layout: scalar == "\n" || scalar == "\t" || (scalar == "\r" && next == "\n")
    }
  }

  /// How many bytes the first scalar has; nil where they are none.
  private static func scalarLength(in bytes: ArraySlice<UInt8>) -> Int? {
    guard let first = bytes.first else { return nil }
    let length =
      switch first {
      case 0..<0x80: 1
      case 0xC2..<0xE0: 2
      case 0xE0..<0xF0: 3
      case 0xF0..<0xF5: 4
      default: 0
      }
    guard length > 0, bytes.count >= length else { return nil }
    return String(validating: bytes.prefix(length), as: UTF8.self) == nil ? nil : length
  }
}

extension String {
  /// The text with nothing in it that a CI server takes for a command: `::` where a line of GitHub's or
  /// Gitea's begins, and `##[`, `##vso[` or `##teamcity[` anywhere.
  ///
  /// What GitLab takes for one begins with a control character behind it. Sources: `ActionCommand.cs` of
  /// GitHub's runner; "Logging commands" of Azure Pipelines; "Service messages" of TeamCity.
  public var withoutCommands: String {
    guard utf8.contains(UInt8(ascii: ":")) || utf8.contains(UInt8(ascii: "#")) else { return self }
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if (scalar == ":" || scalar == "#") && result.last == scalar {
        result.append(contentsOf: InertText.breaker.unicodeScalars)
      }
      result.append(scalar)
    }
    return String(result)
  }
}
