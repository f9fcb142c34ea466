internal import Findings
internal import Flux
internal import Git
internal import Rules
internal import YAML

/// Whether the file at `path` holds generated values: it is one of `paths`, those of the ConfigMaps, or holds their
/// variables.
func isOfConfigMaps(_ path: String, _ paths: Set<String>) -> Bool {
  let name = path.split(separator: "/").last ?? ""
  return paths.contains(path)
    || (name.hasPrefix(WiringConfiguration.Place.variablesName) && name.hasSuffix(".yaml"))
}

/// Which commits bring a change: one, or one for each half.
///
/// Each commit's tree is right by itself, since Flux may apply it: a manifest that refers to a generated
/// value never stands without the ConfigMaps that hold it.
struct Halves {
  /// The commit in front of the last one, which brings the half that that one lacks.
  struct First {
    var tree: ObjectID
    let part: Part
  }

  /// Nil where one commit brings everything.
  var first: First?
  /// What the last commit brings.
  let last: Set<Part>
}

extension Change {
  /// Divides the way from the owner's branch to `finished`, which differs.
  ///
  /// The static half is the finished tree with the ConfigMaps as they were. Where there were none, and
  /// manifests need them, the dynamic half comes first; where the static half needs values that are new,
  /// there is one commit.
  ///
  /// - Throws: BotError when an object cannot be read or written.
  func halves(
    to finished: WiredTree, on branch: TargetBranch, in repository: Repository
  ) throws(BotError) -> Halves {
    let earlier = branch.lock?.inputs.configMaps ?? []
    let generated = try generatedChanges(to: finished.tree, on: branch, earlier, in: repository)
    if generated.isEmpty { return Halves(last: [.static]) }
    let isWired = !finished.wired.isEmpty
    if earlier.isEmpty, isWired {
      return try dynamicFirst(to: finished, on: branch, in: repository)
    }
    let tree = try finished.tree(without: generated, keepingNew: isWired, in: repository)
    if tree == branch.tree { return Halves(last: [.dynamic]) }
    if isWired, try !hasNoNewValues(finished.tree, on: branch, in: repository) {
      return Halves(last: [.static, .dynamic])
    }
    return tree == finished.tree
      ? Halves(last: [.static, .dynamic])
      : Halves(first: Halves.First(tree: tree, part: .static), last: [.dynamic])
  }

  /// The files of the ConfigMaps among what differs, without those that moved.
  private func generatedChanges(
    to tree: ObjectID, on branch: TargetBranch, _ earlier: [Inputs.GeneratedConfigMap],
    in repository: Repository
  ) throws(BotError) -> ExactMap<TreeComparison.Change> {
    let present = inputs.configMaps ?? []
    let paths = Set((present + earlier).map(\.path))
    return try TreeComparison(from: branch.tree, to: tree, in: repository).changes
      .filter { path, change in
        isOfConfigMaps(path, paths) && (change.new != nil || present.isEmpty)
      }
  }

  /// Whether every variable of the finished tree is one of the owner's branch too.
  private func hasNoNewValues(
    _ tree: ObjectID, on branch: TargetBranch, in repository: Repository
  ) throws(BotError) -> Bool {
    for configMap in inputs.configMaps ?? [] {
      func names(in tree: ObjectID) throws(BotError) -> Set<String>? {
        let bytes = try repository.bytes(at: configMap.path, in: tree)
        // What is wrong with values is said where they are wired.
        guard let bytes, let values = try configMap.values(in: bytes),
          let variables = try? flatVariables(of: values)
        else { return nil }
        return Set(variables.map(\.key))
      }
      guard let old = try names(in: branch.tree), let new = try names(in: tree) else { continue }
      guard new.isSubset(of: old) else { return false }
    }
    return true
  }

  /// The owner's branch with the ConfigMaps and its own references to them, then everything else.
  ///
  /// Where the wiring of all was proven, that of the owner's branch is: rules change texts alone.
  private func dynamicFirst(
    to finished: WiredTree, on branch: TargetBranch, in repository: Repository
  ) throws(BotError) -> Halves {
    let configMaps = inputs.configMaps ?? []
    repository.known.forgetNames()
    var start = Rendering(tree: branch.tree, staticTree: branch.tree)
    for configMap in configMaps { try start.write(configMap, in: repository) }
    var normalisation = try Normalisation(
      configMaps, inputs.replacements, ownersBranch: branch.tree, in: repository)
    let wired = try WiredTree(
      normalisation.normalised(start.tree), to: inputs, branch.bot.wiring,
      isProven: !finished.findings.allSatisfy { $0.severity == .note }, in: repository)
    if wired.tree == finished.tree { return Halves(last: [.dynamic]) }
    let isSound = (wired.findings + normalisation.findings).allSatisfy { $0.severity == .note }
    return isSound
      ? Halves(first: Halves.First(tree: wired.tree, part: .dynamic), last: [.static])
      : Halves(last: [.static, .dynamic])
  }
}

extension WiredTree {
  /// The tree with the old side of `changes`; files that are new stay where `keepsNew`.
  fileprivate func tree(
    without changes: ExactMap<TreeComparison.Change>, keepingNew keepsNew: Bool,
    in repository: Repository
  ) throws(BotError) -> ObjectID {
    let old: [(path: String, entry: (id: ObjectID, mode: FileMode)?)] =
      changes
      .filter { $0.value.old != nil || !keepsNew }.ordered
      .map { ($0.key, $0.value.old.map { ($0.id, $0.mode) }) }
    return try git("dividing the proposal") { () throws(GitError) in
      try repository.writeTree(tree, settingPaths: old)
    }
  }
}
