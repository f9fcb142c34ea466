internal import Findings
internal import Foundation
internal import Git
internal import YAML

/// Looks at the files that Git itself reads, in what a proposal brings.
///
/// A server that checks what it is sent (`receive.fsckObjects`, as GitHub and GitLab do) refuses some of
/// them, and others would lead who clones with submodules to run something. The rules are those of
/// git-fsck(1): `gitmodulesName`, `gitmodulesUrl`, `gitmodulesPath`, `gitmodulesUpdate`, `gitmodulesSymlink`,
/// `gitmodulesBlob`, `gitmodulesLarge`, `gitattributesLineLength`, `gitattributesLarge`.
struct GitFiles {
  private let repository: Repository

  /// The findings about files that `tree` has and `base` has not, or has otherwise.
  ///
  /// - Throws: BotError when an object cannot be read.
  static func findings(
    in tree: ObjectID, beside base: ObjectID, _ repository: Repository
  ) throws(BotError) -> [Finding] {
    let files = GitFiles(repository: repository)
    var findings: [Finding] = []
    for (path, change) in try TreeComparison(from: base, to: tree, in: repository).changes {
      guard let new = change.new else { continue }
      let found = try files.findings(new, at: path)
      guard !found.isEmpty else { continue }
      let old = try change.old.map { entry throws(BotError) in try files.findings(entry, at: path) }
      let known = Set((old ?? []).map(\.message))
      findings += found.filter { !known.contains($0.message) }
    }
    return findings.sorted()
  }

  private func findings(_ entry: TreeEntry, at path: String) throws(BotError) -> [Finding] {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    if TreeName.isRead(name, as: ".gitmodules") { return try modules(entry, at: path) }
    if TreeName.isRead(name, as: ".gitattributes") { return try attributes(entry, at: path) }
    let isOther = [".gitignore", ".mailmap"].contains { TreeName.isRead(name, as: $0) }
    return isOther && entry.mode == .symbolicLink ? [.gitFileLink(path)] : []
  }

  private func bytes(_ entry: TreeEntry, at path: String) throws(BotError) -> [UInt8] {
    try git("reading \(path)") { () throws(GitError) in try repository.blob(entry.id).bytes }
  }

  private func attributes(_ entry: TreeEntry, at path: String) throws(BotError) -> [Finding] {
    if entry.mode == .symbolicLink { return [.gitFileLink(path)] }
    guard entry.mode.isFile else { return [] }
    let bytes = try bytes(entry, at: path)
    if bytes.count > 100 << 20 { return [.gitRefused(path, nil, "it has more than 100 MiB")] }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.indices.filter { lines[$0].count >= 2048 }.map {
      .gitRefused(path, $0 + 1, "the line has 2,048 bytes or more")
    }
  }

  private func modules(_ entry: TreeEntry, at path: String) throws(BotError) -> [Finding] {
    guard entry.mode.isFile else {
      let what = entry.mode == .symbolicLink ? "a symbolic link" : "not a file"
      return [.gitRefused(path, nil, "it is \(what)")]
    }
    let bytes = try bytes(entry, at: path)
    if bytes.count > 10 << 20 { return [.gitRefused(path, nil, "it has more than 10 MiB")] }
    let text = GitConfigText(bytes)
    let names = text.subsections.filter { $0.section == "submodule" }.compactMap { section in
      Submodule.isName(section.name)
        ? nil : Finding.gitRefused(path, section.line, "the name of the submodule leads elsewhere")
    }
    return names
      + text.variables.filter { $0.section == "submodule" }.compactMap { variable in
        Submodule.finding(variable, at: path)
      }
  }
}

/// What Git says to the parts of a submodule's configuration.
private enum Submodule {
  /// `check_submodule_name` in Git's `submodule-config.c`: no part of it is `..`.
  static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && !name.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }.contains("..")
  }

  static func finding(_ variable: GitConfigText.Variable, at path: String) -> Finding? {
    let value = variable.value
    switch variable.key {
    case "url":
      if let reason = objection(toURL: value) { return .gitRefused(path, variable.line, reason) }
      return usesHelper(value)
        ? .submoduleUnsafe(path, variable.line, "its address starts a program on whoever clones it")
        : nil
    case "path":
      if value.hasPrefix("-") {
        return .gitRefused(path, variable.line, "the path of the submodule begins with -")
      }
      let parts = value.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
      let leaves =
        value.hasPrefix("/") || parts.contains("..") || parts.contains { $0.lowercased() == ".git" }
      return leaves
        ? .submoduleUnsafe(
          path, variable.line, "the path of the submodule leads out of the repository")
        : nil
    case "update":
      return value.hasPrefix("!")
        ? .gitRefused(path, variable.line, "its update is a command of its own") : nil
    default: return nil
    }
  }

  /// `check_submodule_url` in Git's `submodule-config.c`.
  private static func objection(toURL url: String) -> String? {
    if url.hasPrefix("-") { return "the address of the submodule begins with -" }
    let decoded = url.removingPercentEncoding ?? url
    if (url + decoded).utf8.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    ) {
      return "the address of the submodule holds a line end"
    }
    if url.hasPrefix("./") || url.hasPrefix("../") {
      var rest = url[...]
      var levels = 0
      while rest.hasPrefix("./") || rest.hasPrefix("../") {
        let isUp = rest.hasPrefix("../")
        rest = rest.dropFirst(isUp ? 3 : 2)
        levels += isUp ? 1 : 0
      }
      let isElsewhere = levels > 0 && (rest.hasPrefix(":") || rest.hasPrefix("/"))
      return isElsewhere ? "the address of the submodule could name another host" : nil
    }
    let plain =
      ["http::", "https::", "ftp::", "ftps::"].first(where: url.hasPrefix)
      .map { String(url.dropFirst($0.count)) } ?? url
    guard let scheme = ["http://", "https://", "ftp://", "ftps://"].first(where: plain.hasPrefix)
    else { return plain == url ? nil : "the address of the submodule cannot be understood" }
    let host = plain.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    return host.isEmpty || host.hasPrefix(":") ? "the address of the submodule has no host" : nil
  }

  /// Whether the address is for one of Git's helpers (gitremote-helpers(7)), such as `ext::`, which runs a
  /// command.
  private static func usesHelper(_ url: String) -> Bool {
    guard let end = url.firstRange(of: "::") else { return false }
    let name = url[..<end.lowerBound]
    return !["http", "https", "ftp", "ftps"].contains(name)
      && name.allSatisfy { $0.isLetter || $0.isNumber || "+-.".contains($0) }
  }
}

extension Finding {
  /// A strict server would not take the push.
  fileprivate static func gitRefused(_ path: String, _ line: Int?, _ reason: String) -> Finding {
    Finding(
      .gitRefused, .error, path: path, line: line,
      "a server that checks what it is sent refuses this file: \(reason)",
      remedy: "have it corrected in the template, or add it to template.exclude")
  }

  /// Git takes it, and whoever uses the submodule should not.
  fileprivate static func submoduleUnsafe(
    _ path: String, _ line: Int?, _ reason: String
  ) -> Finding {
    Finding(
      .submoduleUnsafe, .error, path: path, line: line, reason,
      remedy:
        "do not clone it with its submodules; have it corrected in the template, or add it to "
        + "template.exclude")
  }

  /// Git does not follow links in the place of its own files.
  fileprivate static func gitFileLink(_ path: String) -> Finding {
    Finding(
      .gitFileLink, .warning, path: path,
      "a symbolic link stands where Git reads a file of its own, and Git does not follow it",
      remedy: "have it replaced by the file in the template, or add it to template.exclude")
  }
}
