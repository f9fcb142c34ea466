/// Why a text is no ``PathPattern``.
public struct PathPatternError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The pattern as given.
  public let pattern: String
  /// What is wrong and what to write instead, in one clause.
  public let reason: String

  /// Pattern and reason, for an error message without position.
  public var description: String { "`\(pattern)`: \(reason)" }
}
