internal import ArgumentParser
internal import BotCore

/// `gitops-bot check`.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Find what is wrong with the manifests of the base branch; exit 1 on errors.")

  /// The form of what goes to standard output.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    /// Static Analysis Results Interchange Format 2.1.0.
    case sarif
    /// Workflow commands, which GitHub Actions shows beside the lines.
    case github
  }

  @OptionGroup var repository: RepositoryOptions

  @Option(help: "The form of the result.")
  var output = Form.text

  @Flag(help: "Let warnings count as errors.")
  var strict = false

  @Flag(help: "Print a baseline with all findings, to be kept as .gitops-bot-baseline.json.")
  var writeBaseline = false

  @Flag(name: .shortAndLong, help: "Say nothing but the findings.")
  var quiet = false

  func run() async throws {
    try await reportingErrors {
      let request = try await repository.request()
      let display = PhaseDisplay(isSilent: quiet || writeBaseline || output != .text)
      defer { display.finish() }
      let findings = try await GitOpsBot.check(
        request, display.progress, usesBaseline: !writeBaseline)
      display.finish()
      if writeBaseline {
        Terminal.data(try GitOpsBot.baseline(of: findings))
        return 0
      }
      try show(findings)
      return exitCode(findings)
    }
  }

  private func show(_ findings: [Finding]) throws {
    switch output {
    case .text:
      for finding in findings { Terminal.line(finding.text) }
      if !quiet { Terminal.error(FindingCount(findings).text) }
    case .json: try Terminal.json(["findings": findings])
    case .sarif: try Terminal.json(SARIFLog(findings))
    case .github:
      for finding in findings { Terminal.command(finding.workflowCommand) }
    }
  }

  private func exitCode(_ findings: [Finding]) -> Int32 {
    let count = FindingCount(findings)
    return count.errors > 0 || (strict && count.warnings > 0) ? 1 : 0
  }
}
