import Flux
import YAML

/// The variables that Flux knows while it substitutes in what one Kustomization applies.
struct VariableScope {
  /// The texts that are known.
  private(set) var texts: [String: String] = [:]
  /// Names whose texts are not in the repository: those of Secrets.
  private(set) var hidden: Set<String> = []
  /// Whether there may be further variables.
  private(set) var isOpen = false
  /// Whether the generated variables may be among those.
  private(set) var isOpenForOurs = false

  /// Collects them as Flux does: later sources go before earlier ones, and those in the
  /// Kustomization itself before all.
  init(of kustomization: FluxKustomization, inCluster cluster: Int, of setting: CheckSetting) {
    for reference in kustomization.substituteFrom {
      let kind = reference.kind ?? ""
      let found = setting.objects(kind, named: reference.name).filter {
        let namespaces = setting.namespaces(of: $0.file, own: $0.namespace)
        return kustomization.namespace.map { namespaces.isEmpty || namespaces.contains($0) } ?? true
      }
      let isOurs =
        setting.ownNames.contains(reference.name)
        || setting.ownName(meantBy: reference.name) != nil
      if found.isEmpty {
        isOpen = true
        isOpenForOurs = isOpenForOurs || isOurs
      }
      // Clusters of one repository may have a ConfigMap of that name each.
      let applied = found.first { setting.isApplied($0.file, by: cluster) }
      if let object = applied ?? found.first { add(object, setting.reader) }
    }
    texts.merge(kustomization.substitute) { _, own in own }
    hidden.subtract(kustomization.substitute.keys)
  }

  /// Whether a variable of that name is set.
  func contains(_ name: String) -> Bool { texts[name] != nil || hidden.contains(name) }

  private mutating func add(_ object: FluxObject, _ reader: ManifestReader) {
    let names = object.dataKeys.filter(FluxSubstitution.isName)
    let documents = reader.keptStream(object.file)?.documents ?? []
    guard object.kind == "ConfigMap", documents.indices.contains(object.document) else {
      hidden.formUnion(names)
      return
    }
    let data = documents[object.document]["data"]?.texts ?? [:]
    for name in names {
      // Another substitution may come before this one.
      let text = data[name].flatMap { $0.utf8.contains(0x24) ? nil : $0 }
      texts[name] = text
      if text == nil { hidden.insert(name) } else { hidden.remove(name) }
    }
  }
}
