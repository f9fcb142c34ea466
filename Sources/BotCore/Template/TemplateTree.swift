internal import Git

extension Repository {
  /// The tree of a template's commit as updates may use it: without what belongs to the repository
  /// alone, the lock.
  ///
  /// Takes a commit that is present.
  ///
  /// - Throws: BotError when an object cannot be read.
  func templateTree(of commit: ObjectID) throws(BotError) -> ObjectID {
    let root = try treeOfCommit(commit)
    return try git("reading the template") { () throws(GitError) in
      try writeTree(root, settingPaths: [(path: Lock.fileName, entry: nil)])
    }
  }

  /// Refuses the tree `root` of a template, which is somebody else's, where a name in it would leave
  /// the tree or reach into a repository: Git itself does not check such names out.
  ///
  /// - Throws: BotError with exit code 4 that names the place.
  func checkTemplateNames(in root: ObjectID) throws(BotError) {
    var checked: Set<ObjectID> = []
    try checkNames(in: root, at: "", &checked)
  }

  private func checkNames(
    in id: ObjectID, at path: String, _ checked: inout Set<ObjectID>
  ) throws(BotError) {
    guard checked.insert(id).inserted else { return }
    let folder = try git("reading the template") { () throws(GitError) in try known.folder(id) }
    for entry in folder.entries {
      let place = joined(path, entry.name)
      guard TreeName.isSafe(entry.name) else {
        throw BotError(
          .refused, "the template holds the name \"\(entry.name)\", which no folder may hold",
          file: place, remedy: "have it corrected in the template")
      }
      guard entry.mode == .tree else { continue }
      try checkNames(in: entry.id, at: place, &checked)
    }
  }

  /// `root` with nothing in it but what `patterns` match.
  ///
  /// - Throws: GitError where a tree is absent.
  func tree(_ root: ObjectID, holdingOnly patterns: HeldPaths) throws(GitError) -> ObjectID {
    if let kept = try restricted(root, at: "", to: patterns) { return kept }
    return try emptyTree()
  }

  /// Returns nil where nothing is left.
  private func restricted(
    _ id: ObjectID, at path: String, to patterns: HeldPaths
  ) throws(GitError) -> ObjectID? {
    guard patterns.mayMatch(below: path) else { return nil }
    var changes: [TreeChange] = []
    for entry in try tree(id).entries where entry.hasExactName {
      let place = joined(path, entry.name)
      var kept = entry
      if entry.mode == .tree {
        guard let inner = try restricted(entry.id, at: place, to: patterns) else { continue }
        kept.id = inner
      } else if !patterns.match(place) {
        continue
      }
      changes.append(.set(kept))
    }
    return changes.isEmpty ? nil : try writeTree(changes: changes)
  }
}
