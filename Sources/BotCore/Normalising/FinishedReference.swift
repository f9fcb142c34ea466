internal import Git
internal import Rules
internal import YAML

/// The commit that holds the tree of the last proposal without its lock, which names that tree: whatever
/// differs from it in no way that matters to Flux is finished too, and has nothing that was not found then.
enum FinishedReference {
  /// The commit for the finished tree of a proposal, on top of that of the last merged proposal, so that one
  /// reference holds both while a proposal is open.
  ///
  /// Everything in it follows from its arguments, its time too (the template commit's).
  ///
  /// - Parameters:
  ///   - finished: What the proposal's lock names.
  ///   - merged: What the base branch's lock names.
  ///   - newest: What the reference leads to, which somebody else may have written.
  ///   - template: The template's commit.
  ///   - repository: Where all of it is.
  /// - Returns: The commit.
  /// - Throws: BotError when an object cannot be read or made.
  static func commit(
    of finished: Lock.Finished, after merged: Lock.Finished?, newest: ObjectID?,
    template: ObjectID, in repository: Repository
  ) throws(BotError) -> ObjectID {
    let newest = try newest.flatMap { id throws(BotError) in try repository.commit(ifPresent: id) }
    return try git("recording the finished tree") { () throws(GitError) in
      var parent: ObjectID?
      if let merged, let newest {
        for id in [newest] + (try repository.commit(newest).parents.prefix(1)) {
          guard try repository.commit(id).tree == merged.tree else { continue }
          parent = id
          break
        }
        if finished == merged, let parent { return parent }
      }
      let signature = try repository.recordSignature(template: template)
      return try repository.createCommit(
        tree: finished.tree, parents: parent.map { [$0] } ?? [], author: signature,
        committer: signature,
        message: "Finish the proposal\n\n\(Trailer.engine): \(finished.engine)\n")
    }
  }
}

/// A tree that this engine has finished with the present inputs, and found nothing wrong with.
struct EarlierFinish {
  private let tree: ObjectID

  /// Nil where `lock`, that of the base branch, names none that was made with `inputs`.
  ///
  /// - Throws: BotError when an object cannot be read.
  init?(for inputs: Inputs, _ lock: Lock?, in repository: Repository) throws(BotError) {
    guard let lock, let finished = lock.finished, finished.engine == GitOpsBot.version,
      try lock.inputs.digest() == inputs.digest(), try repository.holds(finished.tree)
    else { return nil }
    tree = finished.tree
  }

  /// How many files are compared at most; with more the whole tree is looked through as fast.
  private static let most = 500

  /// Whether wiring `other` would change nothing and find nothing, and whether it has no error that the
  /// finished tree lacks.
  ///
  /// - Throws: BotError when an object cannot be read.
  func covers(_ other: ObjectID, in repository: Repository) throws(BotError) -> Bool {
    try Self.haveSameInterfaces(tree, other, in: repository) { _ in true }
  }

  /// Whether two trees have the same files, and each file that differs has one interface in both of
  /// which `condition` holds.
  ///
  /// Locks are passed over.
  static func haveSameInterfaces(
    _ old: ObjectID, _ new: ObjectID, in repository: Repository,
    where condition: (ManifestInterface) -> Bool
  ) throws(BotError) -> Bool {
    let changes = try TreeComparison(from: old, to: new, in: repository).changes
      .filter { $0.key != BotFile.lock }
    guard changes.count <= most else { return false }
    for (path, change) in changes {
      guard !BotFile.all.contains(path),
        let old = try interface(of: change.old, at: path, in: repository),
        let new = try interface(of: change.new, at: path, in: repository), old == new,
        condition(old)
      else { return false }
    }
    return true
  }

  private static func interface(
    of entry: TreeEntry?, at path: String, in repository: Repository
  ) throws(BotError) -> ManifestInterface? {
    guard let entry, entry.mode.isFile else { return nil }
    let bytes = try git("reading \(path)") { () throws(GitError) in
      try repository.blob(entry.id).bytes
    }
    // What a comment says to ignore is not looked for here.
    let isPlain = bytes.withUnsafeBytes { !$0.contains("gitops-bot: ignore") }
    return isPlain ? ManifestInterface(of: bytes, path: path) : nil
  }
}
