/// Writes a scalar anew, or parts of it, in its own style where that can hold the text.
public struct ScalarWriter {
  private let scalar: YAMLNode.Scalar
  private let extent: ScalarExtent
  private let newline: String
  private let margin: String

  /// - Parameters:
  ///   - scalar: one whose place is known; an unknown one is taken for empty.
  ///   - newline: the file's line end.
  public init(_ scalar: YAMLNode.Scalar, newline: String) {
    self.scalar = scalar
    extent = scalar.extent ?? .nowhere
    self.newline = newline
    margin = String(repeating: " ", count: extent.indent)
  }

  /// The edits that give the scalar that text, written as its style needs them.
  ///
  /// These are the proposed ones, or that of the whole scalar where those cannot do it.
  /// The proposed ones lie within the scalar's inner bytes.
  func edits(_ proposed: [ByteEdit], to text: String, inFlow: Bool) -> [ByteEdit] {
    guard !proposed.isEmpty, scalar.style != .plain || keepsPlain(text, inFlow: inFlow) else {
      return [edit(to: text)]
    }
    var written: [ByteEdit] = []
    for proposal in proposed {
      guard let replacement = String(validating: proposal.replacement, as: UTF8.self),
        let fragment = fragment(replacement)
      else { return [edit(to: text)] }
      written.append(ByteEdit(range: proposal.range, replacement: Array(fragment.utf8)))
    }
    return written
  }

  /// Whether the new text may go without quotes as the old one did.
  ///
  /// A folded scalar has a line break in the file where the text has a space.
  private func keepsPlain(_ text: String, inFlow: Bool) -> Bool {
    var line = text
    if text.utf8.contains(.lineFeed) {
      line = String(decoding: text.utf8.map { $0 == .lineFeed ? .space : $0 }, as: UTF8.self)
    }
    return PlainScalar.isPlain(line, inFlow: inFlow) && PlainScalar.keeps(scalar.text, as: text)
  }

  /// `text` as it stands within the scalar, or nil where its style has no way to write it.
  private func fragment(_ text: String) -> String? {
    var isOneLine: Bool {
      text.isPrintable || text.unicodeScalars.allSatisfy { $0.isPrintable || $0 == "\t" }
    }
    switch scalar.style {
    case .plain: return text
    case .single: return isOneLine ? text.yamlSingleQuoted.map { String($0.dropQuotes) } : nil
    case .double: return String(text.yamlDoubleQuoted.dropQuotes)
    case .literal, .folded: return isOneLine ? text : nil
    }
  }

  /// The edit that gives the scalar that text.
  ///
  /// A block stays a block, and keeps its header; whether it holds the text, the proof tells.
  public func edit(to text: String) -> ByteEdit {
    let written: String
    switch scalar.style {
    case .plain, .single:
      let prefersDouble =
        scalar.style == .plain && !text.utf8.contains(.backslash)
        && !text.utf8.contains(.quote)
      written =
        prefersDouble ? text.yamlDoubleQuoted : text.yamlSingleQuoted ?? text.yamlDoubleQuoted
    case .double: written = text.yamlDoubleQuoted
    case .literal: return blockEdit(lines(of: text).map { [$0] })
    case .folded: return blockEdit(foldedLines(of: text))
    }
    return ByteEdit(range: extent.outer, replacement: Array(written.utf8))
  }

  private func blockEdit(_ lines: [[String]]) -> ByteEdit {
    let all = lines.flatMap { $0 }
    let body = all.enumerated()
      .map { ($0 > 0 && !$1.isEmpty ? margin : "") + $1 }
      .joined(separator: newline)
    return ByteEdit(range: extent.inner, replacement: Array(body.utf8))
  }

  /// The lines from the first with text to the last; the blank ones around stay as they are.
  private func lines(of text: String) -> [String] {
    var bytes = text.utf8.drop { $0 == .lineFeed }
    while bytes.last == .lineFeed { bytes.removeLast() }
    return bytes.split(separator: .lineFeed, omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
  }

  /// Lines that fold back to `text`: between two that start with text, one break is a space, so
  /// that each line feed needs one break more; around lines that start with a blank it does not.
  private func foldedLines(of text: String) -> [[String]] {
    var folded: [[String]] = []
    var last: String?
    for line in lines(of: text) {
      guard !line.isEmpty else {
        folded.append([""])
        continue
      }
      let isBetweenText = last.map { !$0.startsBlank && !line.startsBlank } ?? false
      folded.append(isBetweenText ? ["", line] : [line])
      last = line
    }
    return folded
  }
}

extension ScalarExtent {
  /// No bytes at all.
  static let nowhere = ScalarExtent(outer: 0..<0, inner: 0..<0, indent: 0)
}

extension String {
  /// Whether the first byte is a space or a tab.
  fileprivate var startsBlank: Bool { utf8.first?.isBlank ?? false }

  /// This text without its first and last byte.
  fileprivate var dropQuotes: Substring { Substring(utf8.dropFirst().dropLast()) }
}

/// A text as the literal block of a YAML file: `|`, its indicators, and its lines.
struct LiteralBlock {
  /// What follows the colon, `|` with indentation and chomping indicators.
  let header: String
  /// The lines without their indentation and without the line break of the last one.
  let lines: [String]
  /// Whether blank lines behind the block would belong to its text.
  let keepsBlankLines: Bool

  /// The block of `text`, or nil where a literal block cannot hold it.
  ///
  /// Literal blocks have no escapes, and readers turn CR, NEL, LS and PS into line feeds or take
  /// them for line ends, so that every such text is refused, as is a text of white space alone.
  /// `step` is by how many columns, 1 to 9, the lines stand deeper than the key's mapping.
  init?(_ text: String, step: Int) {
    let body = Array(text.utf8)
    let isHeld = text.unicodeScalars.allSatisfy { $0.isPrintable || $0 == "\n" || $0 == "\t" }
    guard isHeld, (1...9).contains(step), body.contains(where: { !$0.isJSONSpace }) else {
      return nil
    }
    let breaks = body.reversed().prefix { $0 == .lineFeed }.count
    let lines = body.dropLast(breaks > 0 ? 1 : 0)
      .split(separator: .lineFeed, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    // A last line of blanks alone is text for some readers and nothing for others.
    if breaks == 0, lines.last?.utf8.allSatisfy(\.isBlank) == true { return nil }
    // The first line's blanks, or an empty first line, would be taken for indentation.
    let needsStep = body.first.map { $0.isBlank || $0 == .lineFeed } ?? false
    header = "|" + (needsStep ? String(step) : "") + (breaks == 0 ? "-" : breaks == 1 ? "" : "+")
    self.lines = lines
    keepsBlankLines = breaks > 1
  }

  /// The lines behind `margin`, each with its line break; empty lines get no margin.
  func body(margin: String, newline: String) -> String {
    lines.map { ($0.isEmpty ? "" : margin + $0) + newline }.joined()
  }
}
