internal import Git

/// The files of a checkout on this machine, as they stand on the disk or at a revision.
///
/// Nothing is fetched and nothing is written: a shallow checkout is enough.
struct Checkout {
  let repository: Repository
  /// A tree with the files; on the disk those that Git tracks, and those that it would add.
  let root: ObjectID

  /// Reads the checkout that `folder` is in.
  ///
  /// - Parameters:
  ///   - folder: A folder of the checkout, or a bare repository.
  ///   - revision: A branch, a tag or a commit; nil for what stands on the disk.
  /// - Returns: The files; nil for a bare repository where no revision is given.
  /// - Throws: BotError where there is no repository, where nothing has the name of the revision, and where a file
  ///   cannot be read.
  static func read(
    _ folder: String, at revision: String? = nil
  ) throws(BotError) -> Checkout? {
    let repository = try git("opening \(folder)") { () throws(GitError) in
      try Repository.open(folder, discover: true)
    }
    guard let revision else {
      let files = try git("reading the files of \(folder)") { () throws(GitError) in
        try repository.readWorkingTree()
      }
      return files.map { Checkout(repository: repository, root: $0.tree) }
    }
    let root = try git("looking for \(revision)") { () throws(GitError) in
      try repository.tree(ofRevision: revision)
    }
    guard let root else {
      throw BotError(
        "\(folder) has no revision \"\(revision)\"", file: "--ref",
        remedy: "name a branch, a tag or a commit; a shallow checkout has few of them")
    }
    return Checkout(repository: repository, root: root)
  }

  /// The bytes of a file; nil where there is none.
  ///
  /// - Throws: BotError when it cannot be read.
  func bytes(_ path: String) throws(BotError) -> [UInt8]? {
    try repository.bytes(at: path, in: root)
  }
}
