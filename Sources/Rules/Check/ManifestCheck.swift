public import Findings
public import Flux
import YAML

/// Looks through the manifests of a repository for what Flux would not apply, or not as it is meant.
///
/// What clusters apply is judged as Flux builds it (`AppliedTree`). Nothing is fetched or asked of a cluster: what
/// cannot be followed is named as a note, and taken to be right.
public struct ManifestCheck: Sendable {
  /// The name among the second argument that was most likely meant by the first; nil for none.
  public typealias Nearest = @Sendable (_ name: String, _ known: [String]) -> String?

  let configuration: WiringConfiguration
  let nearest: Nearest

  /// Makes a check.
  ///
  /// - Parameters:
  ///   - configuration: the ConfigMaps with the values that manifests refer to; their values are
  ///     those of the tree that is checked.
  ///   - nearest: how misspelt names are corrected in remedies.
  public init(_ configuration: WiringConfiguration, nearest: @escaping Nearest) {
    self.configuration = configuration
    self.nearest = nearest
  }

  /// Everything that is wrong in `tree`, each thing once, in the order of files and places.
  ///
  /// Files in hidden folders and the templates of Helm charts are left out. A byte-order mark has no
  /// column. A file that cannot be read as YAML has one finding, and no other.
  ///
  /// - Parameters:
  ///   - tree: the repository.
  ///   - changes: how another tree differs, where only what tells their findings apart is asked for:
  ///     then findings that both have may be left out, as long as both are asked alike.
  /// - Returns: the findings.
  public func findings(
    in tree: some ManifestTree, concerning changes: ChangedPaths? = nil
  ) -> [Finding] {
    let unmarked = UnmarkedTree(tree: tree)
    let reader = ManifestReader(unmarked)
    let names = ValueNames(configuration, nearest: nearest)
    let selection = SurveySelection(reader, changes, ownNames: configuration.ownNames)
    let survey = TreeSurvey(reader, names, selection)
    let judgesModel = changes?.concernsModel ?? true
    let broken = UnresolvedReference.entries(reader, concerning: judgesModel ? nil : changes)
    var findings = names.findings + survey.findings
    if judgesModel {
      let checked = CheckedTree(
        AppliedTree(of: ChangedTree(unmarked, mending: broken)) { path in
          changes?.untouched?.contains(path, in: unmarked) ?? false
        }, reader, configuration, names, survey, broken)
      // A proposal should break no kustomization of a repository that nothing is known to apply.
      let isLax = changes == nil && checked.clusters.isEmpty
      findings = checked.weighed(findings)
      findings += broken.map { Finding($0, isLax ? .warning : checked.severity(of: $0.file)) }
      for rule in CheckRules.all { findings += rule.findings(in: checked) }
    } else {
      findings += broken.map { Finding($0, .error) }
    }
    var seen: Set<Place> = []
    return findings.filter { seen.insert(Place($0)).inserted }
      .sorted { ($0.path ?? "", $0.start, $0.code) < ($1.path ?? "", $1.start, $1.code) }
  }

  /// What makes two findings the same.
  private struct Place: Hashable {
    let code: FindingCode
    let path: String?
    let position: TextPosition?
    /// What tells those of a whole file apart.
    let message: String?

    init(_ finding: Finding) {
      code = finding.code
      path = finding.path
      position = finding.position
      message = finding.position == nil ? finding.message : nil
    }
  }
}

extension Finding {
  /// The position for sorting; findings of whole files come first.
  fileprivate var start: TextPosition { position ?? TextPosition(line: 0, column: 0) }

  /// A reference that leads nowhere.
  fileprivate init(_ reference: UnresolvedReference, _ severity: Severity) {
    self.init(
      .brokenReference, severity, path: reference.file, position: reference.position,
      "\"\(reference.text)\" leads nowhere", remedy: "correct the path, or add what it names")
  }
}
