/// Why a text is not what it has to be, where, and what to do about it.
public struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where in the text.
  public let position: TextPosition
  /// What is wrong, as one sentence without a full stop.
  public let message: String
  /// What the reader can do, as one sentence without a full stop.
  public let remedy: String

  /// Makes an error from its three parts.
  public init(position: TextPosition, message: String, remedy: String) {
    self.position = position
    self.message = message
    self.remedy = remedy
  }

  /// `line:column: message; remedy`.
  public var description: String { "\(position): \(message); \(remedy)" }
}
