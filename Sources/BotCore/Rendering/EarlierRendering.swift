internal import Git

/// A rendering with the same rules as the present one, whose files need not be made again.
struct EarlierRendering {
  /// The template's tree that it was made from.
  var template: ObjectID
  /// The rendered tree.
  var tree: ObjectID
  /// The paths that the bot wrote itself.
  var generated: Set<String>

  /// Whether the bot wrote something in a folder of the rendered tree.
  func generates(below folder: String) -> Bool {
    generated.contains { $0.hasPrefix(folder + "/") }
  }

  /// One folder of both, as far as they have it.
  struct Folder {
    fileprivate let template: KnownObjects.Folder
    fileprivate let rendered: KnownObjects.Folder
  }

  /// The folder that the template has at one path and the rendering at another.
  ///
  /// - Throws: BotError when a tree cannot be read.
  func root(in repository: Repository) throws(BotError) -> Folder {
    Folder(
      template: try Folder.names(of: template, in: repository),
      rendered: try Folder.names(of: tree, in: repository))
  }
}

extension EarlierRendering.Folder {
  /// The folder that the template calls `old` in this one and the rendering `new`; nil where one of
  /// the two lacks it.
  func folder(
    _ old: String, as new: String, in repository: Repository
  ) throws(BotError) -> EarlierRendering.Folder? {
    guard let before = template[old], let after = rendered[new], before.mode == .tree,
      after.mode == .tree
    else { return nil }
    return EarlierRendering.Folder(
      template: try Self.names(of: before.id, in: repository),
      rendered: try Self.names(of: after.id, in: repository))
  }

  /// What `entry` of the template, a folder, was rendered to under the name `new`; nil where it was
  /// another one then.
  func tree(_ entry: TreeEntry, as new: String) -> ObjectID? {
    guard template[entry.name] == entry, let after = rendered[new], after.mode == .tree else {
      return nil
    }
    return after.id
  }

  /// What `entry` of the template, a file, was rendered to under the name `new`; nil where it was
  /// another one then.
  func file(_ entry: TreeEntry, as new: String) -> ObjectID? {
    guard template[entry.name] == entry, let after = rendered[new], after.mode == entry.mode else {
      return nil
    }
    return after.id
  }

  fileprivate static func names(
    of tree: ObjectID, in repository: Repository
  ) throws(BotError) -> KnownObjects.Folder {
    try git("reading \(tree)") { () throws(GitError) in try repository.known.folder(tree) }
  }
}

extension EarlierRendering {
  /// The recorded rendering of the last merged proposal, where the present one would make the same of
  /// the same files: the rules and their values are the same, and so is the engine.
  ///
  /// - Parameters:
  ///   - target: The target branch, whose lock names the rendering.
  ///   - template: The template's tree that it was made from.
  ///   - inputs: What is rendered with now.
  ///   - repository: Where both are.
  /// - Returns: Nil where it has gone, or something differs.
  /// - Throws: BotError when an object cannot be read.
  static func recorded(
    of target: TargetBranch, from template: ObjectID, for inputs: Inputs, in repository: Repository
  ) throws(BotError) -> EarlierRendering? {
    guard let lock = target.lock, let replacements = lock.inputs.replacements,
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
