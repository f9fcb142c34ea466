import Flux
import YAML

/// Tells that changed files endanger nothing by these files alone, so that nothing has to be built.
///
/// What a cluster applies is a function of files. A file that holds nothing but objects, the same ones before and
/// after, changes only these objects, unless a kustomization takes values from them or chooses them by their labels;
/// and patches, prefixes and variables, which are the same on both sides, leave equal fields equal.
struct QuietChanges {
  let before: ManifestReader
  let after: ManifestReader
  let files: [ChangedFile]
  let order: ValueDifference.QuantityOrder
  /// Whether the marks of all files of the tree after are known.
  let isSurveyed: Bool

  /// Whether no cluster can answer the change by deleting something or by refusing it.
  var areQuiet: Bool {
    var labels = false
    var names: [String] = []
    for file in files {
      switch effect(of: file) {
      case .none: break
      case .labels: labels = true
      case .unknown: names += [file.old, file.new].compactMap(\.self).map(RepositoryPath.name)
      case .any: return false
      }
    }
    return !isDerived(labels: labels) && !areNamed(Set(names))
  }

  /// What can follow from a changed file.
  private enum Effect {
    /// Nothing but what is in its objects.
    case none
    /// That patches choose others of them, too.
    case labels
    /// Something only where a kustomization names the file.
    case unknown
    case any
  }

  private func effect(of file: ChangedFile) -> Effect {
    guard !file.changesKind, !file.isKustomization,
      file.old == file.new || file.old == nil
        || file.new == nil, let path = file.new ?? file.old
    else { return .any }
    if RepositoryPath.name(of: path) == ".sourceignore" { return .any }
    if path.hasPrefix(".github/") { return .none }
    guard RepositoryPath.isYAML(path), let old = objects(file.old, before),
      let new = objects(file.new, after)
    else { return .unknown }
    return effect(old, new)
  }

  /// The objects of a file: none where there is no file, and nil where it holds something else.
  private func objects(_ path: String?, _ reader: ManifestReader) -> [ClusterObject]? {
    guard let path else { return [] }
    guard let bytes = reader.readableBytes(path) else { return nil }
    return WrittenObjects.all(in: path, bytes)?.map {
      ClusterObject($0, owner: nil, target: "")
    }
  }

  private func effect(_ old: [ClusterObject], _ new: [ClusterObject]) -> Effect {
    if (old + new).contains(where: \.reachesOthers) { return .any }
    if new.isEmpty { return old.contains { StatefulKinds.contains($0.key) } ? .any : .none }
    if old.isEmpty { return .none }
    guard old.map(\.key) == new.map(\.key) else { return .any }
    var result = Effect.none
    for pair in zip(old, new).map(ObjectMatching.Pair.init)
    where pair.before.value != pair.after.value {
      let rules = FieldRules(order: order)
      guard !Self.changesVariables(pair.before.value, pair.after.value),
        !pair.before.isDirected, !pair.after.isDirected, rules.dangers(pair).isEmpty
      else { return .any }
      for field in ["labels", "annotations"]
      where pair.before.value["metadata", field] != pair.after.value["metadata", field] {
        result = .labels
      }
    }
    return result
  }

  /// Whether a text that differs holds a `$` on one side.
  private static func changesVariables(_ old: Value?, _ new: Value?) -> Bool {
    if old == new { return false }
    switch (old, new) {
    case (.map(let left), .map(let right)):
      return Set(left.keys).union(right.keys).contains { changesVariables(left[$0], right[$0]) }
    case (.list(let left), .list(let right)) where left.count == right.count:
      return left.indices.contains { changesVariables(left[$0], right[$0]) }
    default:
      return [old, new].contains { $0?.description.contains("$") == true }
    }
  }
}

extension QuietChanges {
  /// Whether a kustomization takes values from objects, or chooses them by what differs.
  private func isDerived(labels: Bool) -> Bool {
    guard !files.isEmpty else { return false }
    var words = ["replacements", "vars", "transformers", "op: copy", "op: move"]
    if labels { words += ["labelSelector", "annotationSelector"] }
    return deriving.contains { path in
      guard let bytes = after.readableBytes(path) else { return true }
      let text = String(decoding: bytes, as: UTF8.self)
      return words.contains { text.contains($0) }
    }
  }

  /// The kustomizations that may do so.
  ///
  /// Where not all files were looked through: those above the changed files.
  private var deriving: [String] {
    if isSurveyed {
      return after.yamlFiles(marked: .derivation).filter { after.marks($0).contains(.derivation) }
    }
    var folders: Set<String> = []
    for path in files.compactMap({ $0.new ?? $0.old }) {
      var folder = RepositoryPath.folder(of: path)
      while folders.insert(folder).inserted, !folder.isEmpty {
        folder = RepositoryPath.folder(of: folder)
      }
    }
    return folders.flatMap { folder in
      KustomizeBuild.fileNames.map { RepositoryPath.path(of: $0, in: folder) }
    }
    .filter(after.hasFile)
  }

  /// Whether a kustomization names a file that holds something else than objects: a patch, a generator's input.
  private func areNamed(_ names: Set<String>) -> Bool {
    guard !names.isEmpty else { return false }
    let parts = PathParts(names)
    return after.kustomizationFiles().contains { path in
      after.readableBytes(path)?.withUnsafeBytes { parts.stand(in: $0) } ?? true
    }
  }
}

extension ClusterObject {
  /// Whether what is in the object decides what becomes of others: variables, sources, Kustomizations.
  fileprivate var reachesOthers: Bool {
    switch key.kind {
    case "ConfigMap", "Secret": key.group.isEmpty
    case "HelmRelease":
      value["spec", "values", "instance", "sync"] != nil
        || value["spec", "chart", "spec", "chart"] == .string("flux-instance")
    default:
      [
        FluxKustomization.group, "source.toolkit.fluxcd.io", "source.extensions.fluxcd.io",
        "fluxcd.controlplane.io", "kustomize.config.k8s.io", "builtin",
      ].contains(key.group) || value["apiVersion"] == .string("builtin")
    }
  }

  /// Whether it says how it is to be merged, as patches do.
  fileprivate var isDirected: Bool { value.description.contains("$patch") }
}
