extension Resource {
  /// Applies a JSON 6902 patch.
  ///
  /// kustomize keeps its notes in annotations of the resource, which the operations see: where a
  /// note is, `/metadata/annotations` is there too. All annotations become strings afterwards.
  ///
  /// - Throws: `BuildError` where an operation is wrong or does not fit; the resource is not usable
  ///   then.
  /// Source: `transformJson6902` in `api/internal/builtins/PatchTransformer.go`.
  mutating func apply(_ patch: JSONPatch) throws(BuildError) {
    let id = id
    let notes = notes
    for note in notes { setAnnotation(note.key, note.text) }
    do {
      try node.apply(patch)
    } catch {
      throw BuildError(
        "\(id): \(error.message)", cause: error.cause, file: error.file, line: error.line,
        remedy: error.remedy)
    }
    try node.settleAnnotations(without: Set(notes.map(\.key)))
    takeNotesOfPatch()
  }

  /// What kustomize notes in annotations.
  private var notes: [(key: String, text: String)] {
    var notes: [(key: String, text: String)] = []
    func add(_ name: String, _ text: String) {
      if !text.isEmpty { notes.append(("internal.config.kubernetes.io/" + name, text)) }
    }
    add("previousNames", previous.map(\.name).joined(separator: ","))
    add("previousNamespaces", previous.map(\.namespace).joined(separator: ","))
    add("previousKinds", previous.map(\.type.kind).joined(separator: ","))
    add("prefixes", prefixes.joined(separator: ","))
    add("suffixes", suffixes.joined(separator: ","))
    add("refBy", referrers.map(\.description).joined(separator: ","))
    add("generatorBehavior", behavior == .unspecified ? "" : behavior.rawValue)
    add("needsHashSuffix", needsHash ? "enabled" : "")
    return notes
  }

  /// Takes over notes that the patch wrote itself, where there were none.
  private mutating func takeNotesOfPatch() {
    let fresh = Resource(node)
    node = fresh.node
    if previous.isEmpty { previous = fresh.previous }
    if prefixes.isEmpty { prefixes = fresh.prefixes }
    if suffixes.isEmpty { suffixes = fresh.suffixes }
    if behavior == .unspecified { behavior = fresh.behavior }
    needsHash = needsHash || fresh.needsHash
  }
}

extension ManifestNode {
  /// Turns all annotations but those of `keys`, which go, into strings; drops the field where none
  /// is left.
  fileprivate mutating func settleAnnotations(without keys: Set<String>) throws(BuildError) {
    if self["metadata"]?.isNull != false { self["metadata"] = .emptyMap }
    guard self["metadata"]?.isMap == true else { return }
    guard self["metadata"]?["annotations"]?.elements?.isEmpty != false else {
      throw BuildError("the annotations are a list after the patch")
    }
    let members = self["metadata"]?["annotations"]?.members ?? []
    let rest = members.filter { !keys.contains($0.key.text ?? "") }
    guard !rest.isEmpty else {
      self["metadata"]?["annotations"] = nil
      return
    }
    let texts = rest.map { member in
      Member(
        key: member.key, value: .string(member.value.text ?? "", place: member.value.place))
    }
    self["metadata"]?["annotations"]?.content = .map(texts)
  }
}
