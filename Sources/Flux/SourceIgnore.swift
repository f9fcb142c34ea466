import YAML

/// Which files Flux leaves out where it makes the list of a folder itself.
///
/// The defaults and the patterns of `.sourceignore` files at the root and in the folder. Source:
/// fluxcd/pkg, `sourceignore/sourceignore.go`; patterns are those of gitignore.
struct SourceIgnore {
  private struct Pattern {
    let folder: String
    let parts: [[UInt8]]
    let isNegated: Bool
    let isForFolders: Bool
    let isAnchored: Bool
  }

  private var patterns: [Pattern] = []

  private static let defaults = [
    ".git/", ".github/", ".circleci/", ".travis.yml", ".gitlab-ci.yml", "appveyor.yml",
    ".drone.yml", "cloudbuild.yaml", "codeship-services.yml", "codeship-steps.yml",
    ".goreleaser.yml", ".sops.yaml", ".flux.yaml",
  ]

  init(in folder: String, of reader: ManifestReader) {
    for line in Self.defaults { add(Array(line.utf8), in: "") }
    for place in folder.isEmpty ? [""] : ["", folder] {
      let bytes = reader.bytes(ManifestReader.path(place, ".sourceignore")) ?? []
      for line in bytes.split(whereSeparator: \.isLineBreak) { add(Array(line), in: place) }
    }
  }

  /// Whether a file or folder is left out, by the last pattern that fits.
  func matches(_ path: String, isFolder: Bool) -> Bool {
    var isIgnored = false
    for pattern in patterns where pattern.isNegated == isIgnored {
      if Self.fits(pattern, path, isFolder: isFolder) { isIgnored = !pattern.isNegated }
    }
    return isIgnored
  }

  private mutating func add(_ line: [UInt8], in folder: String) {
    var text = line[...]
    while text.last?.isBlank == true { text.removeLast() }
    guard let first = text.first, first != .hash else { return }
    let isNegated = first == 0x21
    if isNegated { text.removeFirst() }
    let isForFolders = text.last == 0x2F
    if isForFolders { text.removeLast() }
    let isAnchored = text.contains(0x2F)
    patterns.append(
      Pattern(
        folder: folder, parts: text.split(separator: 0x2F).map(Array.init), isNegated: isNegated,
        isForFolders: isForFolders, isAnchored: isAnchored))
  }

  private static func fits(_ pattern: Pattern, _ path: String, isFolder: Bool) -> Bool {
    guard !pattern.isForFolders || isFolder else { return false }
    let prefix = pattern.folder.isEmpty ? "" : pattern.folder + "/"
    guard path.utf8.starts(with: prefix.utf8) else { return false }
    let parts = path.utf8.dropFirst(prefix.utf8.count).split(separator: 0x2F).map(Array.init)
    if !pattern.isAnchored, let last = parts.last, let wanted = pattern.parts.last {
      return fits([wanted], [last])
    }
    return fits(pattern.parts[...], parts[...])
  }

  /// Parts of a path against parts of a pattern; `**` stands for any number of them.
  private static func fits(_ pattern: ArraySlice<[UInt8]>, _ parts: ArraySlice<[UInt8]>) -> Bool {
    fits(pattern, parts, isStar: { $0.elementsEqual("**".utf8) }) { wanted, part in
      fits(wanted[...], part[...], isStar: { $0 == 0x2A }) { $0 == .question || $0 == $1 }
    }
  }

  /// Matches with one wildcard for any run; goes back to the last wildcard only, so that the time
  /// is at most the product of the lengths.
  private static func fits<Part>(
    _ pattern: ArraySlice<Part>, _ parts: ArraySlice<Part>, isStar: (Part) -> Bool,
    isSame: (Part, Part) -> Bool
  ) -> Bool {
    var (wanted, index) = (pattern.startIndex, parts.startIndex)
    var star: (wanted: Int, index: Int)?
    while index < parts.endIndex {
      if wanted < pattern.endIndex, isStar(pattern[wanted]) {
        star = (wanted, index)
        wanted += 1
      } else if wanted < pattern.endIndex, isSame(pattern[wanted], parts[index]) {
        wanted += 1
        index += 1
      } else if let last = star {
        star = (last.wanted, last.index + 1)
        (wanted, index) = (last.wanted + 1, last.index + 1)
      } else {
        return false
      }
    }
    return pattern[wanted...].allSatisfy(isStar)
  }
}
