import Findings
public import Flux
import Kustomize
public import YAML

/// An entry of a kustomization, or the path of a Flux Kustomization, that leads nowhere.
public struct UnresolvedReference: Hashable, Sendable {
  /// The file that holds it.
  public var file: String
  /// Where it stands there.
  public var position: TextPosition
  /// The reference as written; of a Flux Kustomization the path from the root.
  public var text: String
  /// Whether it is an entry of `components`.
  var isComponent = false

  init(file: String, position: TextPosition, text: String) {
    self.file = file
    self.position = position
    self.text = text
  }

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
    let kustomizations = FluxObjects(ofFlux: reader).kustomizations
    // What clusters apply matters for paths alone that lead nowhere.
    let isComplete = kustomizations.allSatisfy { kustomization in
      kustomization.path.map { reader.entries(of: $0) != nil } ?? true
    }
    let found = entries(reader, concerning: changes).union(
      isComplete ? [] : paths(AppliedTree(of: tree, passingOver: Self.passingOver(tree))))
    return found.sorted { ($0.file, $0.position) < ($1.file, $1.position) }
  }

  /// The entries of kustomizations.
  static func entries(
    _ reader: ManifestReader, concerning changes: ChangedPaths?
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
          var reference = Self(file: entry.file, position: entry.position, text: entry.text)
          reference.isComponent = reference.isListed(under: "components", reader)
          found.insert(reference)
        }
      }
      if follows { pending += walk.led.filter { seen.insert($0).inserted } }
    }
    return found
  }

  /// Nothing but Kustomizations and what they take variables from matters here.
  private static func passingOver(_ tree: some ManifestTree) -> (String) -> Bool {
    UnconcernedFiles.passingOver(tree, WiringConfiguration(places: []))
  }

  private func isListed(under field: String, _ reader: ManifestReader) -> Bool {
    let elements = reader.stream(file)?.documents.first?[field]?.elements ?? []
    return elements.contains { $0.position == position }
  }

  /// The paths of Flux Kustomizations.
  private static func paths(_ model: AppliedTree) -> Set<UnresolvedReference> {
    var found: Set<UnresolvedReference> = []
    for cluster in model.clusters.map(CheckedCluster.init) {
      for kustomization in cluster.kustomizations where kustomization.problem?.stage == .path {
        let node = cluster.object(of: kustomization)?.applied
        let place =
          node.flatMap { object in
            object.built.node("spec", "path").flatMap { object.place(of: $0) }
          } ?? kustomization.place
        guard let place, let position = place.position else { continue }
        found.insert(Self(file: place.file, position: position, text: kustomization.spec.path))
      }
    }
    return found
  }
}
