internal import Findings
internal import Foundation
internal import Git
internal import YAML

/// Looks for folders that a proposal renames in the files that name folders without being manifests: rules of
/// SOPS, attributes and owners of Git, workflows, scripts.
struct PathMentions {
  /// A folder or file with its path before and after.
  private struct Move: Hashable {
    let old: String
    let new: String
  }

  private let tree: GitTree
  /// The folders that are no longer there, the longest first.
  private let folders: [Move]
  private let moves: ExactMap<String>

  /// What names old paths in a tree.
  ///
  /// `moves` are the paths before of the files that were moved, by those of now.
  ///
  /// - Throws: BotError when an object cannot be read.
  static func findings(
    in root: ObjectID, after moves: ExactMap<String>, _ repository: Repository
  ) throws(BotError) -> [Finding] {
    guard !moves.isEmpty else { return [] }
    let tree = GitTree(root, in: repository)
    let mentions = PathMentions(tree, moves)
    let found = mentions.folders.isEmpty ? [] : mentions.findings(below: "", depth: 0)
    try tree.throwError()
    return found
  }

  private init(_ tree: GitTree, _ moves: ExactMap<String>) {
    self.tree = tree
    self.moves = moves
    let folders = Set(moves.map { Self.folder($0.value, $0.key) })
    self.folders = folders.filter { tree.entries(of: $0.old) == nil && !tree.hasFile($0.old) }
      .sorted { ($0.old.utf8.count, $0.old) > ($1.old.utf8.count, $1.old) }
  }

  /// The outermost folder that moved, or the file itself.
  private static func folder(_ old: String, _ new: String) -> Move {
    var (old, new) = (old.split(separator: "/"), new.split(separator: "/"))
    while old.count > 1, new.count > 1, old.last == new.last {
      old.removeLast()
      new.removeLast()
    }
    return Move(old: old.joined(separator: "/"), new: new.joined(separator: "/"))
  }

  private func findings(below folder: String, depth: Int) -> [Finding] {
    guard depth < 200 else { return [] }
    return (tree.entries(of: folder) ?? []).sorted { $0.name < $1.name }.flatMap { entry in
      let path = joined(folder, entry.name)
      if entry.isFolder {
        return entry.name == ".git" ? [] : findings(below: path, depth: depth + 1)
      }
      guard Self.namesFolders(path), let bytes = tree.readableFile(path), bytes.count < 1 << 20
      else { return [] }
      return findings(in: String(decoding: bytes, as: UTF8.self), at: path)
    }
  }

  /// Whether a file is of a kind that names folders.
  private static func namesFolders(_ path: String) -> Bool {
    let parts = path.split(separator: "/").map(String.init)
    let name = parts.last ?? path
    if names.contains(name) { return true }
    if parts.prefix(2) == [".github", "workflows"] { return true }
    let isScript = [".sh", ".bash", ".zsh", ".ps1", ".py", ".mk"].contains { name.hasSuffix($0) }
    return isScript
      || !name.contains(".") && !Set(parts.dropLast()).isDisjoint(with: ["scripts", "hack", "bin"])
  }

  private static let names: Set<String> = [
    ".sops.yaml", ".sops.yml", ".gitattributes", "CODEOWNERS", ".gitlab-ci.yml", "Jenkinsfile",
    "Makefile", "GNUmakefile", "Taskfile.yml", "Taskfile.yaml", "justfile", ".justfile",
    ".pre-commit-config.yaml",
  ]

  private func findings(in text: String, at path: String) -> [Finding] {
    let isSOPS = path.hasSuffix(".sops.yaml") || path.hasSuffix(".sops.yml")
    let lines: [Substring] = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().compactMap { number, line in
      finding(in: line, isSOPS: isSOPS, at: path, number + 1)
    }
  }

  private func finding(
    in line: Substring, isSOPS: Bool, at path: String, _ number: Int
  ) -> Finding? {
    guard !line.drop(while: \.isWhitespace).hasPrefix("#") else { return nil }
    let rule = isSOPS ? Self.rule(line) : nil
    // A regular expression may have its dots and dashes in backslashes.
    let plain = isSOPS ? String(line.replacing("\\", with: "")) : String(line)
    let named = folders.first { Self.names($0.old, in: plain) }
    guard let move = named ?? rule.flatMap(lost) else { return nil }
    return Finding(
      .pathMentionLeft, .warning, path: path, line: number,
      "\(rule == nil ? "this line names" : "this rule of SOPS is for") \(move.old), which the "
        + "proposal renames to \(move.new)",
      remedy: "write \(move.new) there, or let include reach this file")
  }

  /// The expression of a `path_regex`.
  private static func rule(_ line: Substring) -> String? {
    guard let range = line.firstRange(of: "path_regex:"),
      let value = (try? Value(yaml: Array(line[range.lowerBound...].utf8)))?["path_regex"]
    else { return nil }
    return value.plainText
  }

  /// A moved file for which a rule of SOPS was and is not any more.
  private func lost(_ rule: String) -> Move? {
    guard let expression = try? NSRegularExpression(pattern: rule) else { return nil }
    func matches(_ path: String) -> Bool {
      expression.firstMatch(in: path, range: NSRange(path.startIndex..., in: path)) != nil
    }
    let all = moves.ordered
    guard let file = all.first(where: { matches($0.value) && !matches($0.key) }) else { return nil }
    return Self.folder(file.value, file.key)
  }

  /// Whether a line names a folder by its path, or by the last two parts of it.
  private static func names(_ path: String, in line: String) -> Bool {
    let parts = path.split(separator: "/")
    let short = parts.count > 2 ? parts.suffix(2).joined(separator: "/") : path
    var rest = line[...]
    while let range = rest.firstRange(of: short) {
      let before = rest[..<range.lowerBound].last ?? line[..<range.lowerBound].last
      let after = rest[range.upperBound...].first
      let isWhole = !(before?.isPartOfName ?? false) && !(after?.isPartOfName ?? false)
      // A single word is a folder only where a slash says so.
      if isWhole, parts.count > 1 || before == "/" || after == "/" { return true }
      rest = rest[range.upperBound...]
    }
    return false
  }
}

extension Character {
  /// Whether a name goes on with it.
  fileprivate var isPartOfName: Bool { isLetter || isNumber || self == "-" || self == "_" }
}
