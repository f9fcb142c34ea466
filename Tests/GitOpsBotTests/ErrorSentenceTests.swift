import ArgumentParser
import BotCore
import Testing

@testable import GitOpsBot

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

@Suite struct ErrorSentenceTests {
  private static let mistakes = [
    ["rnu"],
    ["run", "--forse"],
    ["run", "--set"],
    ["run", "--output", "xml"],
    ["run", "--only", "half"],
    ["run", "--signing-format", "pgp"],
    ["run", "--quiet", "--verbose"],
    ["run", "--terraform-output", "-", "--nodes", "-"],
    ["run", "https://user:s3cret@example.com", "s3cretvalue8"],
    ["run", "--token=s3cretvalue8"],
    ["run", "--s3cretvalue8"],
    ["run", "-ps3cret"],
    ["run", "--output", "s3cretvalue8"],
    ["undo", "--force"],
    ["decline", "--set", "project.domain=acme.io"],
    ["preview"],
    ["preview", "apps", "--output", "xml"],
    ["preview", "a", "b", "c"],
    ["preview", "a", "b", "--all"],
    ["preview", "a", "--repository", "b", "--all"],
    ["preview", "--all", "--kustomization", "flux-system/apps"],
    ["preview", "--kustomization", "apps"],
    ["preview", "apps", "--ref", "a", "--branch", "b"],
  ]

  private static let errors: [(String, BotError)] = [
    ("too little memory", Limits.tooLittleMemory(256, needed: 512)),
    ("too few open files", Limits.tooFewDescriptors),
    ("too few processes", Limits.tooFewProcesses),
    ("a silent server", Ending.unanswered(for: .seconds(600))),
    ("an output that cannot be written", Terminal.unwritten(ENOSPC)),
    (
      "a file of a step that cannot be written",
      GitHubStep.unwritten("/github/output", "Permission denied")
    ),
  ]

  @Test(
    "no error of the command line loses what is wrong or what to do unseen, or repeats a credential"
  )
  func sentences() throws {
    var text = ""
    for arguments in Self.mistakes {
      let line = arguments.joined(separator: " ").replacing(/s3cret\w*/, with: "CREDENTIAL")
      text += "$ gitops-bot \(line)\n\(message(arguments))\n\n"
    }
    for (name, error) in Self.errors {
      text += "# \(name)\n\(NeutralText.plain.error(error))\n"
    }
    #expect(!text.contains("s3cret"), "a credential is repeated")
    try expectGolden("errors/command-line", text)
  }

  /// What is printed for arguments that cannot be used.
  private func message(_ arguments: [String]) -> String {
    do {
      _ = try GitOpsBotCommand.parseAsRoot(arguments)
      Issue.record("\(arguments) are accepted")
      return ""
    } catch {
      return UsageError(arguments).redacted(
        GitOpsBotCommand.fullMessage(for: error, columns: 80))
    }
  }
}
