internal import ArgumentParser
internal import BotCore

/// `gitops-bot decline`.
struct DeclineCommand: RepositoryCommand {
  static let configuration = CommandConfiguration(
    commandName: "decline",
    abstract: "Decline the open proposal.",
    usage: "gitops-bot decline [OPTIONS] [REPOSITORY]",
    discussion: """
      The bot does not make the same proposal again until the template or the values change. It \
      keeps the declined commits under refs/gitops-bot/declined/, and deletes the branch unless \
      someone else has committed to it.
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup(title: OutputOptions.title) var output: QuietOption

  func request() async throws(BotError) -> Request {
    try await repository.request()
  }

  func run() async throws {
    try await reportingErrors {
      let reference = try await GitOpsBot.decline(try await request(), output.progress)
      if !output.quiet { Terminal.line("declined: recorded as \(reference)") }
      return 0
    }
  }
}
