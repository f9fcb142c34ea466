#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension UnsafeRawBufferPointer {
  /// Whether `text`, which is not empty, stands somewhere in these bytes.
  func contains(_ text: StaticString) -> Bool {
    contains(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Whether `bytes`, which are not empty, stand somewhere in these bytes.
  func contains(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { contains($0) }
  }

  /// `memchr(3)` finds candidates: glibc's module does not show `memmem(3)` to Swift.
  private func contains(_ text: UnsafeRawBufferPointer) -> Bool {
    guard var next = baseAddress, let start = text.baseAddress, !text.isEmpty else { return false }
    let end = next + count
    while end - next >= text.count {
      let rest = end - next - text.count + 1
      guard let found = memchr(next, Int32(text[0]), rest) else { return false }
      if memcmp(found, start, text.count) == 0 { return true }
      next = UnsafeRawPointer(found) + 1
    }
    return false
  }
}
