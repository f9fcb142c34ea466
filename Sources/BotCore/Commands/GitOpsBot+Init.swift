internal import Flux
internal import Foundation
internal import Git

extension GitOpsBot {
  /// What would set a repository up, without writing anything.
  ///
  /// - Parameters:
  ///   - request: The repository and how to reach it; of a checkout its files as they stand on the disk.
  ///   - progress: Where to say what is being done.
  /// - Returns: The stand-ins with their rules, and the files.
  /// - Throws: BotError when the repository cannot be read.
  public static func setup(
    _ request: Request, _ progress: Progress
  ) async throws(BotError) -> Setup {
    let read = try await ReadRepository(request, asksServer: false, progress)
    let revision: ReadRepository.Revision
    if let name = request.revision {
      revision = try read.named(name, by: "--ref")
    } else {
      revision = try read.standard()
    }
    progress.phase("looking for stand-ins")
    let tree = GitTree(revision.tree, in: read.repository)
    let known = try read.knownValues(in: tree)
    let setup: Setup
    if let bytes = tree.file(BotFile.configuration) {
      let bot = try configuration { () throws(ConfigurationError) in
        try BotConfiguration.decode(bytes, file: BotFile.configuration)
      }
      setup = Setup(of: bot, in: tree, revision.name, known: known)
    } else {
      setup = Setup(of: tree, revision.name, address: read.address, known: known)
    }
    try tree.throwError()
    return setup
  }

  /// Writes the files of `setup` that are not there into the working tree.
  ///
  /// - Returns: What became of each.
  /// - Throws: BotError where there is no working tree, and where a file cannot be written; what was written before
  ///   stays.
  public static func write(_ setup: Setup, _ request: Request) throws(BotError) -> Setup {
    let location = try Location(request.repository, relativeTo: request.folder)
    guard location.kind == .folder, request.revision == nil else {
      throw BotError(
        "only a checkout on this machine can be written to", file: "--write",
        remedy: "clone the repository, and run gitops-bot init --write there")
    }
    let repository = try git("opening \(location.address)") { () throws(GitError) in
      try Repository.open(location.folder ?? location.address.text, discover: true)
    }
    guard let folder = repository.workingTree else {
      throw BotError(
        "\(location.address) has no working tree", file: "--write",
        remedy: "run gitops-bot init --write in a clone")
    }
    var setup = setup
    for index in setup.files.indices where setup.files[index].state == .proposed {
      let isNew = try NewFile(setup.files[index].path, in: folder).write(setup.files[index].text)
      setup.files[index].state = isNew ? .written : .present
    }
    return setup
  }
}

/// A file that is to be written where there is none.
private struct NewFile {
  let path: String
  let folder: String

  init(_ path: String, in folder: String) {
    self.path = path
    self.folder = folder
  }

  /// - Returns: Whether it was written; not where something has its name.
  /// - Throws: BotError where it cannot be written, and where a link leads out of the working tree.
  func write(_ text: String) throws(BotError) -> Bool {
    let root = URL(filePath: folder, directoryHint: .isDirectory).resolvingSymlinksInPath()
    let parent = root.appending(path: path).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
      let isInside = (parent.resolvingSymlinksInPath().path + "/").hasPrefix(root.path)
      guard isInside else { throw CocoaError(.fileWriteNoPermission) }
      try Data(text.utf8).write(to: root.appending(path: path), options: .withoutOverwriting)
      return true
    } catch CocoaError.fileWriteFileExists {
      return false
    } catch {
      throw BotError(
        "\(path) cannot be written: \(error.localizedDescription)", file: path,
        remedy: "check the permissions of \(folder), and run again")
    }
  }
}

extension ReadRepository {
  /// What the repository tells of its owner: Terraform's variables, who wrote the last commit, and its address.
  fileprivate func knownValues(
    in tree: GitTree
  ) throws(BotError) -> [String: (value: String, source: String)] {
    var known = TerraformVariables(in: tree).values
    let author = try git("reading the last commit") { () throws(GitError) in
      try repository.resolve("HEAD").map { id throws(GitError) in try repository.commit(id).author }
    }
    if let author, ValueKind.email.accepts(author.email), StandInWord.all(in: author.email).isEmpty,
      known["project.email"] == nil
    {
      known["project.email"] = (author.email, "the author of the last commit")
    }
    if let origin = address.flatMap({ OwnAddress($0) }) {
      known["git.owner"] = (origin.owner, "the remote's address")
      known["git.repository"] = (origin.name, "the remote's address")
      let name = origin.name.lowercased()
      if ValueKind.label.accepts(name), known["project.name"] == nil {
        known["project.name"] = (name, "the remote's address")
      }
    }
    return known
  }
}
