internal import ArgumentParser
internal import BotCore

/// `gitops-bot run`.
struct RunCommand: RepositoryCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Set up or update the repository, and push the changes on a branch for review.",
    usage: "gitops-bot run [OPTIONS] [REPOSITORY]")

  /// What can be said of the proposal of a run alone.
  struct Unchecked: RequestOptions {
    @Flag(
      help: """
        Check everything again, even where marks in refs/gitops-bot/ say that nothing changed; anyone who \
        can push can write those marks.
        """)
    var recheck = false

    @Flag(help: "Make the proposal even if it has more errors than the base branch.")
    var force = false

    func apply(to request: inout Request) {
      request.rechecks = recheck
      request.isForced = force
    }
  }

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup(title: ValueOptions.title) var values: ValueOptions
  @OptionGroup(title: ProposalOptions.title) var adoption: AdoptionOptions
  @OptionGroup(title: ProposalOptions.title) var proposal: ProposalOptions
  @OptionGroup(title: ProposalOptions.title) var unchecked: Unchecked
  @OptionGroup(title: CommitOptions.title) var commits: CommitOptions
  @OptionGroup(title: OutputOptions.title) var output: OutputOptions

  func request() async throws(BotError) -> Request {
    try await repository.request(values, adoption, proposal, unchecked, commits)
  }

  func run() async throws {
    try await reportingErrors(as: output.output) {
      try await proposal.propose(try await request(), output)
    }
  }
}
