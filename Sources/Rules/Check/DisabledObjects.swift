import Flux
import YAML

/// The objects of one build that Flux substitutes nothing in.
struct DisabledObjects {
  private var names: Set<String> = []

  /// Collects the objects that have the mark, in their own file or through a patch.
  init(of member: FluxCluster.Member, _ reader: ManifestReader) {
    for file in member.marked {
      guard reader.marks(file.path).contains(.substitutionMark),
        let stream = reader.stream(file.path)
      else { continue }
      for root in stream.documents { add(root, file.role) }
    }
    let own = reader.keptStream(member.kustomization.file)?.documents ?? []
    if own.indices.contains(member.kustomization.document) {
      addPatches(of: own[member.kustomization.document]["spec"])
    }
  }

  /// Whether Flux leaves the object of that `Kind/name` alone.
  func contains(_ object: String) -> Bool { names.contains(object) }

  private mutating func add(_ root: YAMLNode, _ role: KustomizeBuild.Role) {
    switch role {
    case .kustomization:
      addPatches(of: root)
      addGenerated(by: root)
    case .patch(let kind, let name):
      guard root.isSubstitutionDisabled else { return }
      let target = "\(kind ?? "")/\(name ?? "")"
      names.insert(kind != nil && name != nil ? target : root.objectName)
    case .resource, .generated:
      if root.isSubstitutionDisabled { names.insert(root.objectName) }
    }
  }

  /// Adds the objects of patches that are written into a kustomization.
  private mutating func addPatches(of root: YAMLNode?) {
    let merged = (root?["patchesStrategicMerge"]?.elements ?? []).compactMap(\.text)
    for text in merged { addPatch(text, target: nil) }
    for patch in root?["patches"]?.elements ?? [] {
      if let text = patch["patch"]?.text { addPatch(text, target: patch["target"]) }
    }
  }

  private mutating func addPatch(_ text: String, target: YAMLNode?) {
    let documents = (try? YAMLStream(Array(text.utf8)))?.documents ?? []
    for root in documents where root.isSubstitutionDisabled {
      names.insert(target?.targetName ?? root.objectName)
    }
  }

  private mutating func addGenerated(by root: YAMLNode) {
    for (key, kind) in [("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")] {
      for generator in root[key]?.elements ?? [] {
        let options = [generator["options"], root["generatorOptions"]]
        let isDisabled = options.contains { options in
          ["annotations", "labels"].contains {
            options?[$0]?[SubstitutionMark.key]?.text == SubstitutionMark.value
          }
        }
        if isDisabled, let name = generator["name"]?.text { names.insert("\(kind)/\(name)") }
      }
    }
  }
}
