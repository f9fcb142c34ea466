import ArgumentParser
import BotCore
import Providers
import TestSupport
import Testing

@testable import GitOpsBot

@Suite struct OptionTests {
  /// What the core is asked for by a command line.
  private func request(_ arguments: [String]) async throws -> Request {
    let command = try GitOpsBotCommand.parseAsRoot(arguments)
    return try await #require(command as? any RepositoryCommand, "\(arguments)").request()
  }

  private static let access = [
    "--config", "bot.json", "--remote", "upstream", "--cache", "clones", "--ssh-key", "id",
    "--known-hosts", "hosts", "--ca-file", "ca.pem", "--credential-helper", "store",
  ]

  @Test(
    "a repository that needs keys, certificates or another file is reached by every command",
    arguments: [
      ["run"], ["plan"], ["check"], ["configmap"], ["undo"], ["decline"], ["preview", "a"],
      ["preview", "--all"],
    ])
  func access(_ command: [String]) async throws {
    let place = command == ["preview", "a"] ? ["--repository", "URL"] : ["URL"]
    let request = try await request(command + place + Self.access)
    #expect(request.repository == "URL")
    #expect(request.configurationFile == "bot.json")
    #expect(request.remote == "upstream")
    #expect(request.cache == "clones")
    #expect(request.sshKey == "id")
    #expect(request.knownHosts == "hosts")
    #expect(request.caFile == "ca.pem")
    #expect(request.credentialHelper == "store")
  }

  @Test(
    "the last argument of preview is the path, and only options take its place",
    arguments: [
      (["a"], nil, "a"), (["URL", "a"], "URL", "a"), (["a", "--repository", "URL"], "URL", "a"),
      (["--all"], nil, nil), (["URL", "--all"], "URL", nil),
    ] as [([String], String?, String?)])
  func places(_ arguments: [String], _ repository: String?, _ path: String?) async throws {
    let command = try #require(
      try GitOpsBotCommand.parseAsRoot(["preview"] + arguments) as? PreviewCommand)
    let request = try await command.request()
    #expect(request.repository == repository ?? request.folder)
    #expect(command.preview.selection == path.map { .path($0) } ?? .all)
  }

  @Test(
    "values that are given to a command are those that it works with",
    arguments: ["run", "plan", "check", "configmap", "undo"])
  func values(_ command: String) async throws {
    let folder = try TemporaryFolder()
    let (outputs, nodes) = (
      try folder.write("{}", to: "outputs.json"), try folder.write("[]", to: "nodes.json")
    )
    let request = try await request([
      command, "--set", "a=1", "--set", "b=2", "--environment", "production", "--only", "static",
      "--terraform-output", outputs, "--nodes", nodes,
    ])
    #expect(request.settings == ["a=1", "b=2"])
    #expect(request.environment == "production")
    #expect(request.only == .static)
    #expect(request.live[.terraform]?.texts == [Array("{}".utf8)])
    #expect(request.live[.nodes]?.texts == [Array("[]".utf8)])
  }

  @Test("a proposal is pushed, signed and forced as the options say, and not otherwise")
  func proposal() async throws {
    let plain = try await request(["run"])
    #expect(plain.pushes && !plain.allowsReplacing && !plain.rechecks && !plain.isForced)
    #expect(!plain.takesBack && !plain.signsOff && plain.signingKey == nil && plain.adopt == nil)

    let run = try await request([
      "run", "--no-push", "--allow-replace", "--recheck", "--force", "--adopt", "abc",
      "--signing-key", "id", "--signing-format", "openpgp", "--signoff",
    ])
    #expect(!run.pushes && run.allowsReplacing && run.rechecks && run.isForced)
    #expect(run.adopt == "abc" && run.signingKey == "id" && run.signingFormat == .openpgp)
    #expect(run.signsOff && !run.takesBack)

    let undo = try await request([
      "undo", "--no-push", "--allow-replace", "--signing-key", "id", "--signoff",
    ])
    #expect(!undo.pushes && undo.allowsReplacing && undo.takesBack && undo.signsOff)
    #expect(undo.signingKey == "id")
    #expect(try await request(["plan", "--adopt", "abc"]).adopt == "abc")
  }

  private static let values: Set<String> = [
    "--set", "--environment", "--only", "--terraform-output", "--nodes", "--digitalocean",
  ]
  private static let proposal: Set<String> = [
    "--dry-run", "--no-push", "--allow-replace", "--signing-key", "--signing-format", "--signoff",
  ]
  private static let output: Set<String> = [
    "--output", "--verbose", "--quiet", "--full", "--no-pager",
  ]

  /// What each command can use, beside `access`.
  static let offers: [(String, Set<String>)] = [
    ("run", values.union(proposal).union(output).union(["--adopt", "--recheck", "--force"])),
    ("plan", values.union(output).union(["--adopt", "--ref"])),
    (
      "check",
      values.union(["--output", "--quiet", "--ref", "--strict", "--template", "--write-baseline"])
    ),
    ("init", ["--output", "--quiet", "--verbose", "--ref", "--write"]),
    ("configmap", values.union(["--quiet"])),
    ("undo", values.union(proposal).union(output).union(["--show", "--last"])),
    ("decline", ["--quiet"]),
    (
      "preview",
      [
        "--output", "--repository", "--branch", "--ref", "--base", "--lax", "--all", "--cluster",
        "--kustomization",
      ]
    ),
  ]

  @Test(
    "a command offers what it can use and nothing else, so that no option is taken in silence",
    arguments: offers)
  func offered(_ command: String, _ used: Set<String>) throws {
    let type = try #require(
      GitOpsBotCommand.configuration.subcommands.first { $0._commandName == command })
    let help = GitOpsBotCommand.helpMessage(for: type, columns: 80)
    let names = help.matches(of: /\n  (?:-\w, )?(--[a-z-]+)/).map { String($0.1) }
    let access = Self.access.filter { $0.hasPrefix("--") }
    #expect(Set(names) == used.union(access).union(["--version", "--help"]))
    #expect(names.count == Set(names).count)
  }

  @Test(
    "an option that a command does not offer is refused by name",
    arguments: [
      ["decline", "--set", "a=b"], ["undo", "--force"], ["plan", "--dry-run"],
      ["preview", "apps", "--only", "static"], ["check", "--signoff"],
    ])
  func refused(_ arguments: [String]) throws {
    let name = try #require(arguments.first { $0.hasPrefix("--") })
    let error = #expect(throws: (any Error).self) {
      try GitOpsBotCommand.parseAsRoot(arguments)
    }
    let message = GitOpsBotCommand.message(for: try #require(error))
    #expect(message.hasPrefix("Unknown option '\(name)'"), "\(message)")
  }
}
