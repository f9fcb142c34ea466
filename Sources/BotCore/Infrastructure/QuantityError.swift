/// Why a text is no Kubernetes quantity.
public struct QuantityError: Error, Hashable, Sendable {
  /// What is wrong, as one sentence without a final full stop.
  public var message: String

  init(_ message: String) {
    self.message = message
  }
}
