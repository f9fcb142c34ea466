internal import Kustomize
internal import YAML

extension FluxRoot {
  /// The folders that a bootstrap would have applied: those with Kustomizations which no other one applies.
  static func folders(
    _ objects: [WrittenObject], _ reader: ManifestReader, _ address: String?,
    _ emitted: (KustomizationSpec) -> Emission
  ) -> [FluxRoot] {
    let left = leftOverFiles(objects)
    let written = objects.filter { !left.contains($0.place.file) }
    let all = written.compactMap { object in kustomization(object).map { ($0, object.place) } }
    let source = definedSource(written, reader, address)
    let defined = Set(written.compactMap(\.sourceKey))
    let own = all.filter { spec, _ in
      // Without a source it gets one from whoever applies it.
      guard !spec.source.name.isEmpty else { return false }
      if spec.source.kind == "ExternalArtifact" { return true }
      let isOwn = !defined.contains(spec.source.key) || spec.source.key == source
      return isOwn && reader.entries(of: spec.folder) != nil
    }
    let applied = own.filter { $0.0.source.kind != "ExternalArtifact" }.reduce(into: Set<String>())
    {
      files, kustomization in
      let found = emitted(kustomization.0).files
      // One that applies itself is no other one.
      if !found.contains(kustomization.1.file) { files.formUnion(found) }
    }
    let free = own.filter { !applied.contains($0.1.file) }
    let folders = Set(free.map { listing(RepositoryPath.folder(of: $0.1.file), reader) })
    return grouped(folders, reader).map {
      FluxRoot(start: .folder, folder: $0, kustomization: nil, place: nil, source: source)
    }
  }

  /// The GitRepository among those written down that is this repository: by its address where that is known, else the one
  /// from which most Kustomizations take folders that are here; nil where there is none.
  static func definedSource(
    _ objects: [WrittenObject], _ reader: ManifestReader, _ address: String?
  ) -> String? {
    let repositories = objects.filter { $0.value["kind"] == .string("GitRepository") }
    if let address {
      let found = repositories.first {
        SourceLookup.address($0.value["spec", "url"]?.plainText ?? "")
          == SourceLookup.address(address)
      }
      if let key = found?.sourceKey { return key }
    }
    var counts: [String: Int] = [:]
    for spec in objects.compactMap(kustomization) where !spec.folder.isEmpty {
      if reader.entries(of: spec.folder) != nil { counts[spec.source.key, default: 0] += 1 }
    }
    let defined = Set(repositories.compactMap(\.sourceKey))
    // Where most come from a source that a bootstrap will make, that one is.
    let others = counts.filter { !defined.contains($0.key) }.values.max() ?? 0
    return counts.filter { defined.contains($0.key) && $0.value > others }
      .max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// The files of a bootstrap whose Kustomization does not apply itself: what is left of a cluster that has gone.
  private static func leftOverFiles(_ objects: [WrittenObject]) -> Set<String> {
    let sources = Set(
      objects.compactMap { object -> String? in
        guard object.value["kind"] == .string("GitRepository"),
          let name = object.value["metadata", "name"]?.plainText
        else { return nil }
        return object.place.file + "\n" + name
      })
    return Set(
      objects.compactMap { object -> String? in
        guard let spec = kustomization(object), spec.name == spec.source.name,
          sources.contains(object.place.file + "\n" + spec.source.name)
            || object.place.file.hasSuffix("/flux-system/gotk-sync.yaml")
        else { return nil }
        return object.place.file
      })
  }

  /// The highest folder whose kustomization leads to one in `folder`, or `folder`.
  private static func listing(_ folder: String, _ reader: ManifestReader) -> String {
    var highest = folder
    var current = folder
    while !current.isEmpty {
      let parent = RepositoryPath.folder(of: current)
      let name = Kustomization.fileNames.first {
        reader.hasFile(RepositoryPath.path(of: $0, in: parent))
      }
      if let name,
        let bytes = reader.readableBytes(RepositoryPath.path(of: name, in: parent)),
        let kustomization = try? Kustomization(top: bytes),
        (kustomization.resources + kustomization.bases).contains(where: { path in
          RepositoryPath.joined(parent, path).map { highest == $0 || highest.isPath(in: $0) }
            ?? false
        })
      {
        highest = parent
      }
      current = parent
    }
    return highest
  }

  /// Folders of one cluster as one: those below another one, and the neighbours of one name each below `clusters`.
  private static func grouped(_ folders: Set<String>, _ reader: ManifestReader) -> [String] {
    let separate = folders.filter { folder in
      !folders.contains { $0 != folder && ($0.isEmpty || folder.isPath(in: $0)) }
    }
    var groups: Set<String> = []
    for folder in separate {
      let parts = folder.split(separator: "/")
      let index = parts.firstIndex { $0 == "clusters" }
      let isBelow = index.map { $0 + 1 < parts.count } ?? false
      let isOwn = Kustomization.fileNames.contains {
        reader.hasFile(RepositoryPath.path(of: $0, in: folder))
      }
      groups.insert(
        isBelow && !isOwn ? parts[...((index ?? 0) + 1)].joined(separator: "/") : folder)
    }
    let result = groups.filter { folder in
      !groups.contains { $0 != folder && ($0.isEmpty || folder.isPath(in: $0)) }
    }
    return result.sorted()
  }
}
