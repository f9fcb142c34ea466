internal import Git
internal import Manifests

extension Proposal {
  /// Splits the change into its static and its dynamic commit, and puts the lock into the last.
  mutating func addSteps(
    _ finished: Finished, staticTree: ObjectID, template: ObjectID, in workspace: Workspace
  ) throws(BotError) {
    let repository = workspace.repository
    let trailers = try trailers(template: template, in: repository)
    let rendered = try RenderedReference.commit(
      of: rendering, template: template, trailers: trailers,
      recorded: base.lock.flatMap { ObjectID(hex: $0.rendered) },
      newest: workspace.references.ids[RenderedReference.name], in: repository)
    let lock = try configuration { () throws(ConfigurationError) in
      try self.lock(template: template, rendered: rendered, wired: finished.wired).encoded()
    }
    tree = try repository.tree(finished.tree, setting: Lock.fileName, to: lock)
    self.rendered = rendered
    files = try changedFiles(in: repository)

    if staticTree != base.tree && staticTree != finished.tree {
      steps.append(Step(message: staticMessage + trailers, tree: staticTree))
    }
    let last = staticTree == finished.tree ? staticMessage : dynamicMessage
    steps.append(Step(message: last + trailers, tree: tree))
  }

  /// What the proposal changes: most of a rendering is in the base branch already when it is not the
  /// first.
  private func changedFiles(in repository: Repository) throws(BotError) -> [Rendering.File] {
    let (old, new) = (base.tree, tree)
    let changes = try git("comparing with \(base.name)") { () throws(GitError) in
      try repository.diff(from: old, to: new).files.filter { $0.status != .deleted }
    }
    let known = Dictionary(
      rendering.files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    return changes.map { change in
      var file =
        known[change.newPath] ?? Rendering.File(path: change.newPath, edits: [], isGenerated: true)
      // The rendering always starts from the template's name, the base branch may be past it.
      if change.status == .modified { file.renamedFrom = nil }
      return file
    }.sorted { $0.path < $1.path }
  }

  private func lock(template: ObjectID, rendered: ObjectID, wired: [String]) -> Lock {
    let source = base.lock?.template ?? Lock.Template(commit: template.hex)
    return Lock(
      template: source, inputs: resolution.inputs, rendered: rendered.hex,
      wired: wired,
      previous: base.lock.map {
        Lock.Previous(template: $0.template, inputs: $0.inputs, rendered: $0.rendered)
      })
  }

  // MARK: Messages

  /// The lines by which a later run knows its own commits.
  private func trailers(
    template: ObjectID, in repository: Repository
  ) throws(BotError) -> String {
    let inputs = resolution.inputs
    let bytes = try configuration { () throws(ConfigurationError) in
      try stableJSON(inputs, file: Lock.fileName)
    }
    let digest = try git("naming the inputs") { () throws(GitError) in try ObjectID(hashing: bytes)
    }
    let source = base.lock?.template.url ?? "self"
    return "GitOps-Bot-Template: \(source)@\(template.hex)\n\(Trailer.inputs): \(digest.hex)\n"
  }

  private var staticMessage: String {
    let edits = files.reduce(0) { $0 + $1.edits.count }
    let edited = files.filter { !$0.edits.isEmpty }.count
    let renamed = files.filter { $0.renamedFrom != nil }.count
    let first = base.lock == nil
    return """
      \(first ? "Replace the template's stand-ins" : "Apply changed values and rules")

      \(edits) replacements in \(edited) files, \(renamed) paths renamed.


      """
  }

  private var dynamicMessage: String {
    let paths = (resolution.inputs.configMaps ?? []).map { "- \($0.path)" }
    return """
      \(base.lock == nil ? "Generate" : "Update") the infrastructure ConfigMap

      \(paths.joined(separator: "\n"))


      """
  }
}

/// The trailers of the bot's commits.
enum Trailer {
  /// Present in each commit that the bot makes.
  static let inputs = "GitOps-Bot-Inputs"
}
