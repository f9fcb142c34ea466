import TestSupport
import Testing

@Suite struct FirstRunTests {
  /// How the same bare repository is named.
  enum Address: String, CaseIterable, Sendable {
    case url
    case path
    case relativePath
    case currentFolder

    func arguments(_ remote: Remote) -> [String] {
      switch self {
      case .url: [remote.url]
      case .path: [remote.path]
      case .relativePath: ["../remote.git"]
      case .currentFolder: []
      }
    }
  }

  @Test(
    "a new owner gets one branch with two commits, and nothing else is touched",
    arguments: Address.allCases)
  func proposes(_ address: Address) async throws {
    let remote = try await Remote.example()
    let main = try await remote.id("main")

    let result = try await Bot.run(["run"] + address.arguments(remote), in: remote.path)

    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.hasPrefix("proposed: gitops-bot/sync is at "))
    let names = try await git("for-each-ref", "--format=%(refname)", in: remote.path)
    #expect(
      names.split(separator: "\n").filter { !$0.hasPrefix("refs/gitops-bot/settled/") }
        == [
          "refs/gitops-bot/finished", "refs/gitops-bot/rendered", "refs/heads/gitops-bot/sync",
          "refs/heads/main",
        ])
    #expect(try await remote.id("main") == main)
    #expect(try await git("symbolic-ref", "HEAD", in: remote.path) == "refs/heads/main")
    let check = try await runGit(["fsck", "--strict", "--no-progress", "--full"], in: remote.path)
    #expect(check.status == 0)
    #expect(check.output + check.errorOutput == "")
  }

  @Test("a reviewer sees the static and the dynamic change as commits of their own")
  func commits() async throws {
    let remote = try await Remote.unwired()
    let main = try await remote.id("main")
    let result = try await Bot.run(["run", remote.url])
    #expect(result.status == 0, "\(result.errorOutput)")

    let subjects = try await git(
      "log", "--reverse", "--format=%s", "main..gitops-bot/sync", in: remote.path)
    #expect(
      subjects.split(separator: "\n")
        == ["Replace the template's stand-ins", "Generate the infrastructure ConfigMap"])
    let trailers = try await git(
      "log", "--format=%(trailers:only,unfold)", "main..gitops-bot/sync", in: remote.path)
    let lines = trailers.split(separator: "\n").map(String.init)
    #expect(lines.filter { $0 == "GitOps-Bot-Template: self@\(main)" }.count == 2)
    let inputs = lines.filter { $0.hasPrefix("GitOps-Bot-Inputs: ") }
    #expect(inputs.count == 2 && Set(inputs).count == 1)

    let dynamic = try await git(
      "diff", "--name-only", "gitops-bot/sync~1", "gitops-bot/sync", in: remote.path)
    #expect(
      dynamic.split(separator: "\n") == [
        "gitops-bot.lock.json", "manifests/shared/config/infrastructure-config.yaml",
      ])
  }

  @Test("the next merge has an exact base: the recorded rendering is what the lock names")
  func recordsRendering() async throws {
    let remote = try await Remote.unwired()
    #expect(try await Bot.run(["run", remote.url]).status == 0)

    let lock = try await remote.text("gitops-bot.lock.json", in: "gitops-bot/sync")
    let rendered = try await remote.id("refs/gitops-bot/rendered")
    #expect(lock.contains("\"rendered\" : \"\(rendered)\""))
    #expect(lock.contains("\"commit\" : \"\(try await remote.id("main"))\""))
    let extra = try await git(
      "diff", "--name-status", "refs/gitops-bot/rendered", "gitops-bot/sync", in: remote.path)
    #expect(extra.split(separator: "\n") == ["A\tgitops-bot.lock.json"])
  }

  @Test("renames carry every file of the folder, modes and links included")
  func renames() async throws {
    let remote = try await Remote.unwired()
    #expect(try await Bot.run(["run", remote.url]).status == 0)

    let before = try await git("ls-tree", "-r", "main", in: remote.path)
    let after = try await git("ls-tree", "-r", "gitops-bot/sync", in: remote.path)
    func shapes(_ listing: String, _ rename: (String) -> String) -> Set<String> {
      Set(
        listing.split(separator: "\n").map { line in
          let fields = line.split(separator: "\t")
          return line.prefix(6) + " " + rename(String(fields[1]))
        })
    }
    let expected = shapes(before) { path in
      path.contains("my-clusters")
        ? path
        : path.split(separator: "my-cluster", omittingEmptySubsequences: false)
          .joined(separator: "acme-production")
    }
    let added = shapes(after) { $0 }.symmetricDifference(expected)
    #expect(
      added == [
        "100644 gitops-bot.lock.json", "100644 manifests/shared/config/infrastructure-config.yaml",
      ])
    #expect(
      try await remote.text("manifests/current", in: "gitops-bot/sync")
        == "clusters/acme-production")
  }
}
