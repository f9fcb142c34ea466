internal import Flux
internal import Git
internal import YAML

/// What one side of a merge renamed.
struct Renames {
  /// The new path of each renamed file by the path that the base has.
  private(set) var files: ExactMap<String> = [:]
  /// The new path of each folder that was renamed as a whole.
  private(set) var folders: ExactMap<String> = [:]

  /// Pairs what a side removed with what it added: by `changes`, where a changed value decides the new path of an old
  /// one, then by what makes a file the same one.
  ///
  /// - Parameters:
  ///   - comparison: How the side differs from the base.
  ///   - base: The base's tree.
  ///   - side: The side's tree.
  ///   - changes: The values that differ.
  ///   - repository: Where both are.
  /// - Throws: BotError when an object cannot be read.
  init(
    _ comparison: TreeComparison, base: ObjectID, side: ObjectID, _ changes: ValueChanges,
    in repository: Repository
  ) throws(BotError) {
    var pairing = RenamePairing(comparison, base: base, side: side, in: repository)
    guard pairing.isOpen else { return }
    pairing.pairExpected { [new = pairing.new] path in
      changes.path(path) { new[$0] != nil }
    }
    if pairing.isOpen {
      try pairing.identify()
      try pairing.pairObjects(changes.spellings(of:))
      try pairing.pairFollowers()
      try pairing.pairTexts()
      try pairing.pairLinks()
      try pairing.pairKustomizations()
      try pairing.pairFollowers()
    }
    try findFolders(pairing)
    carryRest(&pairing)
    files = pairing.pairs
  }

  /// The path of a file or a folder of the base after the renames.
  func new(_ path: String) -> String {
    files[path] ?? folders[path] ?? carried(path)
  }

  /// Where a path of the other side goes that has no file of the base: along with the innermost
  /// renamed folder that holds it.
  func carried(_ path: String) -> String {
    for folder in path.foldersAbove {
      if let new = folders[folder] { return path.moved(from: folder, to: new) }
    }
    return path
  }

  /// A folder was renamed when it is no longer there and most of all its files went to one other.
  private mutating func findFolders(_ pairing: RenamePairing) throws(BotError) {
    let totals = pairing.old.keys.countedByFolder
    let repository = pairing.repository
    for folder in pairing.ways.folders {
      guard let best = pairing.ways.targets(of: folder).first,
        best.value.files * 2 > totals[folder] ?? 0
      else { continue }
      let present = try git("reading \(folder)") { () throws(GitError) in
        try repository.entry(at: folder, in: pairing.side)
      }
      if present?.mode != .tree { folders[folder] = best.key }
    }
  }

  /// In a folder that was renamed, a file of the same place is the same one, however much was changed in it.
  private func carryRest(_ pairing: inout RenamePairing) {
    guard !folders.isEmpty else { return }
    for file in pairing.openOld {
      let path = carried(file.path)
      guard !path.isSameText(as: file.path), let other = pairing.openNew(path),
        file.entry.mode.isFile == other.entry.mode.isFile
      else { continue }
      pairing.pair(file.path, path)
    }
  }
}
