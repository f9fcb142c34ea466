internal import Rewriter

/// Which paths of a tree replacements may touch.
struct Scope {
  /// Left alone unless the user says otherwise: the Actions token may not push workflow files,
  /// Flux's own components hold nothing of the template's, and the bot's files hold the rules.
  static let defaultExclude =
    [".github/workflows/**", "**/gotk-components.yaml", "\(Backups.folder)/**"] + ownFiles

  /// The files at the root that are the bot's own.
  static let ownFiles = [
    BotConfiguration.fileName, InfrastructureFile.name, Lock.fileName, Baseline.fileName,
  ]

  private let include: [PathPattern]
  private let within: [PathPattern]
  private let exclude: [PathPattern]
  private let perEnvironment: [PathPattern]

  /// Compiles the patterns of `inputs`.
  ///
  /// - Throws: ConfigurationError for a malformed pattern; those of a configuration file were
  ///   checked where they stand, so only a lock edited by hand gets here.
  init(_ inputs: Inputs.Replacements) throws(ConfigurationError) {
    include = try Scope.compiled(inputs.include)
    within = try Scope.compiled(inputs.within ?? [])
    exclude = try Scope.compiled(inputs.exclude + Scope.defaultExclude)
    perEnvironment = try Scope.compiled(inputs.perEnvironment)
  }

  private static func compiled(_ patterns: [String]) throws(ConfigurationError) -> [PathPattern] {
    var compiled: [PathPattern] = []
    for pattern in patterns {
      do {
        compiled.append(try PathPattern(pattern))
      } catch {
        throw ConfigurationError(
          "\"\(pattern)\" is no path pattern (\(error))", file: Lock.fileName,
          remedy: "restore the file from the last merged proposal")
      }
    }
    return compiled
  }

  /// Whether the file at `path` may be rewritten and renamed.
  func contains(_ path: String) -> Bool {
    let parts = PathParts(path)
    return Scope.matches(include, parts) && Scope.matches(within, parts)
      && !exclude.contains { $0.matches(parts) }
  }

  /// Whether the folder at `path` may be renamed: a pattern names it, or what lies right in it.
  func contains(folder path: String) -> Bool {
    contains(path) && !exclude.contains { $0.matches(path + "/file") }
      || !(include.isEmpty && within.isEmpty) && contains(path + "/file")
  }

  private static func matches(_ patterns: [PathPattern], _ path: PathParts) -> Bool {
    patterns.isEmpty || patterns.contains { $0.matches(path) }
  }

  /// Whether anything below the folder at `path` can be in scope; false means: do not enter.
  func mayContain(below path: String) -> Bool {
    [include, within].allSatisfy { patterns in
      patterns.isEmpty || patterns.contains { $0.mayMatch(below: path) }
    }
  }

  /// Whether a pattern leaves `path` alone whatever else names it.
  func isExcluded(_ path: String) -> Bool {
    let parts = PathParts(path)
    return exclude.contains { $0.matches(parts) }
  }

  /// Whether a pattern of `perEnvironment` names `path` itself, and not only what is in it.
  func isPerEnvironmentItself(_ path: String) -> Bool {
    perEnvironment.contains { $0.matches(path) }
  }

  /// Whether `path`, or what is right in it, is rendered once for each environment.
  func isPerEnvironment(_ path: String) -> Bool {
    !perEnvironment.isEmpty
      && perEnvironment.contains { $0.matches(path) || $0.matches(path + "/file") }
  }
}
