/// Whether a file carries the metadata that SOPS adds to what it encrypts.
///
/// The metadata is a top-level `sops` map with a `mac` in YAML and JSON, `sops_mac=` in dotenv
/// files and a `[sops]` section in INI files; the MAC covers every other value of the file.
struct SOPSMetadata {
  private static let word = FourBytes("s", "o", "p", "s")

  private let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var hasMAC: Bool {
    var next = SOPSMetadata.word.firstOffset(in: bytes, from: 0)
    if next != nil, isJSON { return JSONKeys(bytes).hasKey("mac", inObject: "sops") }
    while let word = next {
      if isMetadata(at: word) { return true }
      next = SOPSMetadata.word.firstOffset(in: bytes, from: word + 4)
    }
    return false
  }

  private var isJSON: Bool {
    bytes.first { $0 > 0x20 && $0 < 0x80 } == UInt8(ascii: "{")
  }

  /// Whether the word at `word` begins metadata at the beginning of a line.
  private func isMetadata(at word: Int) -> Bool {
    let rest = bytes[(word + 4)...]
    if isLineStart(word) {
      return rest.starts(with: "_mac=".utf8) || isKeyEnd(rest) && hasKeyInBlock(rest)
    }
    guard isLineStart(word - 1) else { return false }
    switch bytes[word - 1] {
    case UInt8(ascii: "["): return rest.first == UInt8(ascii: "]") && hasKeyInSection(rest)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      return rest.first == bytes[word - 1] && isKeyEnd(rest.dropFirst()) && hasKeyInBlock(rest)
    default: return false
    }
  }

  private func isLineStart(_ offset: Int) -> Bool {
    if offset == 0 || bytes[offset - 1] == UInt8(ascii: "\n") { return true }
    return offset == 3 && bytes.starts(with: [0xEF, 0xBB, 0xBF])
  }

  /// Whether `mac` is a key on the line of `sops:` or on the indented lines below it.
  private func hasKeyInBlock(_ block: Slice<UnsafeRawBufferPointer>) -> Bool {
    var rest = block
    repeat {
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      if holdsKey(line) { return true }
      rest = rest[line.endIndex...].dropFirst()
    } while rest.first.map { " \t\r\n#}".utf8.contains($0) } ?? false
    return false
  }

  /// Whether `mac` is a key between `[sops]` and the next section.
  private func hasKeyInSection(_ section: Slice<UnsafeRawBufferPointer>) -> Bool {
    var rest = section
    repeat {
      rest = rest.drop { $0 != UInt8(ascii: "\n") }.dropFirst()
      let key = rest.prefix(3)
      if key.elementsEqual("mac".utf8), firstVisible(rest.dropFirst(3)) == UInt8(ascii: "=") {
        return true
      }
    } while !rest.isEmpty && rest.first != UInt8(ascii: "[")
    return false
  }

  private func holdsKey(_ line: Slice<UnsafeRawBufferPointer>) -> Bool {
    // A comment is no key; one behind a value is left to be taken for more than it is.
    guard firstVisible(line) != UInt8(ascii: "#") else { return false }
    return line.indices.dropLast(3).contains { start in
      guard line[start...].starts(with: "mac".utf8) else { return false }
      let isWordStart = start == line.startIndex || " \t{,\"'".utf8.contains(line[start - 1])
      let rest = line[(start + 3)...]
      let isQuoted = rest.first.map { "\"'".utf8.contains($0) } ?? false
      return isWordStart && isKeyEnd(isQuoted ? rest.dropFirst() : rest)
    }
  }

  private func isKeyEnd(_ rest: Slice<UnsafeRawBufferPointer>) -> Bool {
    firstVisible(rest) == UInt8(ascii: ":")
  }

  private func firstVisible(_ rest: Slice<UnsafeRawBufferPointer>) -> UInt8? {
    rest.first { $0 != 0x20 && $0 != 0x09 }
  }
}

/// The keys of a JSON text and how deep they stand, without reading its values.
struct JSONKeys {
  private let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Whether the top-level object has an object `outer` with the key `key`; neither is escaped.
  ///
  /// Text that is no JSON gives some answer in time proportional to its length.
  func hasKey(_ key: StaticString, inObject outer: StaticString) -> Bool {
    var depth = 0
    var isInOuter = false
    var offset = 0
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "\""):
        let text = string(at: offset)
        offset = text.endIndex
        guard depth == 1 || depth == 2 && isInOuter, isKey(endingAt: offset) else { break }
        if depth == 2, equal(text, key) { return true }
        if depth == 1 { isInOuter = equal(text, outer) }
      default: break
      }
      offset += 1
    }
    return false
  }

  /// The text behind the quote at `offset`, up to the quote that closes it.
  private func string(at offset: Int) -> Slice<UnsafeRawBufferPointer> {
    var end = offset + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
      end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    return bytes[(offset + 1)..<max(offset + 1, min(end, bytes.count))]
  }

  private func isKey(endingAt quote: Int) -> Bool {
    bytes.dropFirst(quote + 1).first { $0 > 0x20 } == UInt8(ascii: ":")
  }

  private func equal(_ text: Slice<UnsafeRawBufferPointer>, _ key: StaticString) -> Bool {
    key.withUTF8Buffer { text.elementsEqual($0) }
  }
}
