#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension UnsafeRawBufferPointer {
  /// Whether `text`, which is not empty, stands somewhere in these bytes.
  ///
  /// `memchr(3)` finds candidates: glibc's module does not show `memmem(3)` to Swift.
  func contains(_ text: StaticString) -> Bool {
    guard var next = baseAddress, text.utf8CodeUnitCount > 0 else { return false }
    let end = next + count
    while end - next >= text.utf8CodeUnitCount {
      let rest = end - next - text.utf8CodeUnitCount + 1
      guard let found = memchr(next, Int32(text.utf8Start.pointee), rest) else { return false }
      if memcmp(found, text.utf8Start, text.utf8CodeUnitCount) == 0 { return true }
      next = UnsafeRawPointer(found) + 1
    }
    return false
  }
}
