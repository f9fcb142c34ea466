internal import Flux
internal import Git

/// What is known of the objects of a repository, so that each is looked through once in a run,
/// however many trees hold it.
///
/// Objects are named by their content, so what is known of one holds for ever.
final class KnownObjects {
  /// The marks of a tree's YAML files.
  private struct TreeMarks {
    /// Of all, as deep as it goes.
    var all: FileMarks = []
    /// Of each entry, in Git's order; of a folder those of its files together.
    var entries: [FileMarks] = []
  }

  private unowned let repository: Repository
  /// Of files in which something was read.
  private var contents: [ObjectID: FileContent] = [:]
  /// Of all others.
  private var plain: [ObjectID: FileContent.Plain] = [:]
  /// How many bytes of files are kept as documents that are none of Flux's own kinds.
  private var keptByteCount = 0

  /// How many of them there may be; documents take some fifteen times the room of their bytes.
  private static let mostKept = 256 << 10
  private var folders: [ObjectID: Folder] = [:]
  private var marks: [ObjectID: TreeMarks] = [:]
  private var plainTrees: [ObjectID: Bool] = [:]
  private var structures: [ObjectID: ObjectID] = [:]
  private var builds: [BuildKey: KustomizeBuild] = [:]
  private var buildsWithin: [BuildKey: KustomizeBuild?] = [:]

  fileprivate init(of repository: Repository) {
    self.repository = repository
  }

  /// What the blob `id`, a file called `name`, tells.
  func content(of id: ObjectID, named name: String) throws(GitError) -> FileContent {
    if let content = known(id) { return content }
    let content = try content(read: repository.readableBlob(id), named: name)
    note(content, of: id)
    return content
  }

  private func content(read blob: consuming Blob?, named name: String) -> FileContent {
    switch blob {
    case .some(let blob): blob.withBytes { FileContent(of: $0, name: name) }
    case .none: .tooLarge
    }
  }

  /// Whether the blob `id` was read as YAML without an error.
  func isYAML(_ id: ObjectID) -> Bool { known(id)?.isYAML == true }

  private func known(_ id: ObjectID) -> FileContent? {
    plain[id].map(FileContent.init) ?? contents[id]
  }

  /// Notes what was found out elsewhere.
  func note(_ content: FileContent, of id: ObjectID) {
    // One of the two has it.
    plain[id] = content.plain
    if content.plain == nil { contents[id] = content }
  }

  /// Notes what was found out later of a file, as long as there is room for its documents.
  func keep(_ content: FileContent, of id: ObjectID) {
    guard keptByteCount + content.keptByteCount <= Self.mostKept else { return }
    keptByteCount += content.keptByteCount
    note(content, of: id)
  }

  /// What stands in the tree `id`.
  func folder(_ id: ObjectID) throws(GitError) -> Folder {
    if let folder = folders[id] { return folder }
    let folder = Folder(try repository.tree(id).entries)
    folders[id] = folder
    return folder
  }

  /// The same for a tree that is most likely not asked for again, so that it is not kept.
  func passingFolder(_ id: ObjectID) throws(GitError) -> Folder {
    if let folder = folders[id] { return folder }
    return Folder(try repository.tree(id).entries)
  }

  /// Lets go of everything.
  func forget() {
    forgetNames()
    contents = [:]
    plain = [:]
    keptByteCount = 0
    marks = [:]
    plainTrees = [:]
    structures = [:]
    buildsWithin = [:]
  }

  /// Lets go of what takes room and is soon found out again: names, and what kustomize builds.
  func forgetNames() {
    folders = [:]
    builds = [:]
  }

  /// The marks of all YAML files of a tree together.
  func marks(below tree: ObjectID) throws(GitError) -> FileMarks { try marks(of: tree).all }

  private func marks(of tree: ObjectID) throws(GitError) -> TreeMarks {
    if let known = marks[tree] { return known }
    let entries = try folder(tree).entries
    var found = TreeMarks()
    found.entries.reserveCapacity(entries.count)
    for entry in entries {
      let marks: FileMarks =
        switch entry.mode {
        case .tree: try marks(below: entry.id)
        case .blob, .executable:
          RepositoryPath.isYAML(entry.name)
            ? try content(of: entry.id, named: entry.name).marks : []
        case .symbolicLink, .submodule: []
        }
      found.entries.append(marks)
      found.all.formUnion(marks)
    }
    marks[tree] = found
    return found
  }

  /// What stands right in a tree with one of `marks` in it, in Git's order.
  func entries(of tree: ObjectID, marked wanted: FileMarks) throws(GitError) -> [TreeEntry] {
    let marks = try marks(of: tree)
    if marks.all.isDisjoint(with: wanted) { return [] }
    let entries = try folder(tree).entries
    return entries.indices.filter { !marks.entries[$0].isDisjoint(with: wanted) }
      .map { entries[$0] }
  }

  /// The YAML files of a tree that have a mark.
  func markedFiles(in tree: ObjectID) throws(GitError) -> MarkedFiles {
    var found = MarkedFiles()
    try visit(tree, at: "", marked: .all) { path, marks in found[path] = marks }
    return found
  }

  /// Those outside hidden folders with one of `marks`, folder by folder, by the bytes of names.
  func files(in tree: ObjectID, marked marks: FileMarks) throws(GitError) -> [String] {
    var found: [String] = []
    try visit(tree, at: "", marked: marks, hidden: false) { path, _ in found.append(path) }
    return found
  }

  /// Visits the files with one of `marks`; folders without are not entered.
  private func visit(
    _ tree: ObjectID, at path: String, marked wanted: FileMarks, hidden: Bool = true,
    _ body: (String, FileMarks) -> Void
  ) throws(GitError) {
    let marks = try marks(of: tree)
    if marks.all.isDisjoint(with: wanted) { return }
    let entries = try folder(tree).entries
    var places = entries.indices.filter { !marks.entries[$0].isDisjoint(with: wanted) }
    // Git sorts as if the names of folders had a slash behind them.
    if places.contains(where: { entries[$0].mode == .tree }) {
      places.sort { entries[$0].name.utf8.lexicographicallyPrecedes(entries[$1].name.utf8) }
    }
    for place in places {
      let entry = entries[place]
      if entry.mode != .tree {
        body(joined(path, entry.name), marks.entries[place])
      } else if hidden || !entry.name.hasPrefix(".") {
        try visit(entry.id, at: joined(path, entry.name), marked: wanted, hidden: hidden, body)
      }
    }
  }

  /// Whether a tree holds nothing but files, as deep as it goes, and all names are exact.
  func isPlain(_ tree: ObjectID) throws(GitError) -> Bool {
    if let known = plainTrees[tree] { return known }
    var isPlain = true
    // Most folders are asked for this alone, so that their entries are not kept.
    var entries = folders[tree]?.entries
    if entries == nil { entries = try repository.tree(tree).entries }
    for entry in entries ?? [] where isPlain {
      switch entry.mode {
      case .tree: isPlain = try self.isPlain(entry.id)
      case .blob, .executable: isPlain = entry.hasExactName
      case .symbolicLink, .submodule: isPlain = false
      }
    }
    plainTrees[tree] = isPlain
    return isPlain
  }

  /// What a build depends on.
  struct BuildKey: Hashable {
    var structure: ObjectID
    var path: String
    var components: [String]
  }

  /// What kustomize builds of a folder.
  func build(_ key: BuildKey, _ make: () -> KustomizeBuild) -> KustomizeBuild {
    if let known = builds[key] { return known }
    let build = make()
    builds[key] = build
    return build
  }

  /// What kustomize reads of one kustomization file in its own folder; nil where it leads elsewhere.
  func build(
    within file: String, inFolderOf structure: ObjectID, _ make: () -> KustomizeBuild?
  ) -> KustomizeBuild? {
    let key = BuildKey(structure: structure, path: file, components: [])
    if let known = buildsWithin[key] { return known }
    let build = make()
    buildsWithin[key] = .some(build)
    return build
  }

  /// One name for all trees with the same names, kustomization files and `.sourceignore` files.
  func structure(of tree: ObjectID) throws(GitError) -> ObjectID {
    if let known = structures[tree] { return known }
    var text: [UInt8] = []
    for entry in try folder(tree).entries {
      text += entry.name.utf8
      // No name holds a NUL.
      text.append(0)
      switch entry.mode {
      case .tree: text += try structure(of: entry.id).hex.utf8
      case .blob, .executable:
        let decides =
          KustomizeBuild.fileNames.contains(entry.name) || entry.name == ".sourceignore"
        text += decides ? Array(entry.id.hex.utf8) : [1]
      case .symbolicLink, .submodule: text.append(2)
      }
    }
    let structure = try ObjectID(hashing: text)
    structures[tree] = structure
    return structure
  }

  /// Looks through all YAML files of `tree` that are not known yet, several at a time.
  ///
  /// - Throws: BotError when an object cannot be read.
  func survey(_ tree: ObjectID) throws(BotError) {
    var blobs: [(id: ObjectID, name: String)] = []
    var seen: Set<ObjectID> = []
    try collect(tree, at: "", &blobs, &seen)
    let found = blobs
    let reading = BlobReading(of: found.map(\.id), in: repository) { index, bytes in
      bytes.map { FileContent(of: $0, name: found[index].name) } ?? .tooLarge
    }
    try reading.forEach(in: repository) { index, content in note(content, of: found[index].id) }
  }

  private func collect(
    _ tree: ObjectID, at path: String, _ blobs: inout [(id: ObjectID, name: String)],
    _ seen: inout Set<ObjectID>
  ) throws(BotError) {
    guard seen.insert(tree).inserted else { return }
    let folder = try git("reading \(path.isEmpty ? "the root" : path)") { () throws(GitError) in
      try self.folder(tree)
    }
    for entry in folder.entries {
      switch entry.mode {
      case .tree: try collect(entry.id, at: joined(path, entry.name), &blobs, &seen)
      case .blob, .executable:
        let isNew = RepositoryPath.isYAML(entry.name) && known(entry.id) == nil
        if isNew, seen.insert(entry.id).inserted { blobs.append((entry.id, entry.name)) }
      case .symbolicLink, .submodule: break
      }
    }
  }
}

extension Repository {
  /// What is known of its objects.
  var known: KnownObjects {
    if let known = companion as? KnownObjects { return known }
    let known = KnownObjects(of: self)
    companion = known
    return known
  }
}
