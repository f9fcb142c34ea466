public import Git
public import YAML

/// What went wrong, in the words a user reads, with the exit code of the process.
public struct BotError: Error, Hashable, Sendable {
  /// The exit codes that errors have; the design lists them all.
  public enum Exit: Int32, Sendable {
    case failure = 1
    case conflicts = 3
    case refused = 4
    case authentication = 5
  }

  public var exit: Exit
  /// At least one.
  public var problems: [ConfigurationError.Problem]

  public init(_ exit: Exit, _ problems: [ConfigurationError.Problem]) {
    self.exit = exit
    self.problems = problems
  }

  public init(
    _ exit: Exit, _ message: String, file: String? = nil, position: TextPosition? = nil,
    remedy: String
  ) {
    self.init(
      exit,
      [ConfigurationError.Problem(message, file: file, position: position, remedy: remedy)])
  }

  public init(
    _ message: String, file: String? = nil, position: TextPosition? = nil, remedy: String
  ) {
    self.init(.failure, message, file: file, position: position, remedy: remedy)
  }

  public init(_ error: ConfigurationError) {
    self.init(.failure, error.problems)
  }

  /// A manifest at `path` that cannot be read or changed.
  public init(_ error: ManifestError, in path: String) {
    self.init(error.message, file: path, position: error.position, remedy: error.remedy)
  }

  /// An error of libgit2 while `doing` something, such as "cloning URL".
  public init(_ error: GitError, doing: String) {
    if let name = error.unknownExtension {
      let means = name == "objectformat" ? "ids of SHA-256" : "the extension \(name)"
      self.init(
        "\(doing): the repository uses \(means), which libgit2 does not read",
        remedy: "use a repository with ids of SHA-1 and Git's usual formats")
      return
    }
    let (exit, remedy): (Exit, String) =
      switch error.kind {
      case .authentication:
        (.authentication, "check the token, password or key, and that it may read and write there")
      case .permission:
        (.authentication, "give the token or key the right to do this, or use another")
      case .certificate:
        (
          .failure,
          "check the server's certificate or host key; --ca-file trusts a private authority, "
            + "--known-hosts a host key"
        )
      case .network: (.failure, "check the address and the network, and run again")
      case .lease: (.failure, "somebody else moved it in the meantime; run again")
      case .notFound: (.failure, "check that it exists and that the token or key may see it")
      case .limit: (.failure, "take it out of the repository, or split it into smaller ones")
      case .storage:
        (
          .failure,
          "free some space there, or choose another place with TMPDIR or --cache, and run again"
        )
      case .resources:
        (
          .failure,
          "raise the limits of memory (ulimit -v) and open files (ulimit -n), and run again"
        )
      case .exists, .other: (.failure, "mend what it names, and run again")
      }
    self.init(exit, "\(doing): \(error.message)", remedy: remedy)
  }
}

/// Calls libgit2 and turns its error into one that says what the bot was `doing`.
func git<Result: ~Copyable>(
  _ doing: @autoclosure () -> String, _ body: () throws(GitError) -> Result
) throws(BotError) -> Result {
  do {
    return try body()
  } catch {
    throw BotError(error, doing: doing())
  }
}

/// Reads or changes the manifest at `path` and turns its error into a `BotError`.
func manifest<Result>(
  _ path: String, _ body: () throws(ManifestError) -> Result
) throws(BotError) -> Result {
  do {
    return try body()
  } catch {
    throw BotError(error, in: path)
  }
}

/// Reads configuration and turns its error into a `BotError`.
func configuration<Result>(
  _ body: () throws(ConfigurationError) -> Result
) throws(BotError) -> Result {
  do {
    return try body()
  } catch {
    throw BotError(error)
  }
}

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
