internal import Kustomize
internal import YAML

extension FluxRoot {
  /// What the Flux Operator makes of FluxInstances, and of HelmReleases of its chart `flux-instance`.
  ///
  /// Source: `spec.sync` of fluxcd.controlplane.io/v1.
  static func instances(
    _ objects: [WrittenObject], _ reader: ManifestReader
  ) -> [FluxRoot] {
    var roots: [FluxRoot] = []
    for object in objects.flatMap(\.withResources) {
      guard let (sync, patches) = sync(of: object, reader), let path = sync["path"]?.plainText
      else { continue }
      let namespace = object.value["metadata", "namespace"]?.plainText ?? ""
      let made = kustomization(
        sync, namespace: namespace.isEmpty ? KustomizationSpec.defaultNamespace : namespace, path)
      guard let value = patched(made, patches),
        let spec = KustomizationSpec(value, defaultNamespace: KustomizationSpec.defaultNamespace),
        let source = sourceFolder(of: spec, for: object, reader),
        !roots.contains(where: { $0.folder == spec.folder && $0.sourceFolder == source })
      else { continue }
      roots.append(
        FluxRoot(
          start: .instance, folder: spec.folder, kustomization: spec, place: object.place,
          source: spec.source.key, address: sync["url"]?.plainText, sourceFolder: source))
    }
    return roots
  }

  /// The folder of the repository that an instance gets its path from; nil where the path is in none.
  ///
  /// An artifact may hold a part of the repository: then the one in which the path leads to the instance itself.
  private static func sourceFolder(
    of spec: KustomizationSpec, for instance: WrittenObject, _ reader: ManifestReader
  ) -> String? {
    if reader.entries(of: spec.folder) != nil { return "" }
    guard spec.source.kind != "GitRepository", !spec.folder.isEmpty else { return nil }
    let file = instance.place.file
    return file.foldersAbove.first { folder in
      file.isPath(in: RepositoryPath.path(of: spec.folder, in: folder))
    }
  }

  private static func sync(
    of object: WrittenObject, _ reader: ManifestReader
  ) -> (sync: Value, patches: [Value])? {
    let version = object.value["apiVersion"]?.plainText ?? ""
    var spec: Value?
    if object.value["kind"] == .string("FluxInstance"),
      version.hasPrefix("fluxcd.controlplane.io/")
    {
      spec = object.value["spec"]
    } else if object.value["kind"] == .string("HelmRelease"),
      version.hasPrefix("helm.toolkit.fluxcd.io/")
    {
      spec = object.value["spec", "values", "instance"] ?? generatedValues(of: object, reader)
    }
    guard let spec, let sync = spec["sync"] else { return nil }
    guard case .list(let patches) = spec["kustomize", "patches"] else { return (sync, []) }
    return (sync, patches)
  }

  /// `instance` in the values of the chart `flux-instance` that a kustomization beside the release generates.
  private static func generatedValues(
    of release: WrittenObject, _ reader: ManifestReader
  ) -> Value? {
    let spec = release.value["spec"]
    let names = [
      spec?["chart", "spec", "chart"], spec?["chartRef", "name"], release.value["metadata", "name"],
    ]
    guard names.contains(.string("flux-instance")), case .list(let sources) = spec?["valuesFrom"]
    else { return nil }
    var kustomizer = Kustomizer(
      RepositoryFiles(tree: reader.base, rules: .standard, sparseFolders: []))
    let built = try? kustomizer.build(RepositoryPath.folder(of: release.place.file))
    for source in sources {
      let name = source["name"]?.plainText ?? ""
      let key = source["valuesKey"]?.plainText ?? "values.yaml"
      let found = built?.first {
        $0.kind == "ConfigMap" && ($0.name == name || $0.name.hasPrefix(name + "-"))
      }
      guard let text = found?.node.node("data", key)?.text,
        let values = try? GoYAMLReader.values(of: Array(text.utf8), dialect: .version2).first,
        let instance = values["instance"]
      else { continue }
      return instance
    }
    return nil
  }

  private static func kustomization(_ sync: Value, namespace: String, _ path: String) -> Value {
    let name = sync["name"] ?? .string(KustomizationSpec.defaultNamespace)
    return .map([
      "apiVersion": .string("kustomize.toolkit.fluxcd.io/v1"), "kind": .string("Kustomization"),
      "metadata": .map(["name": name, "namespace": .string(namespace)]),
      "spec": .map([
        "interval": sync["interval"] ?? .string("10m"), "path": .string(path),
        "prune": .bool(true),
        "sourceRef": .map(["kind": sync["kind"] ?? .string("GitRepository"), "name": name]),
      ]),
    ])
  }

  /// The Kustomization with those patches of the instance that concern it; nil where they cannot be applied.
  private static func patched(_ object: Value, _ patches: [Value]) -> Value? {
    guard !patches.isEmpty else { return object }
    var kustomization = Kustomization()
    kustomization.resources = ["sync.yaml"]
    kustomization.isEmpty = false
    for value in patches {
      // One without a target is for objects that are not made here.
      if value["target"] != nil { try? kustomization.add(fluxPatch: value, "patches") }
    }
    var files = MadeFiles()
    files.texts["sync.yaml"] = object.description
    var kustomizer = Kustomizer(files)
    guard (try? kustomization.finishReading()) != nil,
      let built = try? kustomizer.build(kustomization, in: "", file: "kustomization.yaml")
    else { return nil }
    return built.lazy.compactMap { try? $0.node.value() }.first {
      $0["kind"] == .string("Kustomization")
    }
  }
}

/// Files that stand nowhere.
private struct MadeFiles: FileSource {
  var texts: [String: String] = [:]

  func file(_ path: String) -> [UInt8]? { texts[path].map { Array($0.utf8) } }
  func isFolder(_ path: String) -> Bool { path.isEmpty }
  func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    folder.isEmpty ? texts.keys.sorted().map { ($0, false) } : nil
  }
}

extension WrittenObject {
  /// This object, and those that a ResourceSet of the Flux Operator makes of plain texts.
  fileprivate var withResources: [WrittenObject] {
    guard value["kind"] == .string("ResourceSet"), case .list(let list) = value["spec", "resources"]
    else { return [self] }
    return [self] + list.map { WrittenObject(value: $0, place: place) }
  }
}
