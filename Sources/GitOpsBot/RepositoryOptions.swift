internal import ArgumentParser
internal import BotCore
internal import Foundation

/// A command that works on a repository.
protocol RepositoryCommand: AsyncParsableCommand {
  /// What the core is asked for.
  ///
  /// - Throws: BotError when a file that an option names cannot be read, and when a server that an option names
  ///   cannot be asked.
  func request() async throws(BotError) -> Request
}

/// A group of options that become a part of what the core is asked for.
protocol RequestOptions: ParsableArguments {
  /// Writes them into `request`.
  ///
  /// - Throws: BotError as `RepositoryCommand.request` does.
  func apply(to request: inout Request) async throws(BotError)
}

/// The repository as the first argument, and how it is read.
struct RepositoryOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The repository: a URL or a local path (default: the current folder).",
      valueName: "REPOSITORY"))
  var repository: String?

  @OptionGroup var access: AccessOptions

  /// What the core is asked for, with what other `groups` say.
  ///
  /// - Throws: BotError as `RepositoryCommand.request` does.
  func request(_ groups: any RequestOptions...) async throws(BotError) -> Request {
    var request = access.request(for: repository)
    for group in groups { try await group.apply(to: &request) }
    return request
  }
}

/// How a repository is read and written.
struct AccessOptions: ParsableArguments {
  /// The title of what says which repository is meant, and what of it.
  static let title = "Repository"

  /// What is read of the repository, and where it is kept.
  struct Source: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "Read FILE instead of the repository's bot.config.json.", valueName: "FILE"))
    var config: String?

    @Option(
      help: ArgumentHelp(
        "Use this remote of a local repository (default: origin).", valueName: "NAME"))
    var remote: String?

    @Option(
      help: ArgumentHelp(
        "Keep clones in FOLDER, so that later runs fetch only what is new.", valueName: "FOLDER"))
    var cache: String?
  }

  /// How servers are spoken to.
  struct Connection: ParsableArguments {
    @Option(help: ArgumentHelp("Use the private key in FILE for ssh.", valueName: "FILE"))
    var sshKey: String?

    @Option(
      help: ArgumentHelp(
        "Accept the host keys in FILE instead of those in ~/.ssh/known_hosts.", valueName: "FILE"))
    var knownHosts: String?

    @Option(
      help: ArgumentHelp(
        "Trust the certificates in FILE for https, in addition to the system's.",
        valueName: "FILE"))
    var caFile: String?

    @Option(
      help: ArgumentHelp(
        "Ask a Git credential helper for passwords, such as store or osxkeychain.",
        valueName: "HELPER"))
    var credentialHelper: String?
  }

  @OptionGroup(title: AccessOptions.title) var source: Source
  @OptionGroup(title: "Connection") var connection: Connection

  /// What the core is asked for, of `repository` or the current folder.
  func request(for repository: String?) -> Request {
    let folder = FileManager.default.currentDirectoryPath
    var request = Request(
      repository: repository ?? folder, folder: folder,
      variables: ProcessInfo.processInfo.environment)
    request.configurationFile = source.config
    request.remote = source.remote
    request.cache = source.cache
    request.sshKey = connection.sshKey
    request.knownHosts = connection.knownHosts
    request.caFile = connection.caFile
    request.credentialHelper = connection.credentialHelper
    return request
  }
}
