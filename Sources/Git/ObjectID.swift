import CGit2

/// The SHA-1 name of a Git object.
public struct ObjectID: Hashable, Comparable, Sendable, CustomStringConvertible {
  // Twenty bytes as big-endian words: hashed and compared without a loop.
  private var high: UInt64
  private var middle: UInt64
  private var low: UInt32

  /// Forty zeros, which stand for "no object".
  public static let zero = ObjectID(high: 0, middle: 0, low: 0)

  /// The tree without entries, whether stored or not.
  public static let emptyTree = ObjectID(
    high: 0x4b82_5dc6_42cb_6eb9, middle: 0xa060_e54b_f8d6_9288, low: 0xfbee_4904)

  private init(high: UInt64, middle: UInt64, low: UInt32) {
    self.high = high
    self.middle = middle
    self.low = low
  }

  /// Reads forty hexadecimal digits of either case; nil for anything else.
  ///
  /// - Parameter hex: The digits.
  public init?(hex: String) {
    let digits = Array(hex.utf8)
    guard digits.count == 40, let high = UInt64(hexadecimal: digits[0..<16]),
      let middle = UInt64(hexadecimal: digits[16..<32]),
      let low = UInt64(hexadecimal: digits[32..<40])
    else { return nil }
    self.init(high: high, middle: middle, low: UInt32(truncatingIfNeeded: low))
  }

  /// Copies libgit2's representation.
  init(_ raw: git_oid) {
    self = unsafe withUnsafeBytes(of: raw.id) { bytes in
      unsafe ObjectID(
        high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
        middle: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
        low: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self)))
    }
  }

  /// Copies what libgit2 points at; `zero` for NULL.
  init(copying pointer: UnsafePointer<git_oid>?) {
    self = unsafe pointer.map { unsafe ObjectID($0.pointee) } ?? .zero
  }

  /// libgit2's representation.
  var raw: git_oid {
    var raw = git_oid()
    unsafe withUnsafeMutableBytes(of: &raw.id) { bytes in
      unsafe bytes.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
      unsafe bytes.storeBytes(of: middle.bigEndian, toByteOffset: 8, as: UInt64.self)
      unsafe bytes.storeBytes(of: low.bigEndian, toByteOffset: 16, as: UInt32.self)
    }
    return raw
  }

  /// Forty lower-case hexadecimal digits.
  public var hex: String {
    var digits: [UInt8] = []
    digits.reserveCapacity(40)
    for (word, bits) in [(high, 64), (middle, 64), (UInt64(low), 32)] {
      for shift in stride(from: bits - 4, through: 0, by: -4) {
        let nibble = UInt8(truncatingIfNeeded: word >> UInt64(shift)) & 15
        digits.append(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10)
      }
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// The same as `hex`.
  public var description: String { hex }

  /// Feeds eight of the bytes: a name is a hash itself.
  public func hash(into hasher: inout Hasher) { hasher.combine(high) }

  /// Orders as the hexadecimal digits do.
  public static func < (left: ObjectID, right: ObjectID) -> Bool {
    (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
  }
}

extension ObjectID: Codable {
  /// Reads forty hexadecimal digits.
  ///
  /// - Throws: `DecodingError.dataCorrupted` for anything else.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let id = ObjectID(hex: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not the id of an object: 40 hexadecimal digits")
    }
    self = id
  }

  /// Writes forty hexadecimal digits.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }
}

extension UInt64 {
  /// Reads hexadecimal digits alone: no sign, no prefix.
  fileprivate init?(hexadecimal digits: ArraySlice<UInt8>) {
    self = 0
    for digit in digits {
      let value: UInt8
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = digit - UInt8(ascii: "A") + 10
      default: return nil
      }
      self = self << 4 | UInt64(value)
    }
  }
}

extension ObjectID {
  /// The name that a blob of `bytes` has, without storing it: `git_odb_hash`.
  ///
  /// - Parameter bytes: The content.
  /// - Throws: `GitError` when libgit2 cannot be started or has no memory left.
  public init(hashing bytes: [UInt8]) throws(GitError) {
    try Library.start()
    var raw = git_oid()
    try check("git_odb_hash") {
      unsafe bytes.withUnsafeBytes {
        unsafe git_odb_hash(&raw, $0.baseAddress, $0.count, GIT_OBJECT_BLOB)
      }
    }
    self.init(raw)
  }
}
