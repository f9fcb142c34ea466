/// What one pass over the YAML files of a repository tells.
///
/// Files are parsed one after the other, so that memory follows what is found in them.
struct TreeSurvey {
  /// The objects that take part in Flux's substitution and Helm's values.
  private(set) var objects = FluxObjects(kustomizations: [], others: [])
  /// Where objects name ConfigMaps and Secrets, but for Flux's own substitution.
  private(set) var mentions: [ConfigMapMention] = []
  /// What is wrong in files whatever stands in others.
  private(set) var findings: [ManifestFinding] = []

  private let names: ValueNames

  /// Reads the files that `selection` names.
  init(_ reader: ManifestReader, _ names: ValueNames, _ selection: SurveySelection) {
    self.names = names
    for path in selection.files() { read(path, reader, selection.tellsApart(path)) }
  }

  private mutating func read(_ path: String, _ reader: ManifestReader, _ tellsApart: Bool) {
    do throws(ParseError) {
      guard let stream = try reader.parsed(path) else { return }
      for (index, root) in stream.documents.enumerated() {
        add(root, path, index)
        if tellsApart { findings += RemovedVersions.findings(in: root, path) }
      }
      if reader.marks(path).contains(.values) { findings += names.findings(in: stream, path) }
    } catch {
      guard tellsApart else { return }
      findings.append(
        ManifestFinding(
          "yaml-invalid", .error, path: path, position: error.position,
          "this is no YAML: \(error.message)", remedy: error.remedy))
    }
  }

  private mutating func add(_ root: YAMLNode, _ path: String, _ index: Int) {
    if let found = FluxKustomization(root, file: path, document: index) {
      objects.kustomizations.append(found)
    } else if let found = FluxObject(root, file: path, document: index) {
      objects.others.append(found)
    }
    mentions += ConfigMapMention.all(in: root, path)
  }
}

extension FluxObjects {
  /// Makes a collection from its parts.
  init(kustomizations: [FluxKustomization], others: [FluxObject]) {
    self.kustomizations = kustomizations
    self.others = others
  }
}
