/// Another way to write a name, which a rule may opt into.
///
/// Both map every ASCII byte that is no letter or digit to `_`, in the stand-in and in the value.
public enum Spelling: String, Sendable, CaseIterable {
  /// `my_cluster` for `my-cluster`; letters keep their case.
  case snake
  /// `MY_CLUSTER` for `my-cluster`.
  case constant

  func apply(to text: [UInt8]) -> [UInt8] {
    text.map { byte in
      guard byte < 0x80, !ASCII.isAlphanumeric(byte) else {
        return self == .constant ? ASCII.uppercased(byte) : byte
      }
      return UInt8(ascii: "_")
    }
  }
}
