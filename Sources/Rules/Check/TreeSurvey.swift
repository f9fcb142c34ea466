import Findings
import Flux
import YAML

/// What one pass over the YAML files of a repository tells.
///
/// Files are parsed one after the other, so that memory follows what is found in them.
struct TreeSurvey {
  /// The objects that take part in Flux's substitution and Helm's values.
  private(set) var objects = FluxObjects(kustomizations: [], others: [])
  /// Where objects name ConfigMaps and Secrets, but for Flux's own substitution.
  private(set) var mentions: [ConfigMapMention] = []
  /// What is wrong in files whatever stands in others.
  private(set) var findings: [Finding] = []

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
        Finding(
          .yamlInvalid, .error, path: path, position: error.position,
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

/// Which files a survey reads: all, or those on which the findings of two trees may differ.
///
/// Of an unchanged file that is so where its findings depend on other files: on the values, on
/// which Kustomizations there are, and on the ConfigMaps that are spoken of.
struct SurveySelection {
  private let reader: ManifestReader
  private let changes: ChangedPaths?
  /// Parts of the names of objects that matter to the check.
  private let needles: Set<String>

  /// - Parameters:
  ///   - reader: the tree.
  ///   - changes: how another tree differs; nil to read all files.
  ///   - ownNames: the names of the ConfigMaps with the values.
  init(_ reader: ManifestReader, _ changes: ChangedPaths?, ownNames: [String]) {
    self.reader = reader
    self.changes = changes
    guard changes != nil else {
      needles = []
      return
    }
    let sources = FluxObjects(ofFlux: reader).kustomizations.flatMap(\.substituteFrom).map(\.name)
    needles = Set(sources + ownNames.flatMap(Self.keptBySlips))
  }

  /// The files to be read, in the order of a walk; templates of Helm charts are no YAML before Helm
  /// has read them.
  func files() -> [String] {
    let charts = ChartTemplates(among: reader.chartFiles())
    guard let changes, !changes.movesCharts else {
      return reader.yamlFiles { !charts.contains($0) }
    }
    return reader.yamlFiles(marked: Self.concerned, and: changes.unproven) {
      contains($0, changes) && !charts.contains($0)
    }
  }

  /// What a file that is YAML has to hold to be read.
  private static let concerned: FileMarks = [
    .flux, .fluxBeta, .values, .configMap, .secret, .mention,
  ]

  /// Whether what is wrong in the file at `path` by itself may be missing from the other tree: else it
  /// is not said, since the other tree may have had no reason to read the file.
  func tellsApart(_ path: String) -> Bool {
    changes.map { $0.movesCharts || $0.paths.contains(path) } ?? true
  }

  private func contains(_ path: String, _ changes: ChangedPaths) -> Bool {
    let marks = reader.marks(path)
    if !marks.isDisjoint(with: [.flux, .values]) { return true }
    if marks.contains(.fluxBeta), changes.paths.contains(path) { return true }
    if changes.unproven.contains(path), reader.content(path)?.isYAML != true { return true }
    guard !marks.isDisjoint(with: [.configMap, .secret, .mention]),
      let bytes = reader.readableBytes(path)
    else { return false }
    return needles.contains { $0.isEmpty || bytes.contains($0) }
  }

  /// The texts one of which stands in every slip of the pen for `name`: a place of two characters
  /// is wrong at most, so the longer of what is before and behind it is intact.
  private static func keptBySlips(_ name: String) -> [String] {
    let length = max(0, (name.count - 2) / 2)
    return [String(name.prefix(length)), String(name.suffix(length))]
  }
}
