internal import Flux
internal import Git

/// Whether the file at `path`, with these first two bytes, is run by somebody: a reviewer looks at a
/// change of it first.
func isProgram(_ path: String, isExecutable: Bool, startingWith start: [UInt8]) -> Bool {
  if isExecutable || start.starts(with: "#!".utf8) { return true }
  let name = RepositoryPath.name(of: path).lowercased()
  let names = [
    "makefile", "gnumakefile", "package.json", "dockerfile", "containerfile", ".gitmodules",
  ]
  return names.contains(name) || name.hasPrefix("dockerfile.")
    || [".sh", ".bash", ".mk", ".ps1", ".dockerfile"].contains { name.hasSuffix($0) }
}

extension Repository {
  /// The programs that a template's update brings or changes, and the links that lead out of it,
  /// by their paths in the template; `held` paths bring nothing.
  ///
  /// - Throws: BotError when an object cannot be read.
  func changedPrograms(
    from old: ObjectID, to new: ObjectID, without held: HeldPaths
  ) throws(BotError) -> [String] {
    try git("comparing the template's commits") { () throws(GitError) in
      var paths: [String] = []
      for change in try changedEntries(from: old, to: new) where !held.match(change.path) {
        guard let entry = change.new else { continue }
        switch entry.mode {
        case .blob, .executable:
          let start = try start(of: entry.id)
          if isProgram(change.path, isExecutable: entry.mode == .executable, startingWith: start) {
            paths.append(change.path)
          }
        case .symbolicLink:
          let target = try blob(entry.id)
          let text = String(decoding: target.bytes, as: UTF8.self)
          if leadsOutside(text, from: change.path) { paths.append(change.path) }
        case .tree, .submodule: break
        }
      }
      return paths
    }
  }
}

extension Repository {
  /// The first two bytes of a blob; none of one that is too large to be read.
  private func start(of id: ObjectID) throws(GitError) -> [UInt8] {
    guard let file = try readableBlob(id) else { return [] }
    return file.withBytes { Array($0.prefix(2)) }
  }
}

/// Whether a link at `path` with that `target` leads out of the tree, or into a repository's own folder, whose
/// configuration may hold a token where CI has checked it out.
func leadsOutside(_ target: String, from path: String) -> Bool {
  if target.hasPrefix("/") || target.split(separator: "/").contains(where: isGitFolder) {
    return true
  }
  var depth = path.split(separator: "/").count - 1
  for part in target.split(separator: "/") where part != "." {
    depth += part == ".." ? -1 : 1
    if depth < 0 { return true }
  }
  return false
}

private func isGitFolder(_ name: Substring) -> Bool {
  name != "." && name != ".." && !TreeName.isSafe(name)
}
