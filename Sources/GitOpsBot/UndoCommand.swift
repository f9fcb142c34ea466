internal import ArgumentParser
internal import BotCore

/// `gitops-bot undo`.
struct UndoCommand: RepositoryCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Propose to undo what was merged last. Your own edits stay.",
    usage: "gitops-bot undo [OPTIONS] [REPOSITORY]",
    discussion: """
      Afterwards, run proposes nothing until a value or a rule changes, or, if a template release \
      was undone, until there is another release. With --all, everything that was ever merged is \
      undone, back to the template's stand-ins. With --only static or --only dynamic, only that \
      half is undone.
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup(title: ValueOptions.title) var values: ValueOptions
  @OptionGroup(title: ProposalOptions.title) var proposal: ProposalOptions
  @OptionGroup(title: CommitOptions.title) var commits: CommitOptions
  @OptionGroup(title: OutputOptions.title) var output: OutputOptions

  @Flag(help: "Undo the last merged proposal, or all of them.")
  var extent = Extent.last

  /// How much is undone.
  enum Extent: String, EnumerableFlag {
    case last
    case all
  }

  @Option(
    help: ArgumentHelp(
      "Print the template's version of the file at PATH, and do nothing else.",
      valueName: "PATH"))
  var show: String?

  func request() async throws(BotError) -> Request {
    var request = try await repository.request(values, proposal, commits)
    request.takesBack = true
    request.takesAllBack = extent == .all
    return request
  }

  func run() async throws {
    try await reportingErrors(as: output.output) {
      let request = try await request()
      guard let show else { return try await proposal.propose(request, output) }
      let display = output.display()
      defer { display.finish() }
      let original = try await GitOpsBot.original(
        of: show, request, display.progress, withholdsSecrets: Terminal.isShown)
      display.finish()
      Terminal.contents(original)
      return 0
    }
  }
}
