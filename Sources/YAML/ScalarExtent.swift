/// The bytes that a scalar takes in its file.
public struct ScalarExtent: Sendable {
  /// Everything: quotes included; of a block, the header line too, the last line's break not.
  public let outer: Range<Int>
  /// What can be rewritten: without quotes; of a block, the lines from the first text on.
  public let inner: Range<Int>
  /// The indentation of a block's lines in bytes; 0 for other styles.
  let indent: Int

  /// Finds the scalar of `text` and `style` that starts at `start`, or nil.
  ///
  /// The reader tells where a scalar starts but not where it ends; its value tells the rest.
  init?(of text: String, style: YAMLNode.Style, at start: Int, in bytes: [UInt8]) {
    var text = text
    let extent = text.withUTF8 { Self(of: $0, style: style, at: start, in: bytes) }
    guard let extent else { return nil }
    self = extent
  }

  /// Finds the scalar of these bytes of text, or nil.
  init?(
    of text: UnsafeBufferPointer<UInt8>, style: YAMLNode.Style, at start: Int, in bytes: [UInt8]
  ) {
    switch style {
    case .plain:
      guard let end = Self.endOfPlain(text, from: start, in: bytes) else { return nil }
      self.init(outer: start..<end, inner: start..<end, indent: 0)
    case .single, .double:
      let quote: UInt8 = style == .single ? .apostrophe : .quote
      guard let end = Self.endOfQuoted(quote, from: start, in: bytes) else { return nil }
      self.init(outer: start..<end, inner: start + 1..<end - 1, indent: 0)
    case .literal, .folded:
      guard let extent = Self.block(text, from: start, in: bytes) else { return nil }
      self = extent
    }
  }

  init(outer: Range<Int>, inner: Range<Int>, indent: Int) {
    self.outer = outer
    self.inner = inner
    self.indent = indent
  }

  /// Follows the value through the text: every byte stands there itself, except where a fold of
  /// white space around line breaks gave a space or line feeds.
  private static func endOfPlain(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, in bytes: [UInt8]
  ) -> Int? {
    guard !text.isEmpty else { return nil }
    // On one line it stands as it is.
    if bytes.has(text, at: start), !text.contains(where: \.isLineBreak) {
      return start + text.count
    }
    var index = start
    var value = text[...]
    while let byte = value.first {
      let run = bytes[index...].prefix { $0.isJSONSpace }
      if run.contains(where: \.isLineBreak) {
        index = run.endIndex
        value = byte == .space ? value.dropFirst() : value.drop { $0 == .lineFeed }
      } else {
        guard index < bytes.count, bytes[index] == byte else { return nil }
        index += 1
        value = value.dropFirst()
      }
    }
    return index
  }

  private static func endOfQuoted(_ quote: UInt8, from start: Int, in bytes: [UInt8]) -> Int? {
    guard start < bytes.count, bytes[start] == quote else { return nil }
    var index = start + 1
    while index < bytes.count {
      if bytes[index] == .backslash, quote == .quote {
        index += 2
      } else if bytes[index] != quote {
        index += 1
      } else if quote == .apostrophe, index + 1 < bytes.count, bytes[index + 1] == quote {
        index += 2
      } else {
        return index + 1
      }
    }
    return nil
  }

  private static func block(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, in bytes: [UInt8]
  ) -> ScalarExtent? {
    guard start < bytes.count, bytes[start] == 0x7C || bytes[start] == 0x3E else { return nil }
    let first = bytes.afterLineBreak(at: bytes.lineEnd(of: start))
    // The first line with text shows the indentation, of which its own leading spaces are no part.
    let firstText = text.drop { $0 == .lineFeed }
    guard let line = firstTextLine(from: first, in: bytes), !firstText.isEmpty else { return nil }
    let indent = line.prefix { $0 == .space }.count - firstText.prefix { $0 == .space }.count
    guard indent > 0 else { return nil }
    var end = line.endIndex
    var next = bytes.afterLineBreak(at: end)
    while next < bytes.count {
      let line = bytes[next..<bytes.lineEnd(of: next)]
      let spaces = line.prefix { $0 == .space }.count
      if spaces < indent, spaces < line.count { break }
      if spaces < line.count { end = line.endIndex }
      let following = bytes.afterLineBreak(at: line.endIndex)
      if following == next { break }
      next = following
    }
    let inner = line.startIndex + indent
    return ScalarExtent(outer: start..<end, inner: inner..<end, indent: indent)
  }

  private static func firstTextLine(from start: Int, in bytes: [UInt8]) -> ArraySlice<UInt8>? {
    var start = start
    while start < bytes.count {
      let line = bytes[start..<bytes.lineEnd(of: start)]
      if line.contains(where: { $0 != .space }) { return line }
      start = bytes.afterLineBreak(at: line.endIndex)
    }
    return nil
  }
}
