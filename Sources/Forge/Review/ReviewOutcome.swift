/// What became of a review or an issue.
public struct ReviewOutcome: Hashable, Sendable {
  /// What was done.
  public enum Operation: String, Hashable, Sendable {
    case created
    case updated
    case unchanged
    case closed
  }

  /// The number that people write: `#7`, or `!7` on GitLab.
  public var number: Int
  /// The page of the review or issue.
  public var url: String
  public var operation: Operation
  /// What could not be added, such as a label that does not exist; the review stands without it.
  public var problems: [ForgeError]

  public init(number: Int, url: String, operation: Operation, problems: [ForgeError] = []) {
    self.number = number
    self.url = url
    self.operation = operation
    self.problems = problems
  }
}
