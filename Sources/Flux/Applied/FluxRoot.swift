internal import Kustomize
internal import YAML

/// What the build of a Kustomization holds.
struct Emission {
  /// The Kustomizations, by `namespace/name`.
  let kustomizations: Set<String>
  /// The files of its objects.
  let files: Set<String>
  /// Whether anything could be built.
  let isKnown: Bool
}

/// Where a cluster begins.
struct FluxRoot {
  let start: AppliedCluster.Start
  /// The folder that is applied first.
  let folder: String
  /// The Kustomization that applies it; nil where there is none yet.
  let kustomization: KustomizationSpec?
  let place: SourcePlace?
  /// The source that is this repository, as `kind/namespace/name`; nil where every source that the repository does
  /// not define is.
  let source: String?
  /// The address of the source, where no object of the repository has it.
  var address: String?
  /// The folder of the repository that the source holds; the root for all but some artifacts.
  var sourceFolder = ""
}

/// A Flux object as a file has it, whether anything applies it or not.
struct WrittenObject {
  let value: Value
  let place: SourcePlace

  /// `kind/namespace/name` of a source; nil for other objects.
  var sourceKey: String? {
    guard let kind = value["kind"]?.plainText,
      ["GitRepository", "OCIRepository", "Bucket"].contains(kind),
      let name = value["metadata", "name"]?.plainText
    else { return nil }
    let namespace = value["metadata", "namespace"]?.plainText
    return "\(kind)/\(namespace ?? KustomizationSpec.defaultNamespace)/\(name)"
  }

  /// All objects in the files that mention Flux, in the order of files and documents.
  static func all(in reader: ManifestReader) -> [WrittenObject] {
    var found: [WrittenObject] = []
    for path in reader.yamlFiles(marked: [.flux, .instance]) {
      guard let bytes = reader.readableBytes(path),
        let documents = try? ManifestNode.documents(of: bytes, file: 1)
      else { continue }
      for document in documents where document.isMap {
        guard let value = try? document.value() else { continue }
        found.append(
          WrittenObject(
            value: value, place: SourcePlace(file: path, document.place)))
      }
    }
    return found
  }
}

extension FluxRoot {
  /// The roots of a tree, in the order of their folders.
  ///
  /// A Kustomization whose build holds it itself, as `flux bootstrap` writes it, and the `sync` of a FluxInstance;
  /// where there is neither, the folders with Kustomizations that no other one applies.
  ///
  /// - Parameters:
  ///   - objects: the Flux objects of the files.
  ///   - reader: the tree.
  ///   - address: the address of the repository; nil where it is not known.
  ///   - emitted: what the build of a Kustomization with the files of the whole repository holds.
  /// - Returns: the roots.
  static func all(
    _ objects: [WrittenObject], _ reader: ManifestReader, address: String?,
    emittedBy emitted: (KustomizationSpec) -> Emission
  ) -> [FluxRoot] {
    let likely = definedSource(objects, reader, address)
    var roots =
      bootstrapped(objects, reader, likely, emitted) + instances(objects, reader)
    if roots.isEmpty { roots = folders(objects, reader, address, emitted) }
    return roots.sorted { $0.folder.utf8.lexicographicallyPrecedes($1.folder.utf8) }
  }

  static func kustomization(_ object: WrittenObject) -> KustomizationSpec? {
    KustomizationSpec(object.value, defaultNamespace: KustomizationSpec.defaultNamespace)
  }

  private static func bootstrapped(
    _ objects: [WrittenObject], _ reader: ManifestReader, _ likely: String?,
    _ emitted: (KustomizationSpec) -> Emission
  ) -> [FluxRoot] {
    var candidates: [Candidate] = []
    for object in objects {
      guard let spec = kustomization(object), spec.source.kind != "ExternalArtifact" else {
        continue
      }
      let folder = spec.folder
      let isInside = folder.isEmpty || object.place.file.isPath(in: folder)
      guard isInside, !spec.path.isEmpty || spec.name == spec.source.name,
        !candidates.contains(where: { $0.spec.folder == folder })
      else { continue }
      let emission = emitted(spec)
      let found =
        emission.isKnown
        ? emission.kustomizations : written(object, spec, among: objects, reader)
      guard let found, found.contains(spec.identifier) else { continue }
      candidates.append(Candidate(spec: spec, place: object.place, emitted: found))
    }
    return candidates.filter { one in
      !candidates.contains { $0.applies(one, likelySource: likely) }
    }.map {
      FluxRoot(
        start: .bootstrap, folder: $0.spec.folder, kustomization: $0.spec, place: $0.place,
        source: $0.spec.source.key)
    }
  }

  /// The Kustomizations in the folder of one that `flux bootstrap` wrote, by its looks; nil for another one.
  ///
  /// Where its build fails, that is what has to be told of its cluster.
  private static func written(
    _ object: WrittenObject, _ spec: KustomizationSpec, among objects: [WrittenObject],
    _ reader: ManifestReader
  ) -> Set<String>? {
    let file = object.place.file
    let isBootstrap =
      file.hasSuffix("/flux-system/gotk-sync.yaml")
      || objects.contains {
        $0.place.file == file && $0.value["kind"] == .string("GitRepository")
          && spec.source.kind == "GitRepository"
          && $0.value["metadata", "name"]?.plainText == spec.source.name
      }
    guard isBootstrap, reader.entries(of: spec.folder) != nil else { return nil }
    return Set(
      objects.filter { spec.folder.isEmpty || $0.place.file.isPath(in: spec.folder) }
        .compactMap { kustomization($0)?.identifier })
  }

  /// A Kustomization whose build, with the files of this repository, holds it.
  private struct Candidate {
    let spec: KustomizationSpec
    let place: SourcePlace
    /// The Kustomizations that its build holds.
    let emitted: Set<String>

    /// Whether this one applies `other`, which then is no root: one of another repository may seem to hold
    /// everything here, too.
    func applies(_ other: Candidate, likelySource: String?) -> Bool {
      guard spec.identifier != other.spec.identifier || spec.folder != other.spec.folder,
        emitted.contains(other.spec.identifier)
      else { return false }
      guard other.emitted.contains(spec.identifier) else { return spec != other.spec }
      if spec.source.key != other.spec.source.key, let likelySource {
        return spec.source.key == likelySource
      }
      // `flux bootstrap` gives both one name.
      return spec.name == spec.source.name && other.spec.name != other.spec.source.name
    }
  }
}
