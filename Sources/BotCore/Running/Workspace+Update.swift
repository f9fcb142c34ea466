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
      try storeForOthers()
      let report = try git("pushing to \(location.address)") { () throws(GitError) in
        try repository.push(
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
    try storeForOthers()
    do throws(GitError) {
      return try repository.push(
        to: location.address, updates: updates, access: access, progress: progress.transfer)
    } catch {
      // Less may go through: servers look at all that comes, and some limit how much that may be.
      guard [.authentication, .permission, .certificate].contains(error.kind) else { return nil }
      throw BotError(error, doing: "pushing to \(location.address)")
    }
  }

  /// References of a repository that others use too must not lead to what is in memory alone.
  private func storeForOthers() throws(BotError) {
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
