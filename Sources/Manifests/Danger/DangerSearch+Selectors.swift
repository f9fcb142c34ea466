extension DangerSearch {
  /// Labels that kustomizations write into selectors, which never change.
  func selectorChanges() -> [DangerousChange] {
    changedLayers.compactMap { file in
      guard let old = file.old.flatMap({ KustomizeLayer($0, before.reader) }),
        let new = file.new.flatMap({ KustomizeLayer($0, after.reader) })
      else { return nil }
      return selectorChange(old, new)
    }
  }

  private func selectorChange(_ old: KustomizeLayer, _ new: KustomizeLayer) -> DangerousChange? {
    let (before, after) = (old.selectorLabels, new.selectorLabels)
    let names = Set(before.keys).union(after.keys).sorted()
    guard let label = names.first(where: { before[$0] != after[$0] }),
      let object = selectingObject(below: new.file)
    else { return nil }
    let field = new.root["commonLabels"] != nil ? "commonLabels" : "labels"
    return DangerousChange(
      code: .immutable, path: new.file,
      position: new.root[field]?.position ?? new.root.position, object: object.key.text,
      field: "\(field).\(label)", old: before[label], new: after[label],
      effect: "kustomize writes the label into spec.selector, which Kubernetes never changes, so "
        + "Flux would fail to apply what comes with it",
      remedy: "keep the label, or set it without selectors; or give --allow-replace and, once "
        + "merged, delete the workloads by hand: Flux creates them anew")
  }

  /// A workload whose selector is for ever.
  private func selectingObject(below file: String) -> ManifestObject? {
    after.graph.files(below: file).sorted().flatMap(after.objects).first {
      $0.key.group == "apps" && !ImmutableFields.fields(of: $0).isEmpty
    }
  }
}
