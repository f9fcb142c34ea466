internal import Foundation

/// Base64 as kyaml writes it into ConfigMaps and Secrets.
enum Base64Lines {
  /// The text of bytes; from 70 characters on in lines of 70, with a newline behind each.
  ///
  /// Source: `encodeBase64` in `kyaml/yaml/datamap.go`.
  static func text(of bytes: [UInt8]) -> String {
    let encoded = Array(Data(bytes).base64EncodedData())
    guard encoded.count >= 70 else { return String(decoding: encoded, as: UTF8.self) }
    var lines: [UInt8] = []
    lines.reserveCapacity(encoded.count + encoded.count / 70 + 1)
    for start in stride(from: 0, to: encoded.count, by: 70) {
      lines += encoded[start..<min(start + 70, encoded.count)]
      lines.append(UInt8(ascii: "\n"))
    }
    return String(decoding: lines, as: UTF8.self)
  }
}
