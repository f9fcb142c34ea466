/// The ConfigMaps and Secrets of a repository, which are looked for when one is asked for.
struct Definitions {
  let reader: ManifestReader

  /// Those that a reference names, with their keys.
  func objects(_ reference: ObjectReference) -> [FluxObject] {
    let mark = reference.kind == "Secret" ? FileMarks.secret : .configMap
    let files = reader.yamlFiles(marked: mark).filter {
      reader.readableBytes($0)?.contains(reference.name) == true
    }
    return FluxObjects(reader, files: files).others.filter {
      $0.kind == reference.kind && $0.name == reference.name
    }
  }
}
