internal import YAML

extension UnsafeRawBufferPointer {
  /// Whether `text`, which is not empty, stands somewhere in these bytes.
  func contains(_ text: StaticString) -> Bool { ByteSearch(self).contains(text) }

  /// Whether `bytes`, which are not empty, stand somewhere in these bytes.
  func contains(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { ByteSearch(self).contains($0) }
  }
}
