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
