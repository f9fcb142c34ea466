internal import ArgumentParser
internal import BotCore

/// `gitops-bot run`.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Do what is due: set up, or sync; push the branch and leave it to review.")

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var signing: SigningOptions

  @Option(help: "The template's commit that the repository was made from.")
  var adopt: String?

  @Flag(help: "Compute everything and push nothing; the result is shown as by plan.")
  var dryRun = false

  @Flag(
    help: "Push nothing: a local repository is given the branch, a URL is treated as by --dry-run.")
  var noPush = false

  @Flag(
    help: """
      Look at everything, whatever marks in refs/gitops-bot/ say, which everybody may write who may push.
      """)
  var recheck = false

  @Flag(help: "Propose a tree even when it has more errors than the base branch.")
  var force = false

  @Flag(help: "Propose changes that a cluster would answer by deleting something, too.")
  var allowReplace = false

  func run() async throws {
    try await reportingErrors(as: output.output) {
      var request = try await repository.request()
      request.pushes = !noPush
      request.isForced = force
      request.rechecks = recheck
      request.allowsReplacing = allowReplace
      request.adopt = adopt
      signing.apply(to: &request)
      return try await propose(request, dryRun: dryRun, output)
    }
  }
}

/// Pushes what `request` asks for, or shows it alone.
///
/// - Returns: The exit code.
func propose(_ request: Request, dryRun: Bool, _ output: OutputOptions) async throws -> Int32 {
  let display = output.display()
  defer { display.finish() }
  if dryRun || (!request.pushes && request.isURL) {
    var plan = try await GitOpsBot.plan(
      request, display.progress, describes: output.describes,
      withholdsSecrets: output.withholdsSecrets)
    plan.report.phases = display.finish()
    try ReportText.show(plan, output)
    return plan.report.conflicts.isEmpty ? 0 : plan.report.exitCode
  }
  var report = try await GitOpsBot.run(
    request, display.progress, describes: output.describes)
  report.phases = display.finish()
  try ReportText.show(report, output)
  return report.exitCode
}

/// Calls `body` and ends the process with the exit code that it returns or that its error has.
func reportingErrors(
  as form: OutputOptions.Form = .text, _ body: () async throws -> Int32
) async throws {
  let code: Int32
  do {
    code = try await body()
  } catch let error as BotError {
    if form == .github { GitHubStep().show(error) } else { Terminal.show(error) }
    code = error.exit.rawValue
  }
  if code != 0 { throw ExitCode(code) }
}
