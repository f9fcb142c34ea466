internal import Rewriter
internal import YAML

/// Looks through the bytes of one file for texts that stand for others.
struct StandInText {
  /// One of them, with the place of its first byte.
  struct Occurrence: Hashable {
    let word: StandInWord
    let offset: Int
    /// Whether it is a part of a text that says something to people alone.
    let isInComment: Bool
    /// The key of the mapping that the line has, if it has one.
    let key: String?
  }

  private let bytes: [UInt8]
  private let isYAML: Bool
  private let origin: OwnAddress?
  /// The texts of `names` are looked for too: those that paths have.
  private let names: Set<String>
  /// The offsets of the `#` of comments in YAML that can be read.
  private let comments: [Int]?

  /// - Parameters:
  ///   - bytes: The file's.
  ///   - isYAML: Whether it is YAML by its name.
  ///   - origin: Where the repository is; nil where that is not known.
  ///   - names: Words that count wherever they stand.
  init(_ bytes: [UInt8], isYAML: Bool, origin: OwnAddress?, names: Set<String>) {
    self.bytes = bytes
    self.isYAML = isYAML
    self.origin = origin
    self.names = names
    comments = isYAML ? (try? YAMLStream(bytes))?.commentStarts : nil
  }

  /// What is found, in the order of the text; with `allowsBrackets` also `<name>`, which elsewhere is an element or
  /// a type.
  func occurrences(allowsBrackets: Bool) -> [Occurrence] {
    var found: [Occurrence] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if ASCIIWord.isInRun(byte) {
        let end = runEnd(from: index)
        addWords(index..<end, to: &found)
        index = end
      } else if let (word, length) = mark(at: index, allowsBrackets) {
        add(word, at: index, to: &found)
        index += length
      } else {
        index += 1
      }
    }
    return found
  }

  private func runEnd(from start: Int) -> Int {
    var end = start
    while end < bytes.count, ASCIIWord.isInRun(bytes[end]) { end += 1 }
    return end
  }

  // MARK: Words

  private func addWords(_ run: Range<Int>, to found: inout [Occurrence]) {
    guard run.count >= 3, run.count <= 256 else { return }
    if let own = origin?.word(endingWith: run, in: bytes) {
      add(own, at: run.lowerBound - own.text.utf8.count + run.count, to: &found)
    }
    if let address = documentationNetwork(before: run) {
      add(address, at: run.lowerBound, to: &found)
    }
    let text = String(decoding: bytes[run], as: UTF8.self).trimmingDots
    for (word, offset) in StandInWord.all(in: text) where isMeant(word, at: run.lowerBound + offset)
    {
      add(word, at: run.lowerBound + offset, to: &found)
    }
    guard !names.isEmpty else { return }
    var offset = run.lowerBound
    for part in text.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "." || $0 == "@" })
    {
      let part = String(part)
      if names.contains(part), StandInWord.name(part) == nil {
        add(StandInWord(text: part, sign: .folderName, kind: .name), at: offset, to: &found)
      }
      offset += part.utf8.count + 1
    }
  }

  /// Whether a word with a reserved top is a host there, and no name of a file or function; whether an address
  /// of documentation is one, and not the whole range, which lists of special networks have.
  private func isMeant(_ word: StandInWord, at offset: Int) -> Bool {
    switch word.sign {
    case .reservedDomain:
      let end = offset + word.text.utf8.count
      let isCall = end < bytes.count && bytes[end] == UInt8(ascii: "(")
      let before = offset > 0 ? bytes[offset - 1] : 0
      let isPath = before == UInt8(ascii: "/") && !(offset > 1 && bytes[offset - 2] == before)
      let isCommon = word.text.lowercased().hasPrefix("example.")
      return !isCall && (isCommon || !isPath && before != UInt8(ascii: "."))
        || isSubdomain(before, offset)
    case .documentationAddress:
      let end = offset + word.text.utf8.count
      return !(word.text.hasSuffix(".0") && end < bytes.count && bytes[end] == UInt8(ascii: "/"))
    default: return true
    }
  }

  private func isSubdomain(_ before: UInt8, _ offset: Int) -> Bool {
    before == UInt8(ascii: ".") && offset > 1 && ASCIIWord.isAlphanumeric(bytes[offset - 2])
  }

  /// An IPv6 address for documentation that starts with this run: `2001:db8::10`.
  private func documentationNetwork(before run: Range<Int>) -> StandInWord? {
    guard run.count == 4, bytes[run].elementsEqual("2001".utf8) else { return nil }
    var end = run.upperBound
    while end < bytes.count,
      bytes[end] == UInt8(ascii: ":") || Self.hexadecimal.contains(bytes[end])
    {
      end += 1
    }
    let text = String(decoding: bytes[run.lowerBound..<end], as: UTF8.self)
    guard text.lowercased().hasPrefix("2001:db8:") else { return nil }
    let isRange = text.hasSuffix("::") && end < bytes.count && bytes[end] == UInt8(ascii: "/")
    return isRange ? nil : StandInWord(text: text, sign: .documentationAddress, kind: .name)
  }

  private static let hexadecimal = Set("0123456789abcdefABCDEF".utf8)

  // MARK: Marks

  private static let marks = [
    (open: "#{", close: "}#"), (open: "@@", close: "@@"), (open: "{{ cookiecutter.", close: "}}"),
    (open: "{{cookiecutter.", close: "}}"),
  ]

  private func mark(at index: Int, _ allowsBrackets: Bool) -> (StandInWord, Int)? {
    if bytes[index] == UInt8(ascii: "<") {
      guard allowsBrackets, let inner = text(from: index + 1, to: ">") else { return nil }
      return StandInWord.bracketed(String(inner)).map { ($0, inner.utf8.count + 2) }
    }
    for (open, close) in Self.marks where bytes[index...].starts(with: open.utf8) {
      guard let inner = text(from: index + open.utf8.count, to: close),
        let word = StandInWord.marked(inner, open, close)
      else { continue }
      return (word, word.text.utf8.count)
    }
    return nil
  }

  /// What stands on the line up to `close`, 60 bytes at most.
  private func text(from start: Int, to close: String) -> Substring? {
    var end = start
    while end < min(bytes.count, start + 60), bytes[end] != UInt8(ascii: "\n") {
      if bytes[end...].starts(with: close.utf8) {
        return Substring(String(decoding: bytes[start..<end], as: UTF8.self))
      }
      end += 1
    }
    return nil
  }

  // MARK: Places

  private func add(_ word: StandInWord, at offset: Int, to found: inout [Occurrence]) {
    let line = bytes.lineStart(of: offset)..<bytes.lineEnd(of: offset)
    found.append(
      Occurrence(
        word: word, offset: offset, isInComment: isInComment(offset, line),
        key: key(of: line, offset)))
  }

  private func isInComment(_ offset: Int, _ line: Range<Int>) -> Bool {
    let start = bytes[line].first { !$0.isBlank }
    if start == .hash, bytes[line].first(where: { !$0.isBlank && $0 != .hash }) != .openBrace {
      return true
    }
    guard let comments else { return false }
    return comments.contains { line.contains($0) && $0 < offset }
  }

  /// `host` of `  - host: chat.example.com`.
  private func key(of line: Range<Int>, _ offset: Int) -> String? {
    let text = bytes[line.lowerBound..<max(line.lowerBound, offset)]
    guard let colon = text.firstIndex(where: { $0 == .colon || $0 == UInt8(ascii: "=") }) else {
      return nil
    }
    let words = text[..<colon].split { !($0.isWord || $0 == .dot) }
    return words.last.map { String(decoding: $0, as: UTF8.self) }
  }
}

/// Where the template itself is, as its own files name it.
struct OwnAddress: Hashable, Sendable {
  let host: String
  let owner: String
  let name: String

  /// `github.com`, `acme` and `gitops` of `https://github.com/acme/gitops.git`; nil for a folder.
  init?(_ address: String) {
    var rest = Substring(address)
    if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
    if let user = rest.firstIndex(of: "@") { rest = rest[rest.index(after: user)...] }
    guard !address.hasPrefix("/"), !address.hasPrefix("."), !address.hasPrefix("file:") else {
      return nil
    }
    let parts = rest.split { $0 == "/" || $0 == ":" }.map(String.init)
    guard parts.count >= 3, let name = parts.last else { return nil }
    host = parts[0]
    owner = parts[parts.count - 2]
    self.name = name.hasSuffix(".git") ? String(name.dropLast(4)) : name
  }

  /// `acme/gitops-apps`, where `run` is the last part of an address of this owner, and the name belongs to the
  /// same family: it begins with the same word.
  func word(endingWith run: Range<Int>, in bytes: [UInt8]) -> StandInWord? {
    let path = Array("\(owner)/".utf8)
    let start = run.lowerBound - path.count
    guard start > host.utf8.count, bytes[start..<run.lowerBound].elementsEqual(path) else {
      return nil
    }
    let separator = bytes[start - 1]
    guard separator == UInt8(ascii: "/") || separator == .colon,
      bytes[..<(start - 1)].suffix(host.utf8.count).elementsEqual(host.utf8)
    else { return nil }
    var text = String(decoding: bytes[run], as: UTF8.self)
    if text.hasSuffix(".git") { text.removeLast(4) }
    let isRelated = text.count > family(text).count && family(text) == family(name)
    guard text == name || isRelated else { return nil }
    return StandInWord(text: "\(owner)/\(text)", sign: .ownAddress, kind: .name)
  }

  private func family(_ name: String) -> Substring { name.prefix { $0 != "-" && $0 != "." } }
}

extension String {
  fileprivate var trimmingDots: String {
    var rest = Substring(self)
    while let last = rest.last, last == "." || last == "-" || last == "@" { rest.removeLast() }
    return String(rest)
  }
}
