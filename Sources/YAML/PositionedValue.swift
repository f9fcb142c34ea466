/// A JSON value that knows where it stands in its file.
public struct PositionedValue: Sendable {
  /// What a value is, with its parts in file order.
  public enum Kind: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number without fraction and exponent that fits.
    case int(Int)
    /// Every other number.
    case double(Double)
    /// A string, escapes resolved.
    case string(String)
    /// An array.
    case list([PositionedValue])
    /// An object.
    case map([Member])
  }

  /// A name and its value in an object.
  public struct Member: Sendable {
    /// The name, escapes resolved.
    public let key: String
    /// Where the name's opening quote stands.
    public let keyPosition: TextPosition
    /// The bytes of the name with its quotes.
    public let keyRange: Range<Int>
    /// The value.
    public let value: PositionedValue
  }

  /// What the value is.
  public let kind: Kind
  /// Where its first character stands.
  public let position: TextPosition
  /// The bytes it takes in the file, quotes and brackets included.
  public let range: Range<Int>

  /// Reads one JSON text (RFC 8259) with positions.
  ///
  /// Strict: no comments, trailing commas or bare words; a name twice in an object is an error at
  /// its second place; nesting beyond 128 and more than 250,000
  /// names in an object are errors. A byte-order mark at the start is skipped.
  ///
  /// - Throws: `ParseError` at the first place that breaks a rule.
  public static func parse(json bytes: [UInt8]) throws(ParseError) -> PositionedValue {
    var reader = JSONReader(bytes: bytes)
    return try reader.readFile()
  }

  /// Reads JSON as people write it in configuration files.
  ///
  /// There may be comments (`//` and `/* */`), and a comma behind the last part of an object or array. Everything else
  /// is as strict as in `parse(json:)`.
  ///
  /// - Throws: `ParseError` at the first place that breaks a rule.
  public static func parse(commentedJSON bytes: [UInt8]) throws(ParseError) -> PositionedValue {
    var reader = JSONReader(bytes: bytes, allowsComments: true)
    return try reader.readFile()
  }

  /// The value without positions.
  public var value: Value {
    switch kind {
    case .null: .null
    case .bool(let bool): .bool(bool)
    case .int(let int): .int(int)
    case .double(let double): .double(double)
    case .string(let string): .string(string)
    case .list(let list): .list(list.map(\.value))
    case .map(let members):
      .map(Dictionary(members.map { ($0.key, $0.value.value) }) { first, _ in first })
    }
  }

  /// The member of that name, or nil where this is no object or has none.
  public func member(_ key: String) -> Member? {
    guard case .map(let members) = kind else { return nil }
    return members.first { $0.key == key }
  }
}
