internal import Git
internal import Manifests

extension ChangedFile {
  /// The same as Git tells it.
  init(_ change: FileChange) {
    self.init(
      old: change.status == .added ? nil : change.oldPath,
      new: change.status == .deleted ? nil : change.newPath)
  }
}

extension Repository {
  /// The files that differ between two trees.
  func changedFiles(from old: ObjectID, to new: ObjectID) throws(BotError) -> [ChangedFile] {
    try git("comparing") { () throws(GitError) in
      try diff(from: old, to: new).files.map(ChangedFile.init)
    }
  }
}
