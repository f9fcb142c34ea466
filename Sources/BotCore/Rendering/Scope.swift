internal import Rewriter

/// Which paths of a tree replacements may touch.
struct Scope {
  /// Left alone unless the user says otherwise: the Actions token may not push workflow files,
  /// Flux's own components hold nothing of the template's, and the bot's files hold the rules.
  static let defaultExclude =
    [".github/workflows/**", "**/gotk-components.yaml", "\(BotFile.backups)/**"] + BotFile.all
    + BotFile.schemas

  /// All patterns, one kind behind the other.
  private let patterns: [PathPattern]
  private let include: Range<Int>
  private let within: Range<Int>
  private let exclude: Range<Int>
  private let perEnvironment: Range<Int>

  /// Where a file or folder stands in the patterns.
  ///
  /// Who walks a tree keeps it for each folder, and goes on from there for what is in it.
  struct Position {
    /// One for each pattern.
    fileprivate var reaches: [PathPattern.Reach]
  }

  /// Compiles the patterns of `inputs`.
  ///
  /// - Throws: ConfigurationError for a malformed pattern; those of a configuration file were
  ///   checked where they stand, so only a lock edited by hand gets here.
  init(_ inputs: Inputs.Replacements) throws(ConfigurationError) {
    var patterns: [PathPattern] = []
    func added(_ sources: [String]) throws(ConfigurationError) -> Range<Int> {
      let start = patterns.count
      patterns += try Scope.compiled(sources)
      return start..<patterns.count
    }
    include = try added(inputs.include)
    within = try added(inputs.within ?? [])
    exclude = try added(inputs.exclude + Scope.defaultExclude)
    perEnvironment = try added(inputs.perEnvironment)
    self.patterns = patterns
  }

  private static func compiled(_ patterns: [String]) throws(ConfigurationError) -> [PathPattern] {
    var compiled: [PathPattern] = []
    for pattern in patterns {
      do {
        compiled.append(try PathPattern(pattern))
      } catch {
        throw ConfigurationError(
          "\"\(pattern)\" is no path pattern (\(error))", file: BotFile.lock,
          remedy: "restore the file from the last merged proposal")
      }
    }
    return compiled
  }
}

extension Scope {
  var root: Position { Position(reaches: patterns.map(\.start)) }

  /// The position of `name`, which stands in the folder at `folder`.
  func position(of name: String, in folder: Position) -> Position {
    var position = folder
    for index in patterns.indices {
      position.reaches[index] = patterns[index].reach(folder.reaches[index], over: name)
    }
    return position
  }

  /// The position of a path; that of the root is empty.
  func position(of path: String) -> Position {
    // A slash with a combining mark behind it is one character, and two bytes.
    path.utf8.split(separator: UInt8(ascii: "/"))
      .reduce(root) { position(of: String(Substring($1)), in: $0) }
  }

  private func anyMatches(_ indices: Range<Int>, _ position: Position) -> Bool {
    indices.contains { patterns[$0].matches(position.reaches[$0]) }
  }

  /// Whether one of the patterns names what lies right in the folder, for which any name stands.
  private func anyMatches(_ indices: Range<Int>, fileIn folder: Position) -> Bool {
    indices.contains { patterns[$0].matches(patterns[$0].reach(folder.reaches[$0], over: "file")) }
  }

  /// Whether the file may be rewritten and renamed.
  func contains(_ file: Position) -> Bool {
    (include.isEmpty || anyMatches(include, file)) && (within.isEmpty || anyMatches(within, file))
      && !anyMatches(exclude, file)
  }

  func contains(_ path: String) -> Bool { contains(position(of: path)) }

  /// Whether the folder may be renamed: a pattern names it, or what lies right in it.
  func contains(folder: Position) -> Bool {
    contains(folder) && !anyMatches(exclude, fileIn: folder)
      || !(include.isEmpty && within.isEmpty) && contains(position(of: "file", in: folder))
  }

  func contains(folder path: String) -> Bool { contains(folder: position(of: path)) }

  /// Whether anything below the folder can be in scope; false means: do not enter.
  func mayContain(below folder: Position) -> Bool {
    [include, within].allSatisfy { indices in
      indices.isEmpty || indices.contains { patterns[$0].mayMatch(below: folder.reaches[$0]) }
    }
  }

  /// Whether a pattern leaves `path` alone whatever else names it.
  func isExcluded(_ path: String) -> Bool { anyMatches(exclude, position(of: path)) }

  /// Whether a pattern of `perEnvironment` names the position itself, and not only what is in it.
  func isPerEnvironmentItself(_ position: Position) -> Bool {
    anyMatches(perEnvironment, position)
  }

  /// Whether what stands there, or what is right in it, is rendered once for each environment.
  func isPerEnvironment(_ position: Position) -> Bool {
    anyMatches(perEnvironment, position) || anyMatches(perEnvironment, fileIn: position)
  }

  func isPerEnvironment(_ path: String) -> Bool { isPerEnvironment(position(of: path)) }
}
