internal import Findings
internal import Flux
internal import Git
internal import Rules
internal import YAML

/// Looks for what is wrong in a tree, by the configuration and the lock of the base branch.
struct Checking {
  var inputs: Inputs
  /// What the last merged proposal was made from; nil before the first.
  var lock: Lock?
  var repository: Repository
  /// The conflicts of earlier proposals that are not resolved yet.
  var unresolved: [Conflict] = []
  /// What is wrong with the configuration itself.
  var problems: [Finding] = []
  /// The configuration, where nothing has been replaced in the tree yet; else nil.
  var unused: BotConfiguration?
  /// Whether findings that the baseline lists are left out.
  var usesBaseline = true

  /// All findings in the tree at `root`, sorted, without those that it says to ignore.
  ///
  /// - Throws: BotError when an object cannot be read, and when the baseline is malformed.
  func findings(in root: ObjectID) throws(BotError) -> [Finding] {
    try repository.known.survey(root)
    let tree = GitTree(root, in: repository)
    var findings = problems + unresolved.map(Finding.init(unresolved:))
    findings += manifestFindings(in: tree)
    findings += Finding.fluxNotFound(in: TreeFiles(tree))
    if let unused {
      findings += try ConfigurationFit(unused, in: tree).findings + unused.unusedValues
    }
    var ignored = IgnoreComments()
    let leftOver = try LeftOver(inputs, lock)
    TreeFiles(tree).visitFiles { path, bytes in
      if RepositoryPath.isYAML(path) { ignored.add(bytes, at: path) }
      findings += leftOver.findings(in: bytes, at: path)
    }
    findings += leftOver.findings(inNamesOf: TreeFiles(tree))
    for path in Set(findings.compactMap(\.path)) where !RepositoryPath.isYAML(path) {
      if let bytes = tree.readableFile(path) { ignored.add(bytes, at: path) }
    }
    let baseline = usesBaseline ? try Baseline(in: tree) : Baseline(entries: [])
    try tree.throwError()
    findings = findings.filter { !ignored.covers($0) } + ignored.findings
    return findings.filter { !baseline.covers($0) }.sorted()
  }

  /// What is wrong with the manifests, including what the tree says to ignore.
  ///
  /// With `changes`, what is the same in another tree may be left out.
  func manifestFindings(in tree: GitTree, concerning changes: ChangedPaths? = nil) -> [Finding] {
    let (places, unreadable) = places(in: tree)
    let check = ManifestCheck(WiringConfiguration(places: places)) {
      nearestSpelling(to: $0, among: $1)
    }
    return unreadable + check.findings(in: tree, concerning: changes)
  }

  /// The ConfigMaps with the values, as the tree has them; where it has none, those that a run would
  /// write.
  private func places(
    in tree: GitTree
  ) -> (places: [WiringConfiguration.Place], findings: [Finding]) {
    var findings: [Finding] = []
    let places = (inputs.configMaps ?? []).map { configMap in
      var values = configMap.values
      do throws(BotError) {
        values = try merged(configMap, in: tree) ?? values
      } catch {
        findings += error.problems.map { Finding(.valuesInvalid, $0) }
      }
      return WiringConfiguration.Place(
        environment: configMap.environment, path: configMap.path, name: configMap.name,
        namespace: configMap.namespace, values: values)
    }
    return (places, findings)
  }

  /// The values in the file of a ConfigMap; nil where there is none.
  private func merged(
    _ configMap: Inputs.GeneratedConfigMap, in tree: GitTree
  ) throws(BotError) -> Value? {
    guard let bytes = tree.file(configMap.path) else { return nil }
    // A file that is not valid YAML has a finding of its own.
    let text = (try? configMap.text(in: bytes)) ?? nil
    return try text.map { text throws(BotError) in try configMap.values(of: text) }
  }
}

extension Checking {
  /// Throws where a proposal has more errors than the branch it is made against.
  ///
  /// Errors that the tree itself says to ignore do not count. Of what is the same in both trees only
  /// that is read whose errors depend on what is not.
  ///
  /// - Parameters:
  ///   - base: The tree of the base branch.
  ///   - proposal: The tree that it would have.
  ///   - files: How the two differ.
  /// - Throws: BotError with the exit code for what is unsafe, naming each error that is new; and
  ///   when an object cannot be read.
  func refuseMoreErrors(
    base: ObjectID, proposal: ObjectID, in files: [ChangedFile]
  ) throws(BotError) {
    guard base != proposal else { return }
    let trees = (GitTree(base, in: repository), GitTree(proposal, in: repository))
    let concernsModel = ModelChange.isThere(between: trees.0, and: trees.1, in: files)
    try trees.0.throwError()
    try trees.1.throwError()
    let after = try errors(in: proposal, beside: base, files.map(\.reversed), concernsModel)
    guard !after.isEmpty else { return }
    let before = try errors(in: base, beside: proposal, files, concernsModel)
    guard after.count > before.count else { return }
    let new = Checking.added(to: before, in: after)
    let summary = ConfigurationError.Problem(
      "the proposal has errors that the base branch does not have: \(after.count - before.count)",
      remedy: "correct what is listed below, or give --force")
    throw BotError(.refused, [summary] + new.map(ConfigurationError.Problem.init))
  }

  /// The findings of `after` that `before` has not.
  ///
  /// Lines and paths move between two trees; what is said of them stays. So a finding is first looked for in
  /// the same file, then in one of the same name, and last in any.
  static func added(to before: [Finding], in after: [Finding]) -> [Finding] {
    let places: [(Finding) -> String] = [
      { $0.path ?? "" }, { RepositoryPath.name(of: $0.path ?? "") }, { _ in "" },
    ]
    var (known, new) = (before, after)
    for place in places {
      func key(_ finding: Finding) -> String {
        "\(finding.code)\n\(place(finding))\n\(finding.message)"
      }
      var rest = Dictionary(grouping: known, by: key)
      new = new.filter { rest[key($0)]?.popLast() == nil }
      known = rest.values.flatMap(\.self)
    }
    return new
  }

  private func errors(
    in root: ObjectID, beside other: ObjectID, _ files: [ChangedFile], _ concernsModel: Bool
  ) throws(BotError) -> [Finding] {
    let changes = try changes(of: root, beside: other, files, concernsModel)
    // The names of the other tree are not needed any more.
    repository.known.forgetNames()
    let tree = GitTree(root, in: repository)
    let found = manifestFindings(in: tree, concerning: changes).filter { $0.severity == .error }
    var ignored = IgnoreComments()
    for path in Set(found.compactMap(\.path)) { ignored.add(tree.file(path) ?? [], at: path) }
    let baseline = try Baseline(in: tree)
    try tree.throwError()
    return found.filter { !ignored.covers($0) && !baseline.covers($0) }
  }

  private func changes(
    of root: ObjectID, beside other: ObjectID, _ files: [ChangedFile], _ concernsModel: Bool
  ) throws(BotError) -> ChangedPaths {
    let (tree, other) = (GitTree(root, in: repository), GitTree(other, in: repository))
    let changes = ChangedPaths(
      of: tree, and: other, in: files, concernsModel: concernsModel,
      ownNames: (inputs.configMaps ?? []).map(\.name) + [WiringConfiguration.Place.variablesName])
    try tree.throwError()
    try other.throwError()
    return changes
  }
}
