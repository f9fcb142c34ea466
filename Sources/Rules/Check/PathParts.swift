import YAML

/// Names of files and folders, to be found in bytes as whole parts of paths.
struct PathParts: Sendable {
  /// Those without a character that ends a part; the bytes are gone through once for all of them.
  private let plain: Set<String>
  /// Whether a plain name has as many bytes as the place says.
  private let lengths: [Bool]
  /// All others, each of which is looked for by itself.
  private let others: [String]

  init(_ names: Set<String>) {
    plain = names.filter { !$0.isEmpty && $0.utf8.allSatisfy(\.isPathCharacter) }
    others = names.filter { !$0.isEmpty && !$0.utf8.allSatisfy(\.isPathCharacter) }
    var lengths = Array(repeating: false, count: (plain.map(\.utf8.count).max() ?? 0) + 1)
    for name in plain { lengths[name.utf8.count] = true }
    self.lengths = lengths
  }

  var isEmpty: Bool { plain.isEmpty && others.isEmpty }

  /// Whether one of them stands somewhere in `bytes`.
  func stand(in bytes: UnsafeRawBufferPointer) -> Bool {
    plainOnes(standIn: bytes) || others.contains { Self.stands($0, in: bytes) }
  }

  private func plainOnes(standIn bytes: UnsafeRawBufferPointer) -> Bool {
    if plain.isEmpty { return false }
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end].isPathCharacter { end += 1 }
      let length = end - start
      if length > 0, length < lengths.count, lengths[length],
        plain.contains(String(decoding: bytes[start..<end], as: UTF8.self))
      {
        return true
      }
      start = end + 1
    }
    return false
  }

  private static func stands(_ name: String, in bytes: UnsafeRawBufferPointer) -> Bool {
    var name = name
    return name.withUTF8 { text in
      let search = ByteSearch(bytes)
      var start = 0
      while let found = search.first(UnsafeRawBufferPointer(text), from: start) {
        let end = found + text.count
        let isWhole =
          (found == 0 || !bytes[found - 1].isPathCharacter)
          && (end == bytes.count || !bytes[end].isPathCharacter)
        if isWhole { return true }
        start = found + 1
      }
      return false
    }
  }
}

extension UInt8 {
  /// Whether the byte may belong to the name of a file.
  fileprivate var isPathCharacter: Bool { isWord || self == .dot || self >= 0x80 }
}
