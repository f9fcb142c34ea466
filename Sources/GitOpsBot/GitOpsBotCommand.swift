internal import ArgumentParser
internal import BotCore
internal import Foundation

/// The executable `gitops-bot`.
@main
struct GitOpsBotCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gitops-bot",
    abstract: "Set up repositories made from a GitOps template, and keep them in sync with it.",
    discussion: """
      Every change goes through Git: the bot commits it to its own branch, pushes that branch, and \
      leaves it for review. The bot never writes to a working tree, and it keeps your edits.
      """,
    version: GitOpsBot.version,
    subcommands: [
      RunCommand.self, PlanCommand.self, InitCommand.self, CheckCommand.self, PreviewCommand.self,
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

/// Calls `body` and ends the process with the exit code that it returns or that its error has.
func reportingErrors(
  as form: OutputOptions.Form = .text, _ body: () async throws -> Int32
) async throws {
  let code: Int32
  do {
    code = try await body()
  } catch let error as BotError {
    switch form {
    case .github: GitHubStep().show(error)
    case .json:
      Terminal.show(error)
      try Terminal.json(FailureReport(error))
    case .text: Terminal.show(error)
    }
    code = error.exit.rawValue
  }
  if code != 0 { throw ExitCode(code) }
}
