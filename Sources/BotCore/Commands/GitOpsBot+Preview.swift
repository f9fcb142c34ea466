internal import Flux
internal import Git
internal import YAML

extension GitOpsBot {
  /// The documents that Flux will apply for a path, as a YAML stream; Secrets by key only.
  ///
  /// - Throws: BotError when the path is no Flux Kustomization's, when the build fails, and with
  ///   Flux's own words when the substitution does.
  public static func preview(
    _ preview: PreviewRequest, _ request: Request, _ progress: Progress
  ) async throws(BotError) -> [UInt8] {
    let (workspace, tree, _) = try await previewTrees(preview, request, progress)
    return SecretLines(of: try await documents(preview, tree, in: workspace.repository)).withheld
  }

  /// How what Flux will apply differs from what it applies for the base branch, as a patch; Secrets by
  /// key only.
  ///
  /// - Throws: BotError as `preview`; a path that is new counts as empty on the base branch.
  public static func previewDifference(
    _ preview: PreviewRequest, _ request: Request, _ progress: Progress
  ) async throws(BotError) -> [UInt8] {
    let (workspace, tree, base) = try await previewTrees(preview, request, progress)
    let repository = workspace.repository
    try git("preparing to compare") { () throws(GitError) in
      try repository.holdNewObjectsInMemory()
    }
    let new = try await documents(preview, tree, in: repository)
    let isThere = try FluxPath.find(preview.path, in: GitTree(base, in: repository)) != nil
    let old = isThere ? try await documents(preview, base, in: repository) : []
    let name = FluxPath.normalised(preview.path) + ".yaml"
    let trees = (
      try repository.tree(.emptyTree, setting: name, to: old),
      try repository.tree(.emptyTree, setting: name, to: new)
    )
    let patch = try git("comparing") { () throws(GitError) in
      try repository.diff(from: trees.0, to: trees.1).patch()
    }
    return ShownPatch.bytes(patch, from: old, to: new)
  }

  private static func previewTrees(
    _ preview: PreviewRequest, _ request: Request, _ progress: Progress
  ) async throws(BotError) -> (Workspace, tree: ObjectID, base: ObjectID) {
    let workspace = try await Workspace.open(request, progress)
    let target = try TargetBranch.read(workspace, request, progress)
    let branch = try ReviewBranch(for: target, in: workspace, progress)
    guard let name = preview.branch else {
      let tree = try branch.tip.map { tip throws(BotError) in
        try workspace.repository.treeOfCommit(tip)
      }
      return (workspace, tree ?? target.tree, target.tree)
    }
    guard let reference = ReferenceName(branch: name),
      let commit = workspace.references.ids[reference]
    else {
      throw BotError(
        "\(workspace.name) has no branch \"\(name)\"", file: "--branch",
        remedy: "name a branch of the repository")
    }
    try workspace.fetch([reference], progress)
    return (workspace, try workspace.repository.treeOfCommit(commit), target.tree)
  }

  private static func documents(
    _ preview: PreviewRequest, _ root: ObjectID, in repository: Repository
  ) async throws(BotError) -> [UInt8] {
    let tree = GitTree(root, in: repository)
    guard let path = try FluxPath.find(preview.path, in: tree) else {
      let known = FluxObjects(in: tree).kustomizations.compactMap(\.path).filter { !$0.isEmpty }
      throw BotError(
        "no Flux Kustomization has the path \"\(preview.path)\"",
        remedy: "known: \(Set(known).sorted().joined(separator: ", "))")
    }
    let variables = try path.variables(in: tree)
    let built = try await path.built(tree)
    try tree.throwError()
    do {
      let resources = try FluxSubstitution.substituted(
        stream: built, variables: variables, isStrict: preview.isStrict)
      return Array(resources.map { "---\n" + yaml(of: $0) }.joined().utf8)
    } catch {
      throw BotError(
        error.shownMessage, file: path.kustomization.file,
        position: path.kustomization.position,
        remedy: "set the variable, double the $, or switch substitution off for this object")
    }
  }
}

/// What `preview` is asked for.
public struct PreviewRequest: Sendable {
  /// The path that a Flux Kustomization names, with or without `./`.
  public var path: String
  /// The branch to look at; nil for the bot's branch where it is open, else the base branch.
  public var branch: String?
  /// Whether a variable that is not set is an error, as it is since Flux 2.9.
  public var isStrict = true

  public init(path: String) {
    self.path = path
  }
}
