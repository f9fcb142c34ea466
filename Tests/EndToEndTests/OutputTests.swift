import Foundation
import TestSupport
import Testing

@Suite struct OutputTests {
  @Test("scripts that read the JSON find every documented key")
  func json() async throws {
    let remote = try await Remote.example()

    let plan = try await Bot.run(["plan", remote.url, "--output", "json"])
    let run = try await Bot.run(["run", remote.url, "--output", "json"])
    let again = try await Bot.run(["run", remote.url, "--output", "json"])

    #expect([plan.status, run.status, again.status] == [2, 0, 0])
    let (planned, proposed, unchanged) = (try Fields(plan), try Fields(run), try Fields(again))
    #expect(
      [planned.outcome, proposed.outcome, unchanged.outcome] == [
        "planned", "proposed", "unchanged",
      ])
    #expect(proposed.base == Fields.Base(branch: "main", commit: try await remote.id("main")))
    #expect(proposed.branch == "gitops-bot/sync")
    #expect(planned.commit == nil)
    #expect(proposed.commit == (try await remote.id("gitops-bot/sync")))
    #expect(unchanged.commit == proposed.commit)
    #expect(unchanged.files.isEmpty)
    #expect(proposed.conflicts.isEmpty)
    #expect(run.errorOutput == "")
  }

  @Test(
    "a script that reads the JSON learns of an error from it, with its place and the missing values"
  )
  func failure() async throws {
    struct Failure: Decodable {
      struct Problem: Decodable {
        let message: String
        let file: String?
        let line: Int?
      }
      struct Failed: Decodable {
        let code: String
        let message: String
        let remedy: String
        let problems: [Problem]
        let missing: [String]?
      }
      let outcome: String
      let error: Failed
    }
    func failed(_ files: [String: String], _ arguments: [String]) async throws -> Failure {
      let remote = try await Remote.holding(files)
      let result = try await Bot.run(arguments + [remote.url, "--output", "json"])
      #expect(result.status == 1 && result.errorOutput.hasPrefix("error: "))
      let failure = try JSONDecoder().decode(Failure.self, from: Data(result.output.utf8))
      #expect(failure.outcome == "failed" && failure.error.code == "failure")
      #expect(failure.error.message == failure.error.problems.first?.message)
      #expect(!failure.error.remedy.isEmpty)
      return failure
    }
    var files = BadInput.sound
    files["infrastructure.config.json"] = "{}\n"
    let missing = try await failed(files, ["run"])
    #expect(missing.error.missing?.contains("project.domain") == true)
    files = BadInput.sound
    files["bot.config.json"] = "{\n  \"inclde\": []\n}\n"
    for command in [["run"], ["plan"], ["undo"], ["check"]] {
      let wrong = try await failed(files, command)
      #expect(wrong.error.problems.first?.file == "bot.config.json")
      #expect(wrong.error.problems.first?.line == 2 && wrong.error.missing == nil)
    }
  }

  @Test("the JSON lists each edit with its place in the template, and each value with its source")
  func details() async throws {
    let remote = try await Remote.example()
    let fields = try Fields(try await Bot.run(["plan", remote.url, "--output", "json"]))

    let file = fields.files.first { $0.path == "manifests/shared/config/cluster-info.yaml" }
    let edit = file?.edits.first { $0.old == "my-cluster" }
    #expect(edit?.line == 10 && edit?.column == 16 && edit?.rule == 2)
    #expect(edit?.new == "acme-production")
    let renamed = fields.files.first { $0.path == "manifests/clusters/acme-production/shared.yaml" }
    #expect(renamed?.renamedFrom == "manifests/clusters/my-cluster/shared.yaml")
    let generated = fields.files.filter(\.generated).map(\.path)
    #expect(generated.contains("manifests/shared/config/infrastructure-config.yaml"))
    let values = Dictionary(uniqueKeysWithValues: fields.values.map { ($0.key, $0) })
    #expect(values["project.domain"]?.value == "acme.io")
    #expect(values["project.domain"]?.source == "infrastructure.config.json")
    #expect(values["cluster.name"]?.value == "acme-production")
    let fit = fields.findings.first { $0.code == "profile-does-not-fit" }
    #expect(fit?.severity == "warning")
    #expect(fit?.remedy.isEmpty == false)
  }

  @Test("the files that the JSON lists are the files that change")
  func files() async throws {
    let remote = try await Remote.example()
    let fields = try Fields(try await Bot.run(["run", remote.url, "--output", "json"]))
    let names = try await git(
      "diff", "--find-renames", "--name-only", "main", "gitops-bot/sync", in: remote.path)
    #expect(
      fields.files.map(\.path).sorted() == names.split(separator: "\n").map(String.init).sorted())
  }

  @Test("errors go to standard error, so that a pipe never reads them as a result")
  func errors() async throws {
    let remote = try await Remote.holding(["README.md": "nothing\n"])
    let result = try await Bot.run(["run", "--quiet", remote.url])
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errorOutput.hasPrefix("error: "))
  }

  @Test("--quiet says nothing when all is well")
  func quiet() async throws {
    let remote = try await Remote.example()
    let result = try await Bot.run(["run", remote.url, "--quiet"])
    #expect(result.status == 0)
    #expect(result.output + result.errorOutput == "")
  }

  @Test("names of files cannot steer the terminal of whoever reads the report")
  func controlCharacters() async throws {
    var files = BadInput.sound
    files["manifests/\u{1B}[31mred.yaml"] = "host: example.com\n"
    let remote = try await Remote.holding(files)
    let result = try await Bot.run(["run", remote.url, "--verbose"])
    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.contains("\\u{1b}[31mred.yaml"))
    #expect(!result.standardOutput.contains(0x1B))
  }

  @Test("the printed ConfigMap is one that kubectl can build, and the one that is proposed")
  func configMap() async throws {
    let remote = try await Remote.example()
    let result = try await Bot.run(["configmap", remote.url])
    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(try await git("branch", "--list", "gitops-bot/*", in: remote.path) == "")

    let folder = try TemporaryFolder()
    try folder.write(result.standardOutput, to: "map.yaml")
    try folder.write("resources:\n  - map.yaml\n", to: "kustomization.yaml")
    let built = try await Kubectl().build(".", in: folder.path)
    for line in [
      "kind: ConfigMap", "  name: infrastructure-config", "  namespace: flux-system",
      "    reconcile.fluxcd.io/watch: Enabled", "    app.kubernetes.io/managed-by: gitops-bot",
      "  values.yaml: |", "      nodeSize: s-4vcpu-8gb", "      domain: acme.io",
    ] {
      #expect(built.contains(line + "\n"), "\(line)")
    }

    #expect(try await Bot.run(["run", remote.url]).status == 0)
    let proposed = try await remote.bytes(
      "manifests/shared/config/infrastructure-config.yaml", in: "gitops-bot/sync")
    #expect(Array("---\n".utf8) + proposed == result.standardOutput)
  }
}
