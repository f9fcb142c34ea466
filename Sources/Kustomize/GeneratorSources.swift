internal import YAML

/// Reads a file of a generator; the path is what the kustomization says, relative to it.
public typealias GeneratorFileReading = (String) throws(BuildError) -> [UInt8]

extension GeneratorArguments {
  /// The data by its keys, from all sources.
  ///
  /// Source: `api/kv/kv.go`, `makeValidatedDataMap`.
  /// - Throws: `BuildError` for what is not valid, for a key that comes twice, and what `file`
  ///   throws.
  func data(reading file: GeneratorFileReading) throws(BuildError) -> [String: [UInt8]] {
    var pairs: [(key: String, bytes: [UInt8])] = []
    for path in environmentFiles {
      let bytes = try file(path)
      do {
        pairs += try Self.pairs(ofEnvironment: bytes)
      } catch {
        throw error.at(path, line: error.line)
      }
    }
    for literal in literals { pairs.append(try Self.pair(ofLiteral: literal)) }
    for source in files {
      let (key, path) = try Self.keyAndPath(of: source)
      pairs.append((key, try file(path)))
    }
    var data: [String: [UInt8]] = [:]
    for (key, bytes) in pairs {
      guard data.updateValue(bytes, forKey: key) == nil else {
        throw BuildError("the generator of \(name) repeats the key \(key)")
      }
    }
    return data
  }

  private static func pair(
    ofLiteral literal: String
  ) throws(BuildError) -> (key: String, bytes: [UInt8]) {
    let bytes = Array(literal.utf8)
    guard let equals = bytes.firstIndex(of: .equals), equals > 0 else {
      throw BuildError("invalid literal source \(literal)", remedy: "write it as key=value")
    }
    return (text(bytes[..<equals]), withoutQuotes(bytes[(equals + 1)...]))
  }

  private static func withoutQuotes(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    guard bytes.count > 1, let first = bytes.first, first == bytes.last,
      first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    else { return Array(bytes) }
    return Array(bytes.dropFirst().dropLast())
  }

  /// Takes `key=path` apart; without a key that is the last part of the path.
  static func keyAndPath(of source: String) throws(BuildError) -> (key: String, path: String) {
    let parts = source.utf8.split(separator: .equals, omittingEmptySubsequences: false)
    switch parts.count {
    case 1: return (baseName(of: source), source)
    case 2 where parts[0].isEmpty:
      throw BuildError("missing key name in the file source \(source)")
    case 2 where parts[1].isEmpty:
      throw BuildError("missing file path in the file source \(source)")
    case 2: return (String(Substring(parts[0])), String(Substring(parts[1])))
    default: throw BuildError("the file source \(source) has more than one '='")
    }
  }

  /// Go's `path.Base`.
  private static func baseName(of path: String) -> String {
    if path.isEmpty { return "." }
    let parts = path.utf8.split(separator: UInt8(ascii: "/"))
    return parts.last.map { String(Substring($0)) } ?? "/"
  }

  private static func text(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: Array(bytes), as: UTF8.self)
  }
}

extension GeneratorArguments {
  /// The pairs of a file with `key=value` lines; a line without `=` is a key with no text.
  ///
  /// Kustomize 5.8 takes no value from the environment any more.
  private static func pairs(
    ofEnvironment bytes: [UInt8]
  ) throws(BuildError) -> [(key: String, bytes: [UInt8])] {
    var pairs: [(key: String, bytes: [UInt8])] = []
    let lines = bytes.split(separator: .lineFeed, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      // Go's scanner stops in silence at a line that its buffer of 64 KiB does not hold.
      guard line.count < 65536 else { break }
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      guard let text = String(validating: line, as: UTF8.self) else {
        throw BuildError("the line has invalid UTF-8 bytes", line: index + 1)
      }
      if let pair = pair(ofLine: text, isFirst: index == 0) { pairs.append(pair) }
    }
    return pairs
  }

  /// The pair of a line; nil for an empty one, a comment and one without a key.
  private static func pair(
    ofLine line: String, isFirst: Bool
  ) -> (key: String, bytes: [UInt8])? {
    var scalars = line.unicodeScalars[...]
    if isFirst, scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    scalars = scalars.drop(while: \.properties.isWhitespace)
    guard let first = scalars.first, first != "#" else { return nil }
    let bytes = Array(String(scalars).utf8)
    guard let equals = bytes.firstIndex(of: .equals) else { return (text(bytes), []) }
    return equals == 0 ? nil : (text(bytes[..<equals]), Array(bytes[(equals + 1)...]))
  }
}

extension UInt8 {
  fileprivate static let equals = UInt8(ascii: "=")
}
