import Findings
public import Flux
public import YAML

/// An entry of a kustomization, or the path of a Flux Kustomization, that leads nowhere.
public struct UnresolvedReference: Hashable, Sendable {
  /// The file that holds it.
  public var file: String
  /// Where it stands there.
  public var position: TextPosition
  /// The reference as written; of a Flux Kustomization the path from the root.
  public var text: String

  /// Finds all of them in a repository.
  ///
  /// Of Flux Kustomizations those count that read this repository.
  ///
  /// - Parameters:
  ///   - tree: the repository's files.
  ///   - changes: how another tree differs, where only what tells the two apart is asked for.
  /// - Returns: the references in the order of files.
  public static func all(
    in tree: some ManifestTree, concerning changes: ChangedPaths? = nil
  ) -> [UnresolvedReference] {
    let reader = ManifestReader(tree)
    let objects = FluxObjects(ofFlux: reader)
    // Who applies whom matters for paths alone that lead nowhere.
    let isComplete = objects.kustomizations.allSatisfy { kustomization in
      kustomization.path.map { reader.entries(of: $0) != nil } ?? true
    }
    let clusters = isComplete ? [] : FluxCluster.all(objects, reader)
    return all(reader, clusters, concerning: changes)
  }

  static func all(
    _ reader: ManifestReader, _ clusters: [FluxCluster], concerning changes: ChangedPaths?
  ) -> [UnresolvedReference] {
    let found = entries(reader, changes).union(paths(reader, clusters))
    return found.sorted { ($0.file, $0.position) < ($1.file, $1.position) }
  }

  private static func entries(
    _ reader: ManifestReader, _ changes: ChangedPaths?
  ) -> Set<UnresolvedReference> {
    var found: Set<UnresolvedReference> = []
    var pending = reader.kustomizationFiles()
    var seen = Set(pending)
    // Those in hidden folders count where others lead to them, which takes a look at all.
    let follows = reader.hasHiddenKustomizations()
    while let file = pending.popLast() {
      let isConcerned = changes?.concerns(kustomization: file, reader) ?? true
      guard isConcerned || follows else { continue }
      let walk = KustomizeWalk(onlyFile: file, reader)
      if isConcerned {
        for entry in walk.build.missing {
          found.insert(Self(file: entry.file, position: entry.position, text: entry.text))
        }
      }
      if follows { pending += walk.led.filter { seen.insert($0).inserted } }
    }
    return found
  }

  private static func paths(
    _ reader: ManifestReader, _ clusters: [FluxCluster]
  ) -> [UnresolvedReference] {
    clusters.flatMap(\.members).map(\.kustomization).compactMap {
      guard let path = $0.path, !path.isEmpty, reader.entries(of: path) == nil else { return nil }
      return Self(file: $0.file, position: $0.pathPosition, text: path)
    }
  }
}

/// References to the generated values that nothing will substitute, since no Flux Kustomization of this
/// repository that is known applies their files.
enum UnreachedReference {
  /// A warning for each file with such a reference, at the document that holds the first.
  ///
  /// Without any Kustomization nothing is said: then the repository is applied in some other way.
  static func findings(_ reader: ManifestReader, _ clusters: [FluxCluster]) -> [Finding] {
    let members = clusters.flatMap(\.members)
    guard !members.isEmpty else { return [] }
    let referring = reader.yamlFiles(marked: .reference)
    var lost = Set(referring).subtracting(members.map(\.kustomization.file))
    for member in members where !lost.isEmpty {
      for file in member.marked { lost.remove(file.path) }
    }
    return referring.filter(lost.contains).compactMap { path in
      guard let documents = reader.stream(path)?.documents,
        let document = documents.first(where: \.hasReference)
      else { return nil }
      return Finding(
        .referenceUnreached, .warning, path: path,
        position: document.position,
        "no Flux Kustomization that reads this repository applies this file, so nothing substitutes "
          + "its references",
        remedy: "list it in a kustomization that Flux applies, or add postBuild.substituteFrom to "
          + "what applies it")
    }
  }
}
