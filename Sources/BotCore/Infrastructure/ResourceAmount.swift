public import YAML

/// A quantity from a configuration, with the value that was written there.
///
/// What somebody wrote goes into the ConfigMap as it stands: `1024Mi` is not turned into `1Gi`.
public struct ResourceAmount: Hashable, Sendable {
  /// A string or a number.
  public var written: Value
  /// What it amounts to.
  public var quantity: Quantity

  /// An amount that this program chose.
  init(_ quantity: Quantity) {
    self.init(written: .string(quantity.description), quantity: quantity)
  }

  init(written: Value, quantity: Quantity) {
    self.written = written
    self.quantity = quantity
  }

  /// The written value as text.
  var text: String {
    if case .string(let text) = written { text } else { written.description }
  }

  /// Whether it is a whole number of units; bytes are.
  var isWhole: Bool { quantity.nanos.isMultiple(of: Quantity.nanosPerUnit) }
}
