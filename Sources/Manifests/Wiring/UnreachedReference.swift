/// References to the generated values that nothing will substitute, since no Flux Kustomization of this
/// repository that is known applies their files.
enum UnreachedReference {
  /// A warning for each file with such a reference, at the document that holds the first.
  ///
  /// Without any Kustomization nothing is said: then the repository is applied in some other way.
  static func findings(_ reader: ManifestReader, _ clusters: [FluxCluster]) -> [ManifestFinding] {
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
      return ManifestFinding(
        "reference-unreached", .warning, path: path,
        position: document.position,
        "no Flux Kustomization that reads this repository applies this file, so nothing substitutes "
          + "its references",
        remedy: "list it in a kustomization that Flux applies, or add postBuild.substituteFrom to "
          + "what applies it")
    }
  }
}
