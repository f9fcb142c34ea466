import Flux
import YAML

/// Compares what the clusters of two trees apply.
struct AppliedDangers {
  private let places: ChangePlaces
  private let order: ValueDifference.QuantityOrder
  private let pairs: ClusterPairs
  /// Whether the trees have no clusters, so that all manifests are taken to be applied.
  private let isAssumed: Bool

  init(
    _ before: any ManifestTree, _ after: any ManifestTree, _ places: ChangePlaces,
    _ order: @escaping ValueDifference.QuantityOrder,
    passingOver passesOver: @escaping (String) -> Bool = { _ in false }
  ) {
    self.places = places
    self.order = order
    // A variable that is not set hides no change.
    let paths = Set(places.files.flatMap { [$0.old, $0.new].compactMap { $0 } })
    var (old, new) = AppliedTree.pair(
      before, after, differingIn: paths, isStrict: false, passingOver: passesOver)
    isAssumed = old.clusters.isEmpty && new.clusters.isEmpty
    if isAssumed {
      old = AppliedTree(
        of: ChangedTree(before, StandInRoots(for: before).files), isStrict: false,
        passingOver: passesOver)
      new = AppliedTree(
        of: ChangedTree(after, StandInRoots(for: after).files), isStrict: false,
        passingOver: passesOver)
    }
    pairs = ClusterPairs(old.clusters, new.clusters, pathsAfter: places.pathsAfter) { folder in
      folder.isEmpty || places.after.entries(of: folder) != nil
    }
  }

  /// All dangerous changes, each once, in the order of files and places.
  func changes() -> [DangerousChange] {
    var seen: Set<DangerousChange> = []
    var named: Set<[String]> = []
    let found =
      pairs.pairs.flatMap(changes) + places.rootMoves
      + (isAssumed
        ? []
        : pairs.gone.compactMap { cluster in
          cluster.goneChange(isThere: places.after.entries(of: cluster.root) != nil)
        })
    return found.filter { change in
      // What one kustomization does to several objects is one change.
      let isNew = change.ofKustomization.map { named.insert($0).inserted } ?? true
      return isNew && seen.insert(change).inserted
    }
    .sorted { ($0.path, $0.start, $0.field ?? "") < ($1.path, $1.start, $1.field ?? "") }
  }

  private func changes(_ before: AppliedCluster, _ after: AppliedCluster) -> [DangerousChange] {
    let comparison = ClusterComparison(before, after, isAssumed: isAssumed, written: written)
    return DangerSearch(comparison, places, order).changes()
  }

  /// The changed objects of a folder that this program cannot build, as they are written.
  private func written(
    _ kustomization: AppliedKustomization, _ isBefore: Bool
  ) -> [WrittenObjects.Found] {
    guard let folder = kustomization.folder else { return [] }
    let reader = isBefore ? places.before : places.after
    return places.files.compactMap { isBefore ? $0.old : $0.new }
      .filter { path in
        RepositoryPath.isYAML(path) && RepositoryPath.holds(folder, path)
          && !isPatch(path, reader)
      }
      .flatMap { path in
        reader.readableBytes(path).flatMap { WrittenObjects.all(in: path, $0) } ?? []
      }
  }

  /// Whether the kustomization beside a file names it as a patch.
  private func isPatch(_ path: String, _ reader: ManifestReader) -> Bool {
    let folder = RepositoryPath.folder(of: path)
    let name = RepositoryPath.name(of: path)
    let root = KustomizeBuild.fileNames.lazy
      .map { RepositoryPath.path(of: $0, in: folder) }.filter(reader.hasFile)
      .compactMap { reader.stream($0)?.documents.first }.first
    guard let root else { return false }
    let texts =
      (root["patchesStrategicMerge"]?.elements ?? []).compactMap(\.text)
      + ["patches", "patchesJson6902"].flatMap { key in
        (root[key]?.elements ?? []).compactMap { $0["path"]?.text }
      }
    return texts.contains { RepositoryPath.normalised($0) == name }
  }
}

extension DangerousChange {
  /// The position for sorting.
  fileprivate var start: TextPosition { position ?? TextPosition(line: 0, column: 0) }

  /// What tells a label of a kustomization from others; nil for what is said of one object.
  fileprivate var ofKustomization: [String]? {
    guard code == .immutable, let field,
      field.hasPrefix("labels.") || field.hasPrefix("commonLabels.")
    else { return nil }
    return [path, field, old ?? "", new ?? ""]
  }
}
