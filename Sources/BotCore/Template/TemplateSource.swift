internal import Foundation
internal import Git
internal import YAML

/// The repository of the template that a base branch names, and the place in it that updates come
/// from.
struct TemplateSource {
  let template: BotConfiguration.Template
  let reference: TemplateReference
  let location: Location
  /// Whether `fetch` has got the commit that the lock names from the template's server.
  private(set) var hasBroughtEarlier = false
  private let access: RemoteAccess
  /// The name of the configuration file, for errors.
  private let file: String

  /// Asks the template's server what the reference of the configuration is now; one exchange, nothing
  /// is fetched.
  ///
  /// - Returns: Nil when the configuration of `base` names no template.
  /// - Throws: BotError, with the place in the configuration where that is at fault: for an address
  ///   that cannot be used, the repository itself, a server that does not answer, an empty template
  ///   and an unknown reference.
  static func find(
    for target: TargetBranch, _ request: Request, in workspace: Workspace, _ progress: Progress
  ) async throws(BotError) -> TemplateSource? {
    guard let template = target.bot.template else {
      guard request.adopt != nil else { return nil }
      throw BotError(
        "there is no template to take the commit of", file: "--adopt",
        remedy: "set template.url in \(target.bot.file)")
    }
    let location = try location(of: template, target.bot.file, workspace, request)
    if try identities(of: workspace).contains(RepositoryIdentity(location)) {
      throw BotError(
        "the template is the repository itself", file: target.bot.file,
        position: template.urlPosition,
        remedy: "set template.url to the repository that this one was made from, or remove it")
    }
    let access = try await Access(request: request)
      .templateAccess(to: location, beside: workspace.remoteLocation)
    progress.phase("reading the template \(location.address)")
    let references: RemoteReferences
    if let early = workspace.earlyTemplate, early.address == location.address {
      references = early.references
    } else {
      do throws(GitError) {
        references = try workspace.repository.references(of: location.address, access: access)
      } catch {
        throw unreachable(error, location, template, target.bot.file)
      }
    }
    do {
      return TemplateSource(
        template: template,
        reference: try TemplateReference(template.ref, among: references),
        location: location, access: access, file: target.bot.file)
    } catch {
      throw BotError(error.placed(in: target.bot.file, at: template.refPosition))
    }
  }

  /// What the lock names this template by: the address of the configuration, without a user of http.
  var url: String {
    location.kind == .url ? location.address.text : template.url
  }

  /// Whether what `lock` records goes on with this template: it has the same address, or the commit
  /// that the lock names and thus moved here, or a history that shares commits with that one.
  ///
  /// Takes a template that was fetched.
  ///
  /// - Throws: BotError when a commit cannot be read.
  func goesOn(
    from lock: Lock, in workspace: Workspace, _ request: Request
  ) throws(BotError) -> Bool {
    if hasBroughtEarlier || isTemplate(of: lock, in: workspace, request) { return true }
    let repository = workspace.repository
    guard let old = try repository.commit(ifPresent: lock.template.commit) else { return false }
    let shared = try git("comparing the template's commits") { () throws(GitError) in
      try repository.mergeBase(old, reference.commit)
    }
    // A repository that was its own template may have files that no template ever had.
    return lock.template.url == nil ? shared == old : shared != nil
  }

  /// Whether `lock` speaks of this template, however its address was written.
  private func isTemplate(of lock: Lock?, in workspace: Workspace, _ request: Request) -> Bool {
    guard let url = lock?.template.url,
      let other = try? Location(url, relativeTo: TemplateSource.folder(workspace, request))
    else { return false }
    return RepositoryIdentity(other) == RepositoryIdentity(location)
  }

  /// Makes sure that the reference's commits, and where possible the commit that the lock of `base`
  /// names, are in the workspace's object database; no reference moves.
  ///
  /// The latter is asked for at the template's present address, whichever the lock names.
  ///
  /// - Throws: BotError when the template cannot be fetched, or leads to no commit.
  mutating func fetch(
    for target: TargetBranch, _ request: Request, into workspace: Workspace, _ progress: Progress
  ) throws(BotError) {
    let repository = workspace.repository
    let earlier = target.lock.flatMap { $0.template.url == nil ? nil : $0.template.commit }
    let isMissing = try earlier.map { id throws(BotError) in try !repository.holds(id) } ?? false
    try fetchReference(for: workspace, progress)
    guard isMissing, let earlier else { return }
    // A server may still have what no reference leads to any more; where not, its absence is told
    // later, by whoever needs the commit.
    if try !repository.holds(earlier) {
      try? repository.fetch(from: location.address, refspecs: [.object(earlier)], access: access)
    }
    hasBroughtEarlier = try repository.holds(earlier)
  }

  private func fetchReference(
    for workspace: Workspace, _ progress: Progress
  ) throws(BotError) {
    let repository = workspace.repository
    if let folder = location.folder { workspace.borrowObjects(of: folder) }
    // The lock will name this commit, and the template may not stay where it is.
    if case .local = workspace.target, try repository.holds(reference.commit) {
      repository.keepCommit(reference.commit)
    }
    if try !repository.holds(reference.commit) {
      progress.phase("receiving the template's \(reference.shortName)")
    }
    if let early = workspace.earlyTemplate, early.address == location.address { early.wait() }
    if try !repository.holds(reference.commit) {
      let refspec = try workspace.refspec(for: reference.name, of: location.address)
      try git("fetching the template from \(location.address)") { () throws(GitError) in
        try repository.fetch(
          from: location.address, refspecs: [refspec], access: access,
          progress: progress.transfer)
      }
    }
    do {
      _ = try repository.treeOfCommit(reference.commit)
    } catch {
      throw BotError(
        "the template's \(reference.shortName) leads to no commit", file: file,
        position: template.refPosition, remedy: "set template.ref to a branch or a tag of a commit")
    }
  }

  // MARK: Locations

  private static func location(
    of template: BotConfiguration.Template, _ file: String, _ workspace: Workspace,
    _ request: Request
  ) throws(BotError) -> Location {
    do {
      return try Location(template.url, relativeTo: folder(workspace, request))
    } catch {
      throw BotError(
        error.exit,
        error.problems.map {
          ConfigurationError.Problem(
            "template.url: \($0.message)", file: file, position: template.urlPosition,
            remedy: $0.remedy)
        })
    }
  }

  /// What a relative `template.url` starts from.
  private static func folder(_ workspace: Workspace, _ request: Request) -> String {
    workspace.repository.workingTree ?? request.folder
  }

  /// Every address under which the repository that is worked on is known.
  private static func identities(
    of workspace: Workspace
  ) throws(BotError) -> Set<RepositoryIdentity> {
    var identities: Set = [RepositoryIdentity(folder: workspace.repository.path)]
    if let location = workspace.remoteLocation { identities.insert(RepositoryIdentity(location)) }
    return identities
  }

  private static func unreachable(
    _ error: GitError, _ location: Location, _ template: BotConfiguration.Template, _ file: String
  ) -> BotError {
    var result = BotError(error, doing: "reading the template \(location.address)")
    for index in result.problems.indices {
      result.problems[index].file = file
      result.problems[index].position = template.urlPosition
      if [.authentication, .permission, .notFound].contains(error.kind), location.server != nil,
        !location.isSSH
      {
        result.problems[index].remedy =
          "correct template.url, or set GITOPS_BOT_TEMPLATE_TOKEN to a token that may read it"
      }
    }
    return result
  }
}

extension Workspace {
  /// The server's location; nil for a local repository without a remote.
  fileprivate var remoteLocation: Location? {
    if case .remote(let location, _) = target { location } else { nil }
  }
}

extension ConfigurationError {
  /// The same problems, at `position` in `file`.
  fileprivate func placed(in file: String, at position: TextPosition) -> ConfigurationError {
    ConfigurationError(
      problems.map { Problem($0.message, file: file, position: position, remedy: $0.remedy) })
  }
}

/// What two addresses of one repository have in common, whatever the protocol and the spelling.
struct RepositoryIdentity: Hashable {
  /// The server with its port where that is not the protocol's own; nil on this machine.
  private let host: String?
  private let path: String

  /// The repository at `location`.
  init(_ location: Location) {
    if let folder = location.folder {
      self.init(folder: folder)
      return
    }
    let server = location.server
    let isUsual = server.map { [22, 80, 443].contains($0.port) } ?? true
    self.init(
      host: isUsual ? server?.host : server.map { "\($0.host):\($0.port)" },
      // Servers that tell names apart by their case alone are not known.
      path: RepositoryIdentity.trimmed(location.pathOnServer).lowercased())
  }

  /// The repository in a folder of this machine, symbolic links followed.
  init(folder: String) {
    var real = RepositoryIdentity.untrailed(
      URL(fileURLWithPath: folder).resolvingSymlinksInPath().standardized.path)
    // The folder of the files and the `.git` in it are one repository.
    if real.hasSuffix("/.git") { real = String(real.dropLast(5)) }
    self.init(host: nil, path: RepositoryIdentity.trimmed(real))
  }

  private init(host: String?, path: String) {
    self.host = host
    self.path = path
  }

  private static func trimmed(_ path: String) -> String {
    let path = untrailed(path)
    return String((path.hasSuffix(".git") ? path.dropLast(4) : path[...]).drop { $0 == "/" })
  }

  private static func untrailed(_ path: String) -> String {
    var path = path
    while path.last == "/" { path.removeLast() }
    return path
  }
}

extension Location {
  /// What follows the server in the address.
  fileprivate var pathOnServer: String {
    guard let scheme = address.text.firstRange(of: "://") else {
      return String(address.text.drop { $0 != ":" }.dropFirst())
    }
    return String(address.text[scheme.upperBound...].drop { $0 != "/" })
  }
}
