internal import ArgumentParser
internal import BotCore

/// `gitops-bot plan`.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what run would do, with the diff; exit 2 when something would change.")

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "The template's commit that the repository was made from.")
  var adopt: String?

  func run() async throws {
    try await reportingErrors(as: output.output) {
      var request = try await repository.request()
      request.adopt = adopt
      let display = output.display()
      defer { display.finish() }
      var plan = try await GitOpsBot.plan(
        request, display.progress, describes: output.describes,
        withholdsSecrets: output.withholdsSecrets)
      plan.report.phases = display.finish()
      try ReportText.show(plan, output)
      return plan.report.exitCode
    }
  }
}
