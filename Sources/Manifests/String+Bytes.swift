#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

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
  func endsInBytes(of text: StaticString) -> Bool {
    var ending = self
    let count = text.utf8CodeUnitCount
    return ending.withUTF8 { bytes in
      guard let start = bytes.baseAddress, bytes.count >= count else { return false }
      return memcmp(start + bytes.count - count, text.utf8Start, count) == 0
    }
  }
}
