internal import ArgumentParser
internal import BotCore
internal import Findings

/// `gitops-bot check`.
struct CheckCommand: RepositoryCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check the manifests, as Flux applies them. Exits with 1 if it finds errors.",
    usage: "gitops-bot check [OPTIONS] [REPOSITORY]",
    discussion: """
      Reads the files of a checkout as they stand on the disk, without a server; of a URL the base \
      branch. Needs no configuration.
      """)

  /// How findings are shown.
  struct Output: ParsableArguments {
    /// The form of what goes to standard output.
    enum Form: String, ExpressibleByArgument, CaseIterable {
      case text
      case json
      /// Static Analysis Results Interchange Format 2.1.0.
      case sarif
      /// Workflow commands, which GitHub Actions shows beside the lines.
      case github
    }

    @Option(help: ArgumentHelp("The output format.", valueName: "FORMAT"))
    var output = Form.text

    @Flag(help: "Print a baseline of all findings, to save as .gitops-bot-baseline.json.")
    var writeBaseline = false

    @Flag(name: .shortAndLong, help: "Print only the findings and errors.")
    var quiet = false
  }

  /// What of the repository is looked at.
  struct Revision: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "Check the branch, tag or commit REF instead; of a URL a branch.", valueName: "REF"))
    var ref: String?
  }

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup(title: AccessOptions.title) var revision: Revision
  @OptionGroup(title: ValueOptions.title) var values: ValueOptions
  @OptionGroup(title: OutputOptions.title) var output: Output

  @Flag(help: "Treat warnings as errors.")
  var strict = false

  @Flag(
    help: """
      Check a template before repositories are made from it: rules, stand-ins without a rule, and a first run \
      with made-up values. Needs no values.
      """)
  var template = false

  func request() async throws(BotError) -> Request {
    var request = try await repository.request(values)
    request.revision = revision.ref
    return request
  }

  func run() async throws {
    try await reportingErrors(as: output.output == .json ? .json : .text) {
      let request = try await request()
      let display = PhaseDisplay(
        isSilent: output.quiet || output.writeBaseline || output.output != .text)
      defer { display.finish() }
      let findings =
        template
        ? try await GitOpsBot.checkTemplate(request, display.progress)
        : try await GitOpsBot.check(
          request, display.progress, usesBaseline: !output.writeBaseline)
      display.finish()
      if output.writeBaseline {
        Terminal.data(try GitOpsBot.baseline(of: findings))
        return 0
      }
      try show(findings)
      return exitCode(findings)
    }
  }

  private func show(_ findings: [Finding]) throws {
    switch output.output {
    case .text:
      for line in FindingLines(findings).lines { Terminal.finding(line) }
      if !output.quiet { Terminal.error(FindingCount(findings).text) }
    case .json: try Terminal.json(["findings": findings])
    case .sarif: try Terminal.json(SARIFLog(findings))
    case .github:
      for finding in findings { Terminal.command(Annotation(finding).command) }
    }
  }

  private func exitCode(_ findings: [Finding]) -> Int32 {
    let count = FindingCount(findings)
    return count.errors > 0 || (strict && count.warnings > 0) ? 1 : 0
  }
}
