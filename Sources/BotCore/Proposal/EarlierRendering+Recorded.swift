internal import Git

extension EarlierRendering {
  /// The recorded rendering of the last merged proposal, where the present one would make the same of
  /// the same files: the rules and their values are the same, and so is the engine.
  ///
  /// - Parameters:
  ///   - base: The base branch, whose lock names the rendering.
  ///   - template: The template's tree that it was made from.
  ///   - inputs: What is rendered with now.
  ///   - repository: Where both are.
  /// - Returns: Nil where it has gone, or something differs.
  /// - Throws: BotError when an object cannot be read.
  static func recorded(
    of base: BaseBranch, from template: ObjectID, for inputs: Inputs, in repository: Repository
  ) throws(BotError) -> EarlierRendering? {
    guard let lock = base.lock, let replacements = lock.inputs.replacements,
      replacements == inputs.replacements,
      let id = try repository.commit(ifPresent: lock.rendered)
    else { return nil }
    let (tree, message) = try git("reading commit \(id)") { () throws(GitError) in
      let commit = try repository.commit(id)
      return (commit.tree, commit.message)
    }
    guard Trailer.value(of: Trailer.engine, in: message) == GitOpsBot.version else { return nil }
    let configMaps = (lock.inputs.configMaps ?? []) + (inputs.configMaps ?? [])
    return EarlierRendering(
      template: template, tree: tree, generated: Set(configMaps.map(\.path)))
  }
}
