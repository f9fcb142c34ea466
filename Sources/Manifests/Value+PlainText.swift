extension Value {
  /// The text of a string, number or boolean; nil for everything else.
  public var plainText: String? {
    switch self {
    case .string(let text): text
    case .int(let number): String(number)
    case .double(let number): String(number)
    case .bool(let flag): String(flag)
    case .null, .list, .map: nil
    }
  }
}
