internal import Git

/// The chain of commits that hold `rendered(T, I)` of every proposal, so that the base of a later
/// merge is exact even after an engine upgrade.
enum RenderedReference {
  static let name = "refs/gitops-bot/rendered"

  /// The commit for a rendering: the recorded one or the newest one when it holds the same tree,
  /// else a new one on top.
  ///
  /// Everything in it follows from its arguments, its time too (the template commit's): the lock
  /// names this commit, and the same inputs must give the same lock.
  static func commit(
    of rendering: Rendering, template: ObjectID, trailers: String, recorded: ObjectID?,
    newest: ObjectID?, in repository: Repository
  ) throws(BotError) -> ObjectID {
    let tree = rendering.tree
    return try git("recording the rendering") { () throws(GitError) in
      for candidate in [recorded, newest].compactMap({ $0 }) {
        if try repository.contains(candidate), try repository.commit(candidate).tree == tree {
          return candidate
        }
      }
      let signature = try repository.recordSignature(template: template)
      var parents: [ObjectID] = []
      if let parent = newest ?? recorded, try repository.contains(parent) { parents = [parent] }
      return try repository.createCommit(
        tree: tree, parents: parents,
        author: signature, committer: signature,
        message: "Render the template\n\n\(trailers)\(Trailer.engine): \(GitOpsBot.version)\n")
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
