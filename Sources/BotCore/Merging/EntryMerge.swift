internal import Flux
internal import Git
internal import Rules

/// The merge of what three trees have for one file.
struct EntryMerge {
  /// In the merged tree.
  var path: String
  /// Nil where both sides added it.
  var base: TreeEntry?
  var ours: TreeEntry
  var theirs: TreeEntry
  var rules: MergeRules

  /// The merged entry, stored; where both changed the same, ours stays and is listed.
  ///
  /// - Throws: BotError when a blob cannot be read or written.
  func merged(
    in repository: Repository, _ conflicts: inout [Conflict]
  ) throws(BotError) -> TreeEntry {
    var entry = ours
    if base?.mode == ours.mode { entry.mode = theirs.mode }
    if base?.id == ours.id {
      entry.id = theirs.id
      return entry
    }
    if base?.id == theirs.id || ours.id == theirs.id { return entry }
    guard [base ?? ours, ours, theirs].allSatisfy(\.mode.isFile)
    else {
      conflicts.append(Conflict(path: path, kind: .file, kept: ours.id.hex))
      return ours
    }
    guard let merged = try mergedFile(in: repository) else {
      // What is too large to be read is merged as a whole.
      conflicts.append(Conflict(path: path, kind: .file, kept: ours.id.hex))
      return ours
    }
    // The variables are written anew from the merged values.
    let found = isOfVariables ? [] : merged.conflicts
    conflicts += found.map { found in
      Conflict(
        path: path, kind: found.line == nil ? .file : .content, line: found.line,
        key: found.key, ours: found.ours,
        theirs: found.theirs, kept: found.line == nil ? ours.id.hex : nil)
    }
    entry.id = try git("writing \(path)") { () throws(GitError) in
      try repository.writeBlob(merged.bytes)
    }
    return entry
  }

  /// Whether the bot generates the file for Flux to substitute.
  private var isOfVariables: Bool {
    let name = RepositoryPath.name(of: path)
    return rules.hasVariables && name.hasPrefix(WiringConfiguration.Place.variablesName)
      && name.hasSuffix(".yaml")
  }

  /// Nil where a side is too large to be read.
  private func mergedFile(in repository: Repository) throws(BotError) -> MergedFile? {
    func bytes(_ id: ObjectID) throws(BotError) -> [UInt8]? {
      try git("reading \(path)") { () throws(GitError) in try repository.readableBytes(id) }
    }
    var old: [UInt8]?
    if let base {
      guard let bytes = try bytes(base.id) else { return nil }
      old = bytes
    }
    guard let our = try bytes(ours.id), let their = try bytes(theirs.id) else { return nil }
    let merge = FileMerge(
      path: path, base: old, ours: our, theirs: their,
      changingValues: rules.changes.text(base: old ?? [], theirs: their), style: rules.policy,
      isSecret: { rules.secretTrees.contains { $0.isSecretFile(path) } })
    if let name = rules.configMaps[path] {
      return try ConfigMapMerge(file: merge, name: name).merged()
    }
    return try merge.merged()
  }
}

/// What a relative symbolic link leads to.
struct LinkTarget {
  /// What the link holds.
  let text: String
  /// The path from the root of the repository.
  let path: String

  /// - Returns: Nil for an absolute target and one that leads out of the repository.
  init?(_ text: String, at link: String) {
    guard text.utf8.first != UInt8(ascii: "/"), !text.isEmpty,
      let path = RepositoryPath.joined(RepositoryPath.folder(of: link), text)
    else { return nil }
    self.text = text
    self.path = path
  }

  /// What a link at `link` has to hold to lead to `target`.
  func text(to target: String, from link: String) -> String {
    RepositoryPath.relative(target, to: RepositoryPath.folder(of: link))
  }
}
