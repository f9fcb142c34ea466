internal import ArgumentParser
internal import BotCore

/// `gitops-bot decline`.
struct DeclineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decline",
    abstract: "Record that the open proposal is not wanted.",
    discussion: """
      It is not made again until the template or the values change. Its commits are kept under a \
      reference of the bot's, and its branch goes unless somebody else committed on it.
      """)

  @OptionGroup var repository: RepositoryOptions

  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  func run() async throws {
    try await reportingErrors {
      let progress = Progress(phase: { [quiet] phase in
        if !quiet { Terminal.error(phase + " …") }
      })
      let reference = try await GitOpsBot.decline(try await repository.request(), progress)
      if !quiet { Terminal.line("declined: recorded as \(reference)") }
      return 0
    }
  }
}
