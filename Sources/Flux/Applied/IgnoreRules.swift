/// What Flux's source-controller leaves out of the artifact that it makes of a repository.
///
/// Files of its own kinds and of continuous integration; where there is a `.sourceignore` file or `spec.ignore`, those
/// and the files of Git alone. Patterns are matched as Flux does, which is not quite as Git: each file is looked at by
/// itself, so that a file can come back out of a folder that is left out. Source: fluxcd/pkg, `sourceignore`,
/// `sourceignore/gitignore`, `artifact/storage/archive.go`.
struct IgnoreRules: Hashable {
  private struct Pattern: Hashable {
    /// The folder that it holds for.
    var folder: [Substring]
    var parts: [IgnorePart]
    var isIncluding = false
    var isForFolders = false
    /// Whether it has a slash, so that it is matched from its folder on.
    var isAnchored = false
  }

  private static let versionControl = [".git/", ".gitignore", ".gitmodules", ".gitattributes"]
  private static let defaults = [
    "*.jpg", "*.jpeg", "*.gif", "*.png", "*.wmv", "*.flv", "*.tar.gz", "*.zip", ".github/",
    ".circleci/", ".travis.yml", ".gitlab-ci.yml", "appveyor.yml", ".drone.yml",
    "cloudbuild.yaml", "codeship-services.yml", "codeship-steps.yml", "**/.goreleaser.yml",
    "**/.sops.yaml", "**/.flux.yaml",
  ]

  private var patterns: [Pattern]

  /// The rules without files and `spec.ignore`.
  static let standard = IgnoreRules(files: [], ignore: nil)

  /// - Parameters:
  ///   - files: the `.sourceignore` files, folder and text, those of a folder before those of folders in it.
  ///   - ignore: `spec.ignore`.
  init(files: [(folder: String, text: String)], ignore: String?) {
    var own: [Pattern] = []
    for file in files { own += Self.patterns(of: file.text, in: file.folder) }
    if let ignore { own += Self.patterns(of: ignore, in: "") }
    let given = own.isEmpty ? Self.versionControl + Self.defaults : Self.versionControl
    patterns = given.map { Self.pattern(Substring($0), in: "") } + own
  }

  /// Whether a file is left out: by the last pattern that matches.
  func leavesOut(_ path: String) -> Bool {
    let parts = path.utf8.split(separator: 0x2F).map(Substring.init)
    for pattern in patterns.reversed() where Self.matches(pattern, parts[...]) {
      return !pattern.isIncluding
    }
    return false
  }

  private static func patterns(of text: String, in folder: String) -> [Pattern] {
    text.split(whereSeparator: \.isNewline).filter {
      !$0.hasPrefix("#") && !$0.allSatisfy(\.isWhitespace)
    }.map { pattern($0, in: folder) }
  }

  private static func pattern(_ line: Substring, in folder: String) -> Pattern {
    var pattern = Pattern(folder: folder.split(separator: "/"), parts: [])
    var text = line
    if text.hasPrefix("!") {
      pattern.isIncluding = true
      text = text.dropFirst()
    }
    if !text.hasSuffix("\\ ") {
      while text.last == " " { text.removeLast() }
    }
    if text.hasSuffix("/") {
      pattern.isForFolders = true
      text.removeLast()
    }
    pattern.isAnchored = text.contains("/")
    pattern.parts = text.split(separator: "/", omittingEmptySubsequences: false)
      .map(IgnorePart.init)
    return pattern
  }

  private static func matches(_ pattern: Pattern, _ path: ArraySlice<Substring>) -> Bool {
    guard path.count > pattern.folder.count, path.starts(with: pattern.folder) else { return false }
    let path = path.dropFirst(pattern.folder.count)
    return pattern.isAnchored ? matchesFromStart(pattern, path) : matchesName(pattern, path)
  }

  private static func matchesName(_ pattern: Pattern, _ path: ArraySlice<Substring>) -> Bool {
    for index in path.indices where pattern.parts[0].matches(path[index]) {
      return !pattern.isForFolders || index < path.endIndex - 1
    }
    return false
  }

  private static func matchesFromStart(
    _ pattern: Pattern, _ path: ArraySlice<Substring>
  ) -> Bool {
    var path = path
    var matched = false
    var canSkip = false
    for (index, part) in pattern.parts.enumerated() {
      if part.text.isEmpty {
        canSkip = false
        continue
      }
      if part.text == "**" {
        if index == pattern.parts.count - 1 { break }
        canSkip = true
        continue
      }
      guard !part.hasDoubleStar, !path.isEmpty else { return false }
      if canSkip {
        canSkip = false
        if let found = path.firstIndex(where: part.matches) {
          matched = true
          path = path[(found + 1)...]
        } else {
          matched = false
          path = []
        }
      } else {
        guard part.matches(path[path.startIndex]) else { return false }
        matched = true
        path = path.dropFirst()
      }
    }
    return matched && !(pattern.isForFolders && path.isEmpty)
  }
}

/// A part of a pattern, which stands for one part of a path.
private struct IgnorePart: Hashable {
  let text: Substring
  let hasDoubleStar: Bool
  /// Whether it stands for itself alone.
  private let isLiteral: Bool
  /// What follows a star in front, where that is all.
  private let suffix: Substring?

  init(_ text: Substring) {
    func isLiteral(_ text: Substring) -> Bool {
      text.utf8.allSatisfy { !"*?[\\".utf8.contains($0) }
    }
    self.text = text
    hasDoubleStar = text.contains("**")
    self.isLiteral = isLiteral(text)
    let rest = text.dropFirst()
    suffix = text.hasPrefix("*") && isLiteral(rest) ? rest : nil
  }

  func matches(_ name: Substring) -> Bool {
    if isLiteral { return text.utf8.elementsEqual(name.utf8) }
    if let suffix {
      return name.utf8.count >= suffix.utf8.count
        && name.utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }
    return GlobPattern.matches(text, name)
  }
}

/// Shell patterns as Go's `path.Match` takes them: `*`, `?`, `[…]` and `\`, none of which matches a slash.
enum GlobPattern {
  /// Whether the whole of `name` fits; a pattern that Go refuses fits nothing.
  static func matches(_ pattern: Substring, _ name: Substring) -> Bool {
    var (wanted, rest) = (Array(pattern)[...], Array(name)[...])
    var star: (wanted: ArraySlice<Character>, rest: ArraySlice<Character>)?
    while true {
      if wanted.first == "*" {
        wanted = wanted.dropFirst()
        star = (wanted, rest)
        continue
      }
      if rest.isEmpty { return wanted.isEmpty }
      if let next = step(wanted, rest[rest.startIndex]) {
        wanted = next
        rest = rest.dropFirst()
      } else if let last = star, last.rest.first != "/", !last.rest.isEmpty {
        star = (last.wanted, last.rest.dropFirst())
        (wanted, rest) = (last.wanted, last.rest.dropFirst())
      } else {
        return false
      }
    }
  }

  /// What is left of a pattern after one character, or nil where it does not fit.
  private static func step(
    _ pattern: ArraySlice<Character>, _ character: Character
  ) -> ArraySlice<Character>? {
    switch pattern.first {
    case nil: return nil
    case "?": return character == "/" ? nil : pattern.dropFirst()
    case "[":
      guard character != "/" else { return nil }
      return set(pattern.dropFirst(), character)
    case "\\":
      let rest = pattern.dropFirst()
      return rest.first == character ? rest.dropFirst() : nil
    case let wanted: return wanted == character ? pattern.dropFirst() : nil
    }
  }

  private static func set(
    _ pattern: ArraySlice<Character>, _ character: Character
  ) -> ArraySlice<Character>? {
    var rest = pattern
    let isNegated = rest.first == "^"
    if isNegated { rest = rest.dropFirst() }
    var isFound = false
    var isFirst = true
    while let low = rest.first, isFirst || low != "]" {
      isFirst = false
      guard let (from, behind) = bound(rest) else { return nil }
      rest = behind
      var to = from
      if rest.first == "-" {
        guard let (end, behind) = bound(rest.dropFirst()) else { return nil }
        (to, rest) = (end, behind)
      }
      if from <= character, character <= to { isFound = true }
    }
    guard rest.first == "]", isFound != isNegated else { return nil }
    return rest.dropFirst()
  }

  private static func bound(
    _ pattern: ArraySlice<Character>
  ) -> (Character, ArraySlice<Character>)? {
    guard let first = pattern.first, first != "-", first != "]" else { return nil }
    guard first == "\\" else { return (first, pattern.dropFirst()) }
    let rest = pattern.dropFirst()
    return rest.first.map { ($0, rest.dropFirst()) }
  }

  /// The same for whole paths, where `**` stands for any number of folders.
  static func matches(path: [Substring], _ pattern: [Substring]) -> Bool {
    guard let first = pattern.first else { return path.isEmpty }
    let rest = Array(pattern.dropFirst())
    if first == "**" {
      return (0...path.count).contains { matches(path: Array(path.dropFirst($0)), rest) }
    }
    guard let name = path.first, matches(first, name) else { return false }
    return matches(path: Array(path.dropFirst()), rest)
  }
}
