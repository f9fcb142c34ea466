internal import YAML

extension String {
  /// What is left of the text of a block after kustomize has printed a resource and read it again.
  ///
  /// In a folded text go-yaml writes one line break too many before a line that is indented more, and at the
  /// end of a text that keeps its empty lines; if it starts with a space, one too few elsewhere. Source:
  /// `yaml_emitter_write_folded_scalar` of go-yaml 3.0.3, which looks at the start of the text where libyaml
  /// looks at what follows.
  ///
  /// - Throws: `BuildError` where go-yaml cannot read what it has written: a text that starts with a tab.
  func printed(as block: ManifestNode.Block) throws(BuildError) -> String {
    if utf8.first == 0x09, isBlockText { throw Self.leadingTab }
    guard block == .folded, isChangedByFolding, isBlockText else { return self }
    do {
      let stream = try YAMLStream(FoldedBlock(self).bytes)
      return stream.documents.first?.elements?.first?.scalar?.text ?? self
    } catch {
      throw BuildError(error.message)
    }
  }

  private static let leadingTab = BuildError(
    "found a tab character where an indentation space is expected",
    remedy: "let the text of the block start with something else than a tab")

  /// Whether any line starts with a blank, or the text ends with an empty line; all others stay.
  private var isChangedByFolding: Bool {
    guard utf8.dropLast().contains(.lineFeed) else { return false }
    var isLineStart = true
    for byte in utf8 {
      if isLineStart, byte == 0x20 || byte == 0x09 { return true }
      isLineStart = byte == .lineFeed || byte == 0xA8 || byte == 0xA9
    }
    return hasSuffix("\n\n")
  }

  /// Whether go-yaml writes this as a block; it takes quotes otherwise.
  ///
  /// Source: `yaml_emitter_analyze_scalar`.
  private var isBlockText: Bool {
    guard let last = unicodeScalars.last, last != " " else { return false }
    var isBehindSpace = false
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x0A, 0x2028, 0x2029: if isBehindSpace { return false }
      case 0x09, 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD: break
      default: return false
      }
      isBehindSpace = scalar == " "
    }
    return true
  }
}

/// A list of one folded text, as go-yaml 3 writes it.
private struct FoldedBlock {
  private(set) var bytes = Array("- >".utf8)
  private let text: [UInt8]

  init(_ text: String) {
    self.text = Array(text.utf8)
    writeHints()
    writeLines()
  }

  private mutating func writeHints() {
    if text.first == 0x20 || breakLength(at: 0) > 0 { bytes.append(UInt8(ascii: "2")) }
    let ends = String(decoding: text, as: UTF8.self).unicodeScalars.reversed().prefix(2)
      .map { $0 == "\n" || $0 == "\u{2028}" || $0 == "\u{2029}" }
    if ends.first != true {
      bytes.append(UInt8(ascii: "-"))
    } else if ends.count == 1 || ends[1] {
      bytes.append(UInt8(ascii: "+"))
    }
    bytes.append(.lineFeed)
  }

  private mutating func writeLines() {
    let addsBreaks = startsWithText
    var (isBehindBreak, isIndented) = (true, true)
    var index = 0
    while index < text.count {
      let length = breakLength(at: index)
      if length > 0 {
        if !isBehindBreak, !isIndented, text[index] == .lineFeed, addsBreaks {
          bytes.append(.lineFeed)
        }
        bytes += text[index..<index + length]
      } else {
        if isBehindBreak {
          bytes += [0x20, 0x20]
          isIndented = text[index] == 0x20 || text[index] == 0x09
        }
        bytes.append(text[index])
      }
      isBehindBreak = length > 0
      index += max(length, 1)
    }
  }

  /// Whether a character that is no blank stands behind the line breaks at the start.
  private var startsWithText: Bool {
    var index = 0
    while index < text.count, breakLength(at: index) > 0 { index += breakLength(at: index) }
    return index < text.count && text[index] != 0x20 && text[index] != 0x09
  }

  private func breakLength(at index: Int) -> Int {
    guard index < text.count else { return 0 }
    if text[index] == .lineFeed { return 1 }
    let rest = text[index...].prefix(3)
    return rest.elementsEqual([0xE2, 0x80, 0xA8]) || rest.elementsEqual([0xE2, 0x80, 0xA9]) ? 3 : 0
  }
}
