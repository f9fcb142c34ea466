/// Field paths as `replacements` and `vars` write them: `spec.containers.[name=web].image`.
///
/// Source: `kyaml/utils/pathsplitter.go`.
enum FieldPath {
  /// The parts of a path: split at dots without a backslash before them and outside of brackets; brackets
  /// without `=` go.
  static func parts(of path: String) -> [String] {
    let split = split(path, at: ".")
    var parts: [String] = []
    var index = 0
    while index < split.count {
      defer { index += 1 }
      guard split[index].hasPrefix("["), !split[index].hasSuffix("]") else {
        parts.append(split[index])
        continue
      }
      var bracketed = split[index]
      while index < split.count - 1 {
        index += 1
        bracketed += "." + split[index]
        if split[index].hasSuffix("]") { break }
      }
      parts.append(
        bracketed.contains("=") ? bracketed : bracketed.trimmed { $0 == "[" || $0 == "]" })
    }
    return parts
  }

  private static func split(_ path: String, at delimiter: String) -> [String] {
    var pieces = path.pieces(at: delimiter)[...]
    // A path may start with its delimiter.
    if pieces.count > 1, pieces.first?.isEmpty == true { pieces.removeFirst() }
    var parts: [String] = []
    for piece in pieces {
      if let last = parts.last, last.hasSuffix("\\") {
        parts[parts.count - 1] = last.dropLast() + delimiter + piece
      } else {
        parts.append(piece)
      }
    }
    return parts
  }

  /// The index that a part is, from 0; nil for what is no number.
  static func index(_ part: String) -> Int? {
    Int(part).flatMap { $0 >= 0 ? $0 : nil }
  }

  /// Whether a part stands in brackets, and so selects elements of a list.
  static func isSelector(_ part: String) -> Bool { part.hasPrefix("[") && part.hasSuffix("]") }

  /// The field and the value of `[field=value]`; the field is empty where elements are scalars.
  ///
  /// - Throws: `BuildError` where there is no `=`.
  static func selector(
    _ part: String
  ) throws(BuildError) -> (field: String, value: String) {
    var inner = Substring(part)
    if inner.hasSuffix("]") { inner.removeLast() }
    if inner.hasPrefix("[") { inner.removeFirst() }
    guard let equals = inner.firstIndex(of: "=") else {
      throw BuildError(
        "\(part) selects no element of a list", remedy: "write [field=value], or a number")
    }
    return (String(inner[..<equals]), String(inner[inner.index(after: equals)...]))
  }
}

extension String {
  /// The text between the places where a delimiter, which is not empty, stands: Go's `strings.Split`.
  func pieces(at delimiter: String) -> [String] {
    let bytes = Array(utf8)
    let wanted = Array(delimiter.utf8)
    var pieces: [String] = []
    var start = 0
    var index = 0
    while !wanted.isEmpty, index + wanted.count <= bytes.count {
      if bytes[index..<index + wanted.count].elementsEqual(wanted) {
        pieces.append(String(decoding: bytes[start..<index], as: UTF8.self))
        index += wanted.count
        start = index
      } else {
        index += 1
      }
    }
    return pieces + [String(decoding: bytes[start...], as: UTF8.self)]
  }

  /// This text without those characters at both ends.
  func trimmed(_ isDropped: (Unicode.Scalar) -> Bool) -> String {
    var scalars = unicodeScalars[...]
    while let first = scalars.first, isDropped(first) { scalars.removeFirst() }
    while let last = scalars.last, isDropped(last) { scalars.removeLast() }
    return String(scalars)
  }

  /// This text without white space at both ends.
  var trimmed: String { trimmed(\.properties.isWhitespace) }
}
