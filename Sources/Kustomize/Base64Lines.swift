/// Base64Lines as kyaml writes it into ConfigMaps and Secrets.
enum Base64Lines {
  /// The text of bytes; from 70 characters on in lines of 70, with a newline behind each.
  ///
  /// Source: `encodeBase64` in `kyaml/yaml/datamap.go`.
  static func text(of bytes: [UInt8]) -> String {
    let encoded = encoded(bytes)
    guard encoded.count >= 70 else { return String(decoding: encoded, as: UTF8.self) }
    var lines: [UInt8] = []
    lines.reserveCapacity(encoded.count + encoded.count / 70 + 1)
    for start in stride(from: 0, to: encoded.count, by: 70) {
      lines += encoded[start..<min(start + 70, encoded.count)]
      lines.append(UInt8(ascii: "\n"))
    }
    return String(decoding: lines, as: UTF8.self)
  }

  private static func encoded(_ bytes: [UInt8]) -> [UInt8] {
    var encoded: [UInt8] = []
    encoded.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for index in 0..<4 {
        let digit = digits[bits >> (18 - 6 * index) & 63]
        encoded.append(index <= group.count ? digit : UInt8(ascii: "="))
      }
    }
    return encoded
  }

  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
