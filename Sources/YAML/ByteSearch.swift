#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Looks for texts in borrowed bytes.
public struct ByteSearch {
  private let bytes: UnsafeRawBufferPointer

  /// Borrows `bytes` for its lifetime.
  public init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// Whether `text`, which is not empty, stands somewhere in the bytes.
  public func contains(_ text: StaticString) -> Bool { first(text, from: 0) != nil }

  /// Whether `text`, which is not empty, stands somewhere in the bytes.
  public func contains(_ text: UnsafeRawBufferPointer) -> Bool { first(text, from: 0) != nil }

  /// The first place of `text`, which is not empty, at or behind `offset`, or nil.
  public func first(_ text: StaticString, from offset: Int) -> Int? {
    let bytes = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    return first(bytes, from: offset)
  }

  /// The first place of `text` at or behind `offset`, or nil.
  ///
  /// `memchr(3)` finds candidates: glibc's module does not show `memmem(3)` to Swift.
  public func first(_ text: UnsafeRawBufferPointer, from offset: Int) -> Int? {
    guard let base = bytes.baseAddress, let start = text.baseAddress, !text.isEmpty else {
      return nil
    }
    var next = base + offset
    let end = base + bytes.count
    while end - next >= text.count {
      guard let found = memchr(next, Int32(text[0]), end - next - text.count + 1) else {
        return nil
      }
      let place = UnsafeRawPointer(found)
      // Most candidates are told by their last byte.
      if place.load(fromByteOffset: text.count - 1, as: UInt8.self) == text[text.count - 1],
        memcmp(place, start, text.count) == 0
      {
        return place - base
      }
      next = place + 1
    }
    return nil
  }
}

extension UnsafeRawBufferPointer {
  /// Whether `text`, which is not empty, stands somewhere in these bytes.
  public func contains(_ text: StaticString) -> Bool { ByteSearch(self).contains(text) }

  /// Whether `bytes`, which are not empty, stand somewhere in these bytes.
  public func contains(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { ByteSearch(self).contains($0) }
  }
}

extension [UInt8] {
  /// Whether `text` stands at `offset`.
  func has(_ text: String, at offset: Int) -> Bool {
    var text = text
    return text.withUTF8 { has($0, at: offset) }
  }

  /// Whether the bytes of `text` stand at `offset`.
  func has(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
    guard let start = text.baseAddress, offset <= count - text.count else { return text.isEmpty }
    return withUnsafeBytes { bytes in
      bytes.baseAddress.map { memcmp($0 + offset, start, text.count) == 0 } ?? text.isEmpty
    }
  }

  /// Whether `text` stands somewhere in these bytes.
  public func contains(_ text: StaticString) -> Bool {
    withUnsafeBytes { ByteSearch($0).contains(text) }
  }

  /// Whether `text`, which is not empty, stands somewhere in these bytes.
  public func contains(_ text: String) -> Bool {
    withUnsafeBytes { bytes in
      Array(text.utf8).withUnsafeBytes { ByteSearch(bytes).contains($0) }
    }
  }
}

extension String {
  /// Whether both texts are the same bytes; `==` also takes canonically equivalent ones for equal.
  public func isSameText(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    var (text, other) = (self, other)
    return text.withUTF8 { bytes in
      other.withUTF8 { others in
        // Without an address there are no bytes.
        guard let start = bytes.baseAddress, let other = others.baseAddress else { return true }
        return memcmp(start, other, bytes.count) == 0
      }
    }
  }

  /// Whether the last bytes are those of `text`; `hasSuffix` looks for whole characters, which takes time.
  public func endsInBytes(of text: StaticString) -> Bool {
    var ending = self
    let count = text.utf8CodeUnitCount
    return ending.withUTF8 { bytes in
      guard let start = bytes.baseAddress, bytes.count >= count else { return false }
      return memcmp(start + bytes.count - count, text.utf8Start, count) == 0
    }
  }
}
