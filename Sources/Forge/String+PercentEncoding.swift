extension String {
  /// Percent-encoded but for the unreserved characters of RFC 3986 and the slash.
  var percentEncoded: String { percentEncoded(keepsSlashes: true) }

  /// Percent-encoded but for the unreserved characters of RFC 3986: one part of a path, or a value
  /// in a query.
  var percentEncodedWhole: String { percentEncoded(keepsSlashes: false) }

  private func percentEncoded(keepsSlashes: Bool) -> String {
    let hexadecimal = Array("0123456789ABCDEF")
    var result = ""
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        result.append(Character(UnicodeScalar(byte)))
      case UInt8(ascii: "/") where keepsSlashes:
        result.append("/")
      default:
        result += "%" + String([hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]])
      }
    }
    return result
  }
}
