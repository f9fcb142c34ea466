internal import Foundation
internal import Git

extension Workspace {
  /// Changes references where the repository lies, each from what it is expected to be.
  ///
  /// A local repository gets them in the order given; a server gets them in one push, and may take
  /// some and decline others.
  ///
  /// - Throws: BotError when one is declined, with the server's words.
  func update(_ updates: [PushUpdate], _ progress: Progress) throws(BotError) {
    guard !updates.isEmpty else { return }
    switch target {
    case .local: try store(updates)
    case .remote(let location, let access):
      try keepForLaterRuns()
      let sender = try Sender(self)
      let report = try git("pushing to \(location.address)") { () throws(GitError) in
        try sender.repository.push(
          to: location.address, updates: updates, access: access, progress: progress.transfer)
      }
      guard let (name, reason) = report.rejected.min(by: { $0.key < $1.key }) else { return }
      let words = report.serverMessages.trimmingCharacters(in: .whitespacesAndNewlines)
      throw BotError(
        "\(location.address) declined \(name.short): \(reason)"
          + (words.isEmpty ? "" : "\n" + words),
        remedy: "run again if another run moved it meanwhile; else see the server's rules for this "
          + "reference, or choose another review.branch")
    }
  }

  /// Changes references of a server, and says what it made of each; nil where it took nothing, or one of
  /// them is not what it is expected to be.
  ///
  /// - Throws: BotError when the server is not to be trusted, or does not know who asks.
  func push(_ updates: [PushUpdate], _ progress: Progress) throws(BotError) -> PushReport? {
    guard case .remote(let location, let access) = target else { return nil }
    try keepForLaterRuns()
    let sender = try Sender(self)
    do throws(GitError) {
      return try sender.repository.push(
        to: location.address, updates: updates, access: access, progress: progress.transfer)
    } catch {
      // Less may go through: servers look at all that comes, and some limit how much that may be.
      guard [.authentication, .permission, .certificate].contains(error.kind) else { return nil }
      throw BotError(error, doing: "pushing to \(location.address)")
    }
  }

  /// The next run finds in a kept repository what this one pushes, and is not sent it again.
  private func keepForLaterRuns() throws(BotError) {
    guard isKept else { return }
    try git("writing the new objects") { () throws(GitError) in
      try repository.writeHeldObjects()
    }
  }

  private func store(_ updates: [PushUpdate]) throws(BotError) {
    try git("writing the new objects") { () throws(GitError) in
      try repository.writeHeldObjects()
    }
    for update in updates {
      try git("updating \(update.destination)") { () throws(GitError) in
        if let source = update.source {
          try repository.setReference(
            update.destination, to: source, expecting: update.expected, message: "gitops-bot")
        } else if let expected = update.expected {
          try repository.removeReference(update.destination, expecting: expected)
        }
      }
    }
  }
}

/// The handle that pushes what a workspace has.
///
/// While libgit2 pushes it needs references (`OutgoingReferences`). In a repository that outlives this run they
/// would stay where it is cut off, so there they are put into a repository of their own, which reads the same objects.
private struct Sender {
  let repository: Repository
  private let folder: ScratchFolder?

  init(_ workspace: Workspace) throws(BotError) {
    guard workspace.temporary == nil else {
      (repository, folder) = (workspace.repository, nil)
      return
    }
    let scratch = try ScratchFolder()
    folder = scratch
    repository = try git("making a folder for the push") { () throws(GitError) in
      let sender = try Repository.create(bareAt: scratch.path)
      try sender.shareObjects(of: workspace.repository)
      return sender
    }
  }
}
