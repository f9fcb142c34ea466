import Findings
import Flux
import Kustomize
import YAML

/// What the rules of a check judge: what each cluster applies, and the files that it comes from.
struct CheckedTree {
  let clusters: [CheckedCluster]
  /// What building them has read.
  let record: BuildRecord
  let reader: ManifestReader
  let configuration: WiringConfiguration
  /// The generated values.
  let names: ValueNames
  /// ConfigMaps and Secrets in files, whether something applies them or not.
  let written: FluxObjects
  /// Where objects in files name ConfigMaps and Secrets.
  let mentions: [ConfigMapMention]
  /// The files that have a finding of their own which keeps Flux from building.
  let brokenFiles: Set<String>

  init(
    _ model: AppliedTree, _ reader: ManifestReader, _ configuration: WiringConfiguration,
    _ names: ValueNames, _ survey: TreeSurvey, _ broken: Set<UnresolvedReference>
  ) {
    clusters = model.clusters.map(CheckedCluster.init)
    record = model.record
    self.reader = reader
    self.configuration = configuration
    self.names = names
    written = survey.objects
    mentions = survey.mentions
    brokenFiles = Set(
      survey.findings.filter { $0.code == .yamlInvalid }.compactMap(\.path) + broken.map(\.file))
  }

  /// How bad it is that a file cannot be used: what no cluster builds does no harm.
  func severity(of file: String) -> Finding.Severity {
    clusters.isEmpty || record.files.contains(file) ? .error : .warning
  }

  /// Findings of files by themselves, with the severity that they have in their cluster.
  func weighed(_ findings: [Finding]) -> [Finding] {
    findings.map { finding in
      var finding = finding
      if finding.code == .yamlInvalid { finding.severity = severity(of: finding.path ?? "") }
      return finding
    }
  }

  /// The name of `known` that was most likely meant by another; nil for none.
  func nearest(_ name: String, _ known: [String]) -> String? { names.nearest(name, known.sorted()) }

  /// `did you mean NAME?` where there is a near name, else `otherwise`.
  func remedy(for name: String, among known: [String], otherwise: String) -> String {
    nearest(name, known).map { "did you mean \($0)?" } ?? otherwise
  }
}

extension CheckedTree {
  /// A finding at a field of an object: at the deepest part of the path that is there and whose place is known.
  func finding(
    _ code: FindingCode, _ severity: Finding.Severity, _ object: CheckedObject,
    at path: [PathStep], _ message: String, remedy: String
  ) -> Finding {
    let place = place(of: object, at: path)
    return Finding(
      code, severity, at: place, message, remedy: remedy)
  }

  /// A finding at a field of a Kustomization.
  func finding(
    _ code: FindingCode, _ severity: Finding.Severity, _ kustomization: AppliedKustomization,
    in cluster: CheckedCluster, at path: [PathStep], _ message: String, remedy: String
  ) -> Finding {
    if let object = cluster.object(of: kustomization) {
      return finding(code, severity, object, at: path, message, remedy: remedy)
    }
    return Finding(code, severity, at: kustomization.place, message, remedy: remedy)
  }

  /// Where the deepest part of a path stands.
  func place(of object: CheckedObject, at path: [PathStep]) -> SourcePlace? {
    for node in object.applied.built.nodes(along: path).reversed() {
      if let place = object.applied.place(of: node), place.position != nil,
        isThere(node, at: place, of: object)
      {
        return place
      }
    }
    return object.applied.place
  }

  /// Whether a node stands where its place says: that of a patch which is written into a kustomization counts
  /// from the patch's own first line, and that of an alias is no text.
  private func isThere(
    _ node: ManifestNode, at place: SourcePlace, of object: CheckedObject
  ) -> Bool {
    guard let position = place.position else { return false }
    guard let text = node.text else { return place.file == object.file }
    return reader.keptStream(place.file)?.scalar(at: position)?.scalar.text == text
  }
}

extension YAMLStream {
  /// The scalar that starts at a position; nil where there is none.
  func scalar(at position: TextPosition) -> (node: YAMLNode, scalar: YAMLNode.Scalar)? {
    var found: (node: YAMLNode, scalar: YAMLNode.Scalar)?
    for document in documents where found == nil && document.position <= position {
      document.forEachScalar { node, scalar in
        if node.position == position { found = found ?? (node, scalar) }
      }
    }
    return found
  }
}

extension Finding {
  /// A finding at a place of the repository; nil where there is none.
  init(
    _ code: FindingCode, _ severity: Severity, at place: SourcePlace?, _ message: String,
    remedy: String
  ) {
    self.init(
      code, severity, path: place?.file, line: place?.position?.line,
      column: place?.position?.column, message, remedy: remedy)
  }
}
