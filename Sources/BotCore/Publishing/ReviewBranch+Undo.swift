internal import Git

extension ReviewBranch {
  /// Whether the branch proposes to take back what was merged into `base`.
  func takesBack(from base: BaseBranch, in repository: Repository) throws(BotError) -> Bool {
    guard let tip,
      let bytes = try repository.bytes(at: BotFile.lock, in: try repository.treeOfCommit(tip))
    else { return false }
    // What a person made of the lock on the branch is nothing that an undo left.
    guard let lock = try? Lock.decode(bytes), lock.undone != nil else { return false }
    return lock.undone != base.lock?.undone
  }
}
