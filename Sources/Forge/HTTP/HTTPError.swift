/// A request that brought no usable answer.
///
/// It never holds a credential or a whole address, so that it can be printed.
public struct HTTPError: Error, Hashable, Sendable {
  /// What kind of failure it is.
  public enum Kind: Hashable, Sendable {
    /// No answer: no such host, no connection, a certificate that is not trusted, or cancelled.
    case unreachable
    /// No complete answer in time.
    case timeout
    /// An answer with this status code, which is no success.
    case status(Int)
    /// A request or an answer that is not as it must be.
    case malformed
    /// A body beyond the bound.
    case tooLarge
  }

  /// What kind of failure it is.
  public var kind: Kind
  /// What is wrong, as one sentence without a final full stop.
  public var message: String
  /// The server's name, with its port where that is not the usual one; empty when there was none.
  public var host: String

  public init(_ kind: Kind, _ message: String, host: String) {
    self.kind = kind
    self.message = message
    self.host = host
  }
}
