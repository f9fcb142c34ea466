internal import ArgumentParser
internal import BotCore

/// `gitops-bot undo`.
struct UndoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Propose the inverse of what was merged; your own edits stay.",
    discussion: """
      Afterwards run stays quiet until a value or a rule changes. With --only static or --only \
      dynamic one half is taken back alone.
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var signing: SigningOptions

  @Flag(help: "Compute everything and push nothing; the result is shown as by plan.")
  var dryRun = false

  @Flag(
    help: "Push nothing: a local repository is given the branch, a URL is treated as by --dry-run.")
  var noPush = false

  @Flag(help: "Propose a tree even when it has more errors than the base branch.")
  var force = false

  @Flag(help: "Propose changes that a cluster would answer by deleting something, too.")
  var allowReplace = false

  @Option(
    help: ArgumentHelp(
      "Print what the template has for this file, and do nothing else.", valueName: "path"))
  var show: String?

  func run() async throws {
    try await reportingErrors(as: output.output) {
      var request = try await repository.request()
      if let show {
        let display = output.display()
        defer { display.finish() }
        let original = try await GitOpsBot.original(
          of: show, request, display.progress, withholdsSecrets: Terminal.isShown)
        display.finish()
        Terminal.contents(original)
        return 0
      }
      request.pushes = !noPush
      request.isForced = force
      request.allowsReplacing = allowReplace
      request.takesBack = true
      signing.apply(to: &request)
      return try await propose(request, dryRun: dryRun, output)
    }
  }
}
