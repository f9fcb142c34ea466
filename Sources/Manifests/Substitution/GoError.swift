/// A failure in the words of Go's libraries, before anything says which resource it is about.
struct GoError: Error, Hashable {
  let message: String

  init(_ message: String) {
    self.message = message
  }

  /// What Go's YAML reader says where libyaml says `error` about `bytes`.
  ///
  /// Both descend from one parser and share its words. Go's counts lines of the scanner from 1 and
  /// those of the parser from 0, and prints no line 0.
  /// Source: `parser.fail` in go-yaml's `decode.go`, version 2.4.
  init(_ error: ParseError, in bytes: [UInt8]) {
    if let invalid = bytes.firstInvalidUTF8 {
      let isLead = bytes[invalid] >= 0xC0 && bytes[invalid] < 0xF8
      self.init("yaml: invalid \(isLead ? "trailing" : "leading") UTF-8 octet")
      return
    }
    if error.message.hasPrefix("found undefined alias") {
      let name = bytes.word(at: error.position)
      self.init("yaml: unknown anchor '\(name)' referenced")
      return
    }
    let line = error.position.line - (Self.parserMessages.contains(error.message) ? 1 : 0)
    let isFirst = error.position.line == 1
    self.init("yaml: " + (isFirst ? "" : "line \(line): ") + error.message)
  }

  /// What libyaml's parser says; everything else comes from its scanner.
  private static let parserMessages: Set<String> = [
    "did not find expected <document start>", "did not find expected node content",
    "did not find expected '-' indicator", "did not find expected key",
    "did not find expected ',' or ']'", "did not find expected ',' or '}'",
    "found undefined tag handle", "found duplicate %YAML directive",
    "found incompatible YAML document", "found duplicate %TAG directive",
  ]
}

extension [UInt8] {
  /// The name of the alias whose `*` stands at `position`.
  fileprivate func word(at position: TextPosition) -> String {
    let lines = split(separator: .lineFeed, omittingEmptySubsequences: false)
    guard lines.indices.contains(position.line - 1) else { return "" }
    let line = String(decoding: lines[position.line - 1], as: UTF8.self)
    let rest = line.unicodeScalars.dropFirst(position.column)
    return String(rest.prefix { $0.isASCII && UInt8(ascii: $0).isWord })
  }
}
