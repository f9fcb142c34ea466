/// The variables in a text of Git's configuration format, such as `.gitmodules` (git-config(1), Syntax).
///
/// A line that is none of the format is passed over: what stands below it counts for some readers.
struct GitConfigText {
  /// A variable of a section with a name in quotes.
  struct Variable {
    var section: String
    /// Empty where the section has none.
    var subsection: String
    /// In small letters.
    var key: String
    /// Empty where none is written.
    var value: String
    /// Counted from 1.
    var line: Int
  }

  private(set) var variables: [Variable] = []
  /// The subsections with the lines of their headers.
  private(set) var subsections: [(section: String, name: String, line: Int)] = []

  private var rest: ArraySlice<UInt8>
  private var line = 1
  private var section = ""
  private var subsection = ""

  init(_ bytes: [UInt8]) {
    rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    while let byte = rest.first {
      switch byte {
      case UInt8(ascii: "["): readHeader()
      case UInt8(ascii: "#"), UInt8(ascii: ";"): skipLine()
      case let byte where isSpace(byte): _ = take()
      case let byte where isName(byte): readVariable()
      default: skipLine()
      }
    }
  }

  private mutating func take() -> UInt8? {
    let byte = rest.popFirst()
    if byte == UInt8(ascii: "\n") { line += 1 }
    return byte
  }

  private mutating func skipLine() {
    while let byte = take(), byte != UInt8(ascii: "\n") {}
  }

  private mutating func readHeader() {
    _ = take()
    var (name, sub) = ([UInt8](), [UInt8]())
    var (isQuoted, hasSub) = (false, false)
    while let byte = take(), byte != UInt8(ascii: "\n") {
      if isQuoted, byte == UInt8(ascii: "\\") {
        take().map { sub.append($0) }
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
        hasSub = true
      } else if isQuoted {
        sub.append(byte)
      } else if byte == UInt8(ascii: "]") {
        break
      } else if !isSpace(byte) {
        name.append(byte)
      }
    }
    section = String(decoding: name, as: UTF8.self).lowercased()
    subsection = String(decoding: sub, as: UTF8.self)
    if !hasSub, let dot = section.firstIndex(of: ".") {
      subsection = String(section[section.index(after: dot)...])
      section = String(section[..<dot])
      hasSub = true
    }
    if hasSub { subsections.append((section, subsection, line)) }
  }

  private mutating func readVariable() {
    let start = line
    var key: [UInt8] = []
    while let byte = rest.first, isName(byte) { take().map { key.append($0) } }
    while let byte = rest.first, isSpace(byte), byte != UInt8(ascii: "\n") { _ = take() }
    var value = ""
    if rest.first == UInt8(ascii: "=") {
      _ = take()
      value = readValue()
    } else if rest.first != UInt8(ascii: "\n") {
      skipLine()
    }
    variables.append(
      Variable(
        section: section, subsection: subsection,
        key: String(decoding: key, as: UTF8.self).lowercased(), value: value, line: start))
  }

  private mutating func readValue() -> String {
    var value: [UInt8] = []
    /// How much of the value counts: spaces at its end do not.
    var kept = 0
    var isQuoted = false
    while let byte = take() {
      if byte == UInt8(ascii: "\n") { break }
      if !isQuoted, byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";") {
        skipLine()
        break
      }
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
        kept = value.count
        continue
      }
      if byte == UInt8(ascii: "\\") {
        guard let escaped = readEscape() else { continue }
        value.append(escaped)
        kept = value.count
        continue
      }
      if value.isEmpty, !isQuoted, isSpace(byte) { continue }
      value.append(byte)
      if isQuoted || !isSpace(byte) { kept = value.count }
    }
    return String(decoding: value.prefix(kept), as: UTF8.self)
  }

  /// The byte behind a backslash; nil where the value goes on in the next line.
  private mutating func readEscape() -> UInt8? {
    switch take() {
    case UInt8(ascii: "n"): UInt8(ascii: "\n")
    case UInt8(ascii: "t"): UInt8(ascii: "\t")
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "\r"):
      rest.first == UInt8(ascii: "\n") ? take().flatMap { _ in nil } : UInt8(ascii: "\r")
    case UInt8(ascii: "\n"), nil: nil
    case let byte?: byte
    }
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private func isName(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
  }
}
