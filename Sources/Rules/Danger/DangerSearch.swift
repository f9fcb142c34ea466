import Flux
import YAML

/// Compares the objects of two trees.
struct DangerSearch {
  let before: ManifestSide
  let after: ManifestSide
  let files: [ChangedFile]
  let order: ValueDifference.QuantityOrder

  /// The new paths of files that are on both sides, by the old ones.
  let pathsAfter: [String: String]
  /// The kustomizations that take in other files, or name or select objects otherwise, than before.
  let changedLayers: [ChangedFile]

  init(
    before: ManifestSide, after: ManifestSide, files: [ChangedFile],
    order: @escaping ValueDifference.QuantityOrder
  ) {
    self.before = before
    self.after = after
    self.files = files
    self.order = order
    pathsAfter = Dictionary(
      files.compactMap { file in file.old.flatMap { old in file.new.map { (old, $0) } } },
      uniquingKeysWith: { first, _ in first })
    changedLayers = files.filter { Self.isChangedLayer($0, before, after) }
  }

  /// All dangerous changes, each once, in the order of files and places.
  func changes() -> [DangerousChange] {
    // The objects as they are written are enough to tell that nothing happens.
    if changedLayers.isEmpty {
      let matching = ObjectMatching(
        files.compactMap(\.old).flatMap(before.objects).map { PlacedObject($0, layers: []) },
        files.compactMap(\.new).flatMap(after.objects).map { PlacedObject($0, layers: []) },
        pathsAfter: pathsAfter)
      if changes(in: matching).isEmpty { return [] }
    }
    let (old, new) = concernedFiles()
    let matching = ObjectMatching(before.placed(old), after.placed(new), pathsAfter: pathsAfter)
    var seen: Set<DangerousChange> = []
    return (changes(in: matching) + patchChanges() + selectorChanges()).filter {
      seen.insert($0).inserted
    }
    .sorted { ($0.path, $0.start, $0.field ?? "") < ($1.path, $1.start, $1.field ?? "") }
  }

  /// Everything that a matching tells.
  private func changes(in matching: ObjectMatching) -> [DangerousChange] {
    identityChanges(matching.renamed) + matching.removed.compactMap(removal)
      + matching.kept.flatMap { pair in
        let (old, new) = (pair.before.object, pair.after.object)
        return old.value == new.value && old.file == new.file
          ? [] : fieldChanges(pair) + pathChanges(pair)
      }
  }

  /// What happens to an object that stays the same one.
  private func fieldChanges(_ pair: ObjectMatching.Pair) -> [DangerousChange] {
    immutableChanges(pair) + claimChanges(pair) + serviceChanges(pair) + releaseChanges(pair)
      + fluxChanges(pair) + sizeChanges(pair) + recordOwnerChanges(pair)
  }

  /// A patch says little of its object: what it says on one side alone may be what was there before.
  private func patchChanges() -> [DangerousChange] {
    let old = files.compactMap(\.old).filter { before.graph.isPatch($0) }
    let new = files.compactMap(\.new).filter { after.graph.isPatch($0) }
    let matching = ObjectMatching(
      old.flatMap(before.objects).map { PlacedObject($0, layers: []) },
      new.flatMap(after.objects).map { PlacedObject($0, layers: []) }, pathsAfter: pathsAfter)
    return matching.kept.flatMap { pair in
      let (old, new) = (pair.before.object, pair.after.object)
      return fieldChanges(
        ObjectMatching.Pair(
          before: PlacedObject(old.limited(to: new), layers: []),
          after: PlacedObject(new.limited(to: old), layers: [])))
    }
  }
}

extension DangerSearch {
  private static func isChangedLayer(
    _ file: ChangedFile, _ before: ManifestSide, _ after: ManifestSide
  ) -> Bool {
    let names = [file.old, file.new].compactMap { $0.map(RepositoryPath.name) }
    guard names.contains(where: KustomizeBuild.fileNames.contains) else { return false }
    guard file.old == file.new, let old = file.old.flatMap({ KustomizeLayer($0, before.reader) }),
      let new = file.new.flatMap({ KustomizeLayer($0, after.reader) })
    else { return true }
    return !old.isLike(new)
  }

  /// The files on both sides whose objects may be others than before.
  private func concernedFiles() -> (old: [String], new: [String]) {
    let pathsBefore = Dictionary(
      pathsAfter.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
    var old = Set(files.compactMap(\.old))
    var new = Set(files.compactMap(\.new))
    for layer in changedLayers {
      if let path = layer.old { old.formUnion(before.graph.files(below: path)) }
      if let path = layer.new { new.formUnion(after.graph.files(below: path)) }
    }
    // A file that changed its place in one tree alone is looked for in the other one too.
    let added = Set(files.compactMap { $0.old == nil ? $0.new : nil })
    let gone = Set(files.compactMap { $0.new == nil ? $0.old : nil })
    let reached = new
    new.formUnion(old.subtracting(gone).map { pathsAfter[$0] ?? $0 })
    old.formUnion(reached.subtracting(added).map { pathsBefore[$0] ?? $0 })
    return (old.sorted(), new.sorted())
  }
}

extension DangerousChange {
  /// The position for sorting.
  fileprivate var start: TextPosition { position ?? TextPosition(line: 0, column: 0) }
}
