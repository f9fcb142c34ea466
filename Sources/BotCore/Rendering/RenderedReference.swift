internal import Findings
internal import Git

/// The chain of commits that hold `rendered(T, I)` of every proposal, so that the base of a later
/// merge is exact even after an engine upgrade.
enum RenderedReference {
  /// The commit for a rendering: the recorded one or the newest one when it holds the same, else a new one
  /// on top.
  ///
  /// The lock names the recorded one; the newest is whatever the reference leads to, which somebody else may
  /// have written.
  ///
  /// Everything in it follows from its arguments, its time too (the template commit's): the lock
  /// names this commit, and the same inputs must give the same lock.
  static func commit(
    of rendering: Rendering, template: ObjectID, trailers: String, recorded: ObjectID?,
    newest: ObjectID?, in repository: Repository
  ) throws(BotError) -> ObjectID {
    let tree = rendering.tree
    let message = "Render the template\n\n\(trailers)\(Trailer.engine): \(GitOpsBot.version)\n"
    let recorded = try recorded.flatMap { id throws(BotError) in
      try repository.commit(ifPresent: id)
    }
    let newest = try newest.flatMap { id throws(BotError) in try repository.commit(ifPresent: id) }
    return try git("recording the rendering") { () throws(GitError) in
      if let recorded, try repository.commit(recorded).tree == tree { return recorded }
      if let newest {
        let commit = try repository.commit(newest)
        if commit.tree == tree, commit.message == message { return newest }
      }
      let signature = try repository.recordSignature(template: template)
      return try repository.createCommit(
        tree: tree, parents: (newest ?? recorded).map { [$0] } ?? [],
        author: signature, committer: signature, message: message)
    }
  }
}

extension Repository {
  /// Who makes what is recorded for later runs, and when: at the time of the template's commit, so that the
  /// same is always recorded by the same commit.
  func recordSignature(template: ObjectID) throws(GitError) -> Signature {
    var signature = try commit(template).committer
    signature.name = BotConfiguration.Author.fallback.name
    signature.email = BotConfiguration.Author.fallback.email
    return signature
  }
}

extension RenderedReference {
  /// What the last merged proposal was rendered to, which a merge starts from.
  ///
  /// It is made again where paths have left the scope since, and where it no longer exists.
  ///
  /// - Parameters:
  ///   - lock: The lock of the target branch.
  ///   - inputs: What is rendered with now.
  ///   - template: Gives the tree that it was rendered from; nil where that no longer exists.
  ///   - repository: Where all of it is.
  /// - Returns: The tree, and what a report says of it.
  /// - Throws: BotError when an object cannot be read, and where neither exists any more.
  static func tree(
    of lock: Lock, for inputs: Inputs, from template: () throws(BotError) -> ObjectID?,
    in repository: Repository
  ) throws(BotError) -> (tree: ObjectID, findings: [Finding]) {
    let remaining = lock.inputs.withoutPathsLeft(by: inputs)
    if remaining.replacements != lock.inputs.replacements, let tree = try template() {
      return (try rendered(tree, remaining, in: repository).tree, [])
    }
    if let recorded = try repository.commit(ifPresent: lock.rendered) {
      return (try repository.treeOfCommit(recorded), [])
    }
    guard let tree = try template() else {
      throw BotError(
        "the lock names the template's commit \(lock.template.commit.hex), which has gone, "
          + "and so has \(BotReference.rendered)", file: BotFile.lock,
        remedy: "bring one of them back, or give the nearest commit with --adopt COMMIT")
    }
    return (try rendered(tree, lock.inputs, in: repository).tree, [.renderedAgain])
  }
}
