internal import Git
internal import Manifests

/// The commit that holds the tree of the last proposal: whatever differs from it in no way that matters
/// to Flux is finished too, and has nothing that was not found then.
enum FinishedReference {
  static let name = "refs/gitops-bot/finished"

  /// The commit for the finished tree of a proposal that was made from `inputs`.
  ///
  /// Everything in it follows from its arguments, its time too (the template commit's).
  static func commit(
    of tree: ObjectID, inputs: Inputs, template: ObjectID, in repository: Repository
  ) throws(BotError) -> ObjectID {
    let trailers = try trailers(inputs)
    return try git("recording the finished tree") { () throws(GitError) in
      let signature = try repository.recordSignature(template: template)
      return try repository.createCommit(
        tree: tree, parents: [], author: signature, committer: signature,
        message: "Finish the proposal\n\n\(trailers)")
    }
  }

  /// What tells whether the same would be finished in the same way now.
  fileprivate static func trailers(_ inputs: Inputs) throws(BotError) -> String {
    "\(Trailer.inputs): \(try inputs.digest())\n\(Trailer.engine): \(GitOpsBot.version)\n"
  }
}

/// A tree that this engine has finished with the present inputs, and found nothing wrong with.
struct EarlierFinish {
  private let tree: ObjectID

  /// Nil where there is none that was made with `inputs` and wired as `lock` says.
  ///
  /// - Throws: BotError when an object cannot be read.
  init?(for inputs: Inputs, _ lock: Lock?, in workspace: Workspace) throws(BotError) {
    let repository = workspace.repository
    guard let lock, let id = workspace.references.ids[FinishedReference.name],
      try repository.present(id.hex) != nil
    else { return nil }
    let (tree, message) = try git("reading commit \(id)") { () throws(GitError) in
      let commit = try repository.commit(id)
      return (commit.tree, commit.message)
    }
    guard message.hasSuffix("\n\n" + (try FinishedReference.trailers(inputs))),
      let bytes = try repository.bytes(at: Lock.fileName, in: tree),
      let recorded = try? Lock.decode(bytes), recorded.wired == lock.wired
    else { return nil }
    self.tree = tree
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
      .filter { $0.key != Lock.fileName }
    guard changes.count <= most else { return false }
    for (path, change) in changes {
      guard !Scope.ownFiles.contains(path),
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
