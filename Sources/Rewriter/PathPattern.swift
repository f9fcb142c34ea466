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
  public func matches(_ path: String) -> Bool { matches(PathParts(path)) }

  /// Whether a path, taken apart once for many patterns, is one of these.
  public func matches(_ path: PathParts) -> Bool {
    !path.parts.isEmpty && states(after: path.parts) & (1 << UInt64(parts.count)) != 0
  }

  /// Whether some path below `folder` can match; the root is the empty path.
  ///
  /// Walking a tree, the folders for which this is false need not be opened.
  public func mayMatch(below folder: String) -> Bool {
    let states = states(after: folder.utf8.split(separator: UInt8(ascii: "/")))
    return states & ((1 << UInt64(parts.count)) - 1) != 0
  }

  /// The places in the pattern that can be reached by consuming `segments`, as bits; bit
  /// `parts.count` is its end.
  private func states(after segments: [Substring.UTF8View]) -> UInt64 {
    var states = withSkippedFolders(1)
    for segment in segments {
      var next: UInt64 = 0
      for (index, part) in parts.enumerated() where states >> UInt64(index) & 1 != 0 {
        switch part {
        case .anyFolders:
          next |= 1 << UInt64(index)
          if index == parts.count - 1 { next |= 1 << UInt64(parts.count) }
        case .literal(let bytes):
          if segment.elementsEqual(bytes) { next |= 1 << UInt64(index + 1) }
        case .glob(let glob):
          if glob.matches(segment) { next |= 1 << UInt64(index + 1) }
        }
      }
      states = withSkippedFolders(next)
      if states == 0 { break }
    }
    return states
  }

  /// `states` and those reached by taking `**` for no folder, which the last part may not be.
  private func withSkippedFolders(_ states: UInt64) -> UInt64 {
    var states = states
    for (index, part) in parts.enumerated().dropLast() where part == .anyFolders {
      states |= (states >> UInt64(index) & 1) << UInt64(index + 1)
    }
    return states
  }
}
