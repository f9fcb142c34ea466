internal import Findings
internal import Foundation
internal import Git
internal import YAML

/// The repository that a command works on: its objects, and where the result goes.
struct Workspace {
  /// Where branches are read from and written to.
  enum Target {
    case remote(Location, RemoteAccess)
    /// A local repository without a remote: it is only given the branch.
    case local
  }

  let repository: Repository
  let target: Target
  /// The repository as messages name it; never with a password in it.
  let name: String
  let repositoryName: String?
  /// What the target held when it was asked.
  let references: RemoteReferences
  /// The connection on which the server told that; nil for a local repository without a remote.
  private var connection: RemoteConnection?
  /// What a report says of the references.
  var findings: [Finding] = []
  /// The template on its way already; nil where it was not foreseen.
  var earlyTemplate: EarlyFetch?
  /// Whether what open proposals recorded is left behind: it may hold what the base branch no longer does.
  var leavesOpenRecords = false
  /// The clone that is kept for later runs; nil for another one.
  private var use: CacheUse?
  /// The clone's folder, removed with the workspace; nil when it is kept, and when the repository lies
  /// on this machine.
  let temporary: ScratchFolder?

  /// The newest recorded rendering, which a new one stands on top of.
  var newestRendered: ObjectID? {
    leavesOpenRecords ? nil : references.ids[BotReference.rendered]
  }

  /// Whether the clone is kept for later runs.
  var isKept: Bool { use != nil }

  /// Whether the objects are copied here from a server.
  var isClone: Bool { isKept || temporary != nil }

  /// Opens what `request` names: clones a URL, uses a folder where it lies.
  ///
  /// - Throws: BotError when it cannot be reached, opened or used.
  static func open(_ request: Request, _ progress: Progress) async throws(BotError) -> Workspace {
    let location = try Location(request.repository, relativeTo: request.folder)
    switch location.kind {
    case .url: return try await clone(location, request, progress)
    case .folder: return try await local(location, request, progress)
    }
  }

  private static func clone(
    _ location: Location, _ request: Request, _ progress: Progress
  ) async throws(BotError) -> Workspace {
    let access = try await Access(request: request).remoteAccess(to: location)
    var folder: ScratchFolder?
    var use: CacheUse?
    let repository: Repository
    // What lies on this machine is read where it lies.
    let cache = location.folder == nil ? request.cache : nil
    if let cache {
      (repository, use) = try keptRepository(for: location, in: cache, request)
    } else {
      let scratch = try ScratchFolder()
      folder = scratch
      repository = try git("making a folder for the clone") { () throws(GitError) in
        try Repository.create(bareAt: scratch.path)
      }
    }
    progress.phase("reading \(location.address)")
    let connection = try git("reading \(location.address)") { () throws(GitError) in
      try repository.connect(to: location.address, access: access)
    }
    let workspace = Workspace(
      repository: repository, target: .remote(location, access), name: location.address.text,
      repositoryName: location.repositoryName, references: connection.references,
      connection: connection, use: use, temporary: folder)
    if let folder = location.folder { workspace.borrowObjects(of: folder) }
    return workspace
  }

  private static func local(
    _ location: Location, _ request: Request, _ progress: Progress
  ) async throws(BotError) -> Workspace {
    let repository = try Repository.opened(location)
    try repository.checkCompleteness(location)
    let url = try repository.url(of: request, location)
    guard let url, request.pushes else {
      return Workspace(
        repository: repository, target: .local, name: location.address.text,
        repositoryName: location.repositoryName,
        references: try git("reading the branches") { () throws(GitError) in
          var ids: [ReferenceName: ObjectID] = [:]
          let names =
            try repository.references(below: "refs/heads/")
            + repository.references(below: "refs/gitops-bot/")
          for name in names { ids[name] = try repository.target(of: name) }
          return RemoteReferences(defaultBranch: try repository.headBranch(), ids: ids)
        },
        temporary: nil)
    }
    let remote = try Location(url, relativeTo: repository.workingTree ?? repository.path)
    let access = try await Access(request: request).remoteAccess(to: remote)
    progress.phase("reading \(remote.address)")
    let connection = try git("reading \(remote.address)") { () throws(GitError) in
      try repository.connect(to: remote.address, access: access)
    }
    return Workspace(
      repository: repository, target: .remote(remote, access), name: remote.address.text,
      repositoryName: remote.repositoryName, references: connection.references,
      connection: connection, temporary: nil)
  }

  /// Reads the objects of a repository on this machine where they lie, which is much faster than to
  /// fetch them (libgit2 packs them anew).
  ///
  /// Where that cannot be, they are fetched later, and whatever is wrong is said then.
  func borrowObjects(of folder: String) {
    guard let other = try? Repository.open(folder, discover: false), !other.isShallow else {
      return
    }
    try? repository.borrowObjects(of: other)
  }

  /// Makes sure that the commits which `names` point at, and their trees, can be read.
  ///
  /// A local repository gets objects alone: none of its references move.
  func fetch(_ names: [ReferenceName], _ progress: Progress) throws(BotError) {
    guard case .remote(let location, _) = target, let connection else { return }
    // What comes behind the first time takes a while, and needs the server no more as a rule.
    defer { connection.close() }
    var absent: [ReferenceName] = []
    for name in names {
      if let id = references.ids[name], try !repository.holds(id) {
        absent.append(name)
      }
    }
    guard !absent.isEmpty else { return }
    progress.phase("receiving \(absent.map(\.text).joined(separator: ", "))")
    let refspecs = try absent.map { name throws(BotError) in
      try refspec(for: name, of: location.address)
    }
    try git("fetching from \(location.address)") { () throws(GitError) in
      try connection.fetch(refspecs, progress: progress.transfer)
    }
  }
}

extension Repository {
  /// Opens a repository on this machine, or the one around a folder.
  ///
  /// - Throws: BotError where there is none.
  static func opened(_ location: Location) throws(BotError) -> Repository {
    try git("opening \(location.address)") { () throws(GitError) in
      try Repository.open(location.folder ?? location.address.text, discover: true)
    }
  }

  /// - Throws: BotError for a clone that lacks a part of what a merge needs.
  fileprivate func checkCompleteness(_ location: Location) throws(BotError) {
    if isShallow {
      throw BotError(
        "\(location.address) is a shallow clone, which lacks the history that a merge needs",
        remedy: "run git fetch --unshallow there, or give the repository's URL")
    }
    guard try git("reading the remotes", { () throws(GitError) in try isPartial }) else { return }
    throw BotError(
      "\(location.address) is a partial clone, which lacks files that a merge needs",
      remedy: "give the repository's URL, or clone it without --filter")
  }

  /// The address of the remote that is meant; nil where the repository has no `origin` and nobody asked for another.
  ///
  /// - Throws: BotError for a remote that somebody asked for and that is not there.
  fileprivate func url(
    of request: Request, _ location: Location
  ) throws(BotError) -> String? {
    let (url, names) = try git("reading the remotes") { () throws(GitError) in
      (try remoteURL(request.remoteName), try remoteNames())
    }
    guard url == nil, let name = request.remote else { return url }
    throw BotError(
      "\(location.address) has no remote \(name.jsonQuoted)", file: "--remote",
      remedy: nearestSpelling(to: name, among: names).map { "did you mean \($0)?" }
        ?? (names.isEmpty
          ? "leave --remote out: the branch is then only made here"
          : "it has: \(names.joined(separator: ", "))"))
  }
}
