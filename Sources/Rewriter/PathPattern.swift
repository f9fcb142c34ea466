/// A glob over paths of a repository, as `include` and `exclude` have it.
///
/// It speaks of whole paths from the repository's root, as `paths` in GitHub workflows do:
/// `README.md` is the one at the root, `**/README.md` every one. Parts between slashes are
/// matched one by one: `*` is any run of characters, `?` one character, `[a-z]` and `[!a-z]` one
/// of a set, `\` takes the next character as it is. `**` is a part by itself and stands for any
/// number of folders, none included; at the end for everything below, but not the folder itself.
/// A trailing slash is short for `/**`; a leading one changes nothing. Case counts.
public struct PathPattern: Hashable, Sendable {
  /// The pattern as given.
  public let source: String

  /// What one part of the pattern allows.
  enum Part: Hashable, Sendable {
    case anyFolders
    case literal([UInt8])
    case glob(SegmentGlob)
  }

  let parts: [Part]

  /// Compiles `glob`.
  ///
  /// - Throws: ``PathPatternError`` for an empty pattern, `..`, `**` beside other characters, an
  ///   unclosed `[`, a trailing `\`, a negation, or more than 62 parts.
  public init(_ glob: String) throws(PathPatternError) {
    source = glob
    parts = try PathPattern.parts(of: glob)
  }

  /// Whether `path`, relative to the root and with `/` between its parts, is one of these.
  public func matches(_ path: String) -> Bool { matches(reached(by: path)) }

  /// Whether some path below `folder` can match; the root is the empty path.
  ///
  /// Walking a tree, the folders for which this is false need not be opened.
  public func mayMatch(below folder: String) -> Bool { mayMatch(below: reached(by: folder)) }
}

extension PathPattern {
  /// How far a path has come in the pattern: the places that it can have reached, as bits; bit
  /// `parts.count` is the end.
  ///
  /// Who walks a tree keeps it for each folder, and goes on from there for what is in it.
  public struct Reach: Hashable, Sendable {
    fileprivate var places: UInt64
  }

  /// Where every path starts.
  public var start: Reach { Reach(places: withSkippedFolders(1)) }

  /// How far a path comes that goes on with `name`, one part between slashes.
  public func reach(_ reach: Reach, over name: String) -> Reach {
    self.reach(reach, over: Substring(name).utf8)
  }

  /// Whether the path that has come so far is one of these; the root is none.
  public func matches(_ reach: Reach) -> Bool { reach.places >> UInt64(parts.count) & 1 != 0 }

  /// Whether some path below the folder whose path has come so far can match.
  public func mayMatch(below folder: Reach) -> Bool {
    folder.places & ((1 << UInt64(parts.count)) - 1) != 0
  }

  private func reached(by path: String) -> Reach {
    var reach = start
    for name in path.utf8.split(separator: UInt8(ascii: "/")) {
      reach = self.reach(reach, over: name)
    }
    return reach
  }

  private func reach(_ reach: Reach, over name: Substring.UTF8View) -> Reach {
    if reach.places == 0 { return reach }
    var next: UInt64 = 0
    for index in parts.indices where reach.places >> UInt64(index) & 1 != 0 {
      switch parts[index] {
      case .anyFolders:
        next |= 1 << UInt64(index)
        if index == parts.count - 1 { next |= 1 << UInt64(parts.count) }
      case .literal(let bytes):
        if name.elementsEqual(bytes) { next |= 1 << UInt64(index + 1) }
      case .glob(let glob):
        if glob.matches(name) { next |= 1 << UInt64(index + 1) }
      }
    }
    return Reach(places: withSkippedFolders(next))
  }

  /// `places` and those reached by taking `**` for no folder, which the last part may not be.
  private func withSkippedFolders(_ places: UInt64) -> UInt64 {
    if places == 0 { return 0 }
    var places = places
    for index in parts.indices.dropLast() where parts[index] == .anyFolders {
      places |= (places >> UInt64(index) & 1) << UInt64(index + 1)
    }
    return places
  }
}

extension PathPattern {
  /// As many as fit the bits of a word, with one for the end of the pattern.
  private static let mostParts = 62

  static func parts(of glob: String) throws(PathPatternError) -> [Part] {
    var texts = glob.split(separator: "/", omittingEmptySubsequences: false)
    if texts.count > 1, texts.first?.isEmpty == true { texts.removeFirst() }
    if texts.count > 1, texts.last?.isEmpty == true { texts[texts.count - 1] = "**" }
    if texts.count > mostParts {
      throw PathPatternError(pattern: glob, reason: "it has more than \(mostParts) parts")
    }
    if glob.hasPrefix("!") {
      throw PathPatternError(
        pattern: glob, reason: "nothing is negated; use `exclude`, or `\\!` for the character")
    }
    var parts: [Part] = []
    for text in texts {
      let part = try part(text, of: glob)
      if part != .anyFolders || parts.last != .anyFolders { parts.append(part) }
    }
    return parts
  }

  private static func part(_ text: Substring, of glob: String) throws(PathPatternError) -> Part {
    if text == "**" { return .anyFolders }
    if text.isEmpty || text == "." || text == ".." {
      throw PathPatternError(
        pattern: glob, reason: "a part of it is empty, `.` or `..`; paths begin at the root")
    }
    let pieces = try SegmentGlob(text, of: glob)
    if text.contains("**"), pieces.literal == nil {
      throw PathPatternError(
        pattern: glob, reason: "`**` stands alone between slashes: write `**/*.md`, not `**.md`")
    }
    return pieces.literal.map(Part.literal) ?? .glob(pieces)
  }
}

/// Why a text is no ``PathPattern``.
public struct PathPatternError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The pattern as given.
  public let pattern: String
  /// What is wrong and what to write instead, in one clause.
  public let reason: String

  /// Pattern and reason, for an error message without position.
  public var description: String { "`\(pattern)`: \(reason)" }
}
