/// How far a transfer is.
public struct TransferProgress: Hashable, Sendable {
  /// Objects that have arrived, or were sent.
  public let objects: Int
  /// Objects in all.
  public let totalObjects: Int
  /// Bytes that have arrived, or were sent.
  public let bytes: Int
}
