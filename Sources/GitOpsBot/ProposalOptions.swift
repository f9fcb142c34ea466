public import ArgumentParser
public import BotCore

/// Where a proposal goes, and what it may hold.
struct ProposalOptions: RequestOptions {
  static let title = "Proposal"

  @Flag(help: "Compute everything but push nothing; show the result as plan does.")
  var dryRun = false

  @Flag(
    help: "Push nothing: write the branch to a local repository; for a URL, do a dry run.")
  var noPush = false

  @Flag(help: "Also propose changes that would make a cluster delete something.")
  var allowReplace = false

  func apply(to request: inout Request) {
    request.pushes = !noPush
    request.allowsReplacing = allowReplace
  }

  /// Pushes what `request` asks for, or only shows it.
  ///
  /// - Returns: The exit code.
  /// - Throws: BotError; then nothing was pushed.
  func propose(_ request: Request, _ output: OutputOptions) async throws -> Int32 {
    let display = output.display()
    defer { display.finish() }
    if dryRun || (!request.pushes && request.isURL) {
      var plan = try await GitOpsBot.plan(
        request, display.progress, describes: output.describes,
        withholdsSecrets: output.withholdsSecrets)
      plan.report.phases = display.finish()
      try await ReportText.show(plan, output)
      return plan.report.conflicts.isEmpty ? 0 : plan.report.exitCode
    }
    var report = try await GitOpsBot.run(
      request, display.progress, describes: output.describes)
    report.phases = display.finish()
    try ReportText.show(report, output)
    return report.exitCode
  }
}

/// Which template a repository follows that has no lock yet.
struct AdoptionOptions: RequestOptions {
  @Option(
    help: ArgumentHelp(
      "The template commit that the repository was made from, if the bot cannot find it.",
      valueName: "COMMIT"))
  var adopt: String?

  func apply(to request: inout Request) { request.adopt = adopt }
}

/// How commits are made.
struct CommitOptions: RequestOptions {
  static let title = "Commits"

  @Option(
    help: ArgumentHelp("Sign every commit with this ssh or gpg key.", valueName: "FILE|KEYID"))
  var signingKey: String?

  @Option(
    help: ArgumentHelp(
      "The signature format (default: ssh for a file, openpgp otherwise).", valueName: "FORMAT"))
  var signingFormat: SigningFormat?

  @Flag(help: "Add Signed-off-by to the bot's commits.")
  var signoff = false

  func apply(to request: inout Request) {
    request.signingKey = signingKey
    request.signingFormat = signingFormat
    request.signsOff = signoff
  }
}

extension SigningFormat: ExpressibleByArgument {}
