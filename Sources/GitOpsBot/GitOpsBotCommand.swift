internal import ArgumentParser
internal import BotCore
internal import Foundation

/// The executable `gitops-bot`.
@main
struct GitOpsBotCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gitops-bot",
    abstract: "Sets up repositories made from a GitOps template, and keeps them in step with it.",
    discussion: """
      Everything goes through Git: the change is committed on a branch of its own, pushed, and \
      left to review. Nothing is written to a working tree, and edits of yours are kept.
      """,
    version: GitOpsBot.version,
    subcommands: [
      RunCommand.self, PlanCommand.self, CheckCommand.self, PreviewCommand.self,
      ConfigMapCommand.self, UndoCommand.self, DeclineCommand.self,
    ])

  static func main() async {
    do throws(BotError) {
      try Ending.prepare(ProcessInfo.processInfo.environment)
    } catch {
      Terminal.show(error)
      exit(withError: ExitCode(error.exit.rawValue))
    }
    // `gitops-bot --version` needs no repository.
    if CommandLine.arguments.count > 2 { GitOpsBot.prepare() }
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      end(by: error)
    }
  }

  /// Ends the process as the parser would, but for the arguments that it repeats.
  private static func end(by error: any Error) -> Never {
    let code = exitCode(for: error)
    let message = fullMessage(for: error)
    if !code.isSuccess, !message.isEmpty {
      Terminal.error(UsageError(CommandLine.arguments.dropFirst()).redacted(message))
      exit(withError: code)
    }
    exit(withError: error)
  }
}
