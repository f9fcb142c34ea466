internal import ArgumentParser
internal import BotCore

/// `gitops-bot plan`.
struct PlanCommand: RepositoryCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what run would do, with the diff. Exits with 2 if anything would change.",
    usage: "gitops-bot plan [OPTIONS] [REPOSITORY]")

  /// What a proposal is planned against.
  struct Target: RequestOptions {
    @Option(
      help: ArgumentHelp(
        "Plan against the branch, tag or commit REF of a clone, which need not be pushed.",
        valueName: "REF"))
    var ref: String?

    func apply(to request: inout Request) { request.target = ref }
  }

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup(title: AccessOptions.title) var target: Target
  @OptionGroup(title: ValueOptions.title) var values: ValueOptions
  @OptionGroup(title: ProposalOptions.title) var adoption: AdoptionOptions
  @OptionGroup(title: OutputOptions.title) var output: OutputOptions

  func request() async throws(BotError) -> Request {
    try await repository.request(target, values, adoption)
  }

  func run() async throws {
    try await reportingErrors(as: output.output) {
      let request = try await request()
      let display = output.display()
      defer { display.finish() }
      var plan = try await GitOpsBot.plan(
        request, display.progress, describes: output.describes,
        withholdsSecrets: output.withholdsSecrets)
      plan.report.phases = display.finish()
      try await ReportText.show(plan, output)
      return plan.report.exitCode
    }
  }
}
