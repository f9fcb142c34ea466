internal import Git
internal import Rules

extension TreeComparison {
  /// The files that differ, sorted by path.
  var changedFiles: [ChangedFile] {
    changes.sorted { $0.key < $1.key }.map { path, change in
      let isInBoth = change.old != nil && change.new != nil
      var file = ChangedFile(
        old: change.old == nil ? nil : path, new: change.new == nil ? nil : path,
        changesKind: isInBoth && change.old?.mode.isFile != change.new?.mode.isFile)
      file.isOldYAML = isKnownYAML(change.old)
      file.isNewYAML = isKnownYAML(change.new)
      return file
    }
  }

  private func isKnownYAML(_ entry: TreeEntry?) -> Bool {
    guard let entry, entry.mode.isFile else { return false }
    return repository.known.isYAML(entry.id)
  }
}
