internal import ArgumentParser
internal import BotCore

/// `gitops-bot plan`.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what run would do, with the diff; exit 2 when something would change.")

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await reportingErrors {
      let request = try await repository.request()
      let plan = try await GitOpsBot.plan(request, output.progress)
      try ReportText.show(plan, output)
      return plan.report.exitCode
    }
  }
}
