public import YAML

/// A mistake in a configuration file, a lock or an option, with the place where it stands.
public struct ConfigurationError: Error, Hashable, Sendable {
  /// One thing that is wrong.
  public struct Problem: Hashable, Sendable {
    /// What is wrong, as one sentence without a final full stop.
    public var message: String
    /// The file as the user knows it, or the option's name; nil when no single place is at fault.
    public var file: String?
    /// Where in `file`; nil when the file as a whole is at fault.
    public var position: TextPosition?
    /// What to do about it, as one sentence without a final full stop.
    public var remedy: String
    /// The keys of the values that are missing, where that is the problem.
    public var missingKeys: [String] = []

    /// The line of `position`, counted from 1.
    public var line: Int? { position?.line }
    /// The column of `position`, counted from 1.
    public var column: Int? { position?.column }

    /// `file:line:column` as far as it is known; empty when no place is at fault.
    public var location: String {
      let suffix = position.map { ":\($0.line):\($0.column)" } ?? ""
      return (file ?? "") + suffix
    }

    public init(
      _ message: String, file: String? = nil, position: TextPosition? = nil, remedy: String
    ) {
      self.message = message
      self.file = file
      self.position = position
      self.remedy = remedy
    }
  }

  /// At least one problem, in the order in which they stand in the files.
  public var problems: [Problem]

  public init(_ problems: [Problem]) {
    self.problems = problems
  }

  public init(
    _ message: String, file: String? = nil, position: TextPosition? = nil, remedy: String
  ) {
    problems = [Problem(message, file: file, position: position, remedy: remedy)]
  }
}
