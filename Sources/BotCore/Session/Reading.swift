internal import Git

/// What a proposal was made against, for one who has a clone of it on this machine.
public struct Reading: Codable, Hashable, Sendable {
  /// The repository that the branch was read from, or the revision that was asked for.
  public var source: String
  /// What of the clone was not looked at, each in a few words; empty where it has nothing else.
  public var unread: [String]
}

extension Workspace {
  /// What was read for a clone on this machine; nil for a URL, and for a repository without a remote.
  ///
  /// - Throws: BotError when the clone's references or files cannot be read.
  func reading(of target: TargetBranch, _ request: Request) throws(BotError) -> Reading? {
    if let revision = request.target {
      let folder = (repository.workingTree ?? repository.path).withoutLastSlash
      return Reading(source: "\(revision) of \(folder)", unread: try uncommitted())
    }
    guard case .remote = self.target, !isClone else { return nil }
    return Reading(source: name, unread: try unpushed(to: target) + uncommitted())
  }

  /// What the branch of that name has here and not on the server.
  private func unpushed(to target: TargetBranch) throws(BotError) -> [String] {
    try git("comparing \(target.name) with the one here") { () throws(GitError) in
      var unread: [String] = []
      if let own = try repository.reference(target.reference) {
        let (ahead, _) = try repository.distance(of: own, from: target.commit)
        if ahead > 0 {
          unread.append(
            "\(ahead) commit\(ahead == 1 ? "" : "s") of \(target.name) that \(ahead == 1 ? "is" : "are") not pushed"
          )
        }
      }
      if let head = try repository.headBranch(), head != target.reference, !repository.isBare {
        unread.append("the branch \(head.short), which is checked out")
      }
      return unread
    }
  }

  private func uncommitted() throws(BotError) -> [String] {
    let count = try git("comparing the working tree") { () throws(GitError) in
      try repository.uncommittedPaths().count
    }
    return count == 0
      ? []
      : ["\(count) file\(count == 1 ? "" : "s") that \(count == 1 ? "is" : "are") not committed"]
  }
}

extension String {
  fileprivate var withoutLastSlash: String {
    hasSuffix("/") && count > 1 ? String(dropLast()) : self
  }
}
