import TestSupport
import Testing

/// A renamed folder, and the files that are no manifests and name it.
@Suite struct PathMentionTests {
  private static let manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n"

  /// The findings of a first run that renames `clusters/my-cluster`.
  private func findings(_ path: String, _ text: String) async throws -> [String] {
    let remote = try await Remote.holding([
      "bot.config.json": """
      {
        "include": ["clusters/**"],
        "replacements": [
          { "kind": "name", "from": "my-cluster", "to": "{{cluster.name}}", "paths": true }
        ]
      }
      """,
      "infrastructure.config.json": """
      { "project": { "name": "acme", "domain": "acme.io" } }
      """,
      "clusters/my-cluster/apps/a.yaml": Self.manifest,
      "clusters/my-cluster/secret.sops.yaml": Self.manifest,
      path: text,
    ])
    let result = try await Bot.run(["plan", remote.url])
    #expect(result.status == 2, "\(result.errorOutput)")
    return result.output.split(separator: "\n").map(String.init)
      .filter { $0.contains(" path-mention-left: ") }
  }

  @Test(
    "a file that goes on naming a renamed folder is named with its line",
    arguments: [
      (".sops.yaml", "creation_rules:\n  - path_regex: clusters/my-cluster/.*\n    age: a\n", 2),
      (".sops.yaml", "creation_rules:\n  - path_regex: 'clusters/my\\-cluster/.*'\n", 2),
      (".sops.yaml", "creation_rules:\n  - path_regex: .*/my-[a-z]+ter/secret\\.sops\\.yaml\n", 2),
      (".gitattributes", "\nclusters/my-cluster/** linguist-generated\n", 2),
      (".github/CODEOWNERS", "/clusters/my-cluster/ @ops\n", 1),
      (".github/workflows/a.yaml", "on:\n  push:\n    paths:\n      - clusters/my-cluster/**\n", 4),
      ("scripts/apply", "#!/bin/sh\nkubectl apply -k ./clusters/my-cluster\n", 2),
      ("Makefile", "all:\n\tkustomize build clusters/my-cluster/apps\n", 2),
    ])
  func mention(_ path: String, _ text: String, _ line: Int) async throws {
    let found = try await findings(path, text)
    #expect(found.count == 1, "\(found)")
    #expect(found.first?.contains("\(path):\(line)") == true, "\(found)")
    #expect(found.first?.contains("clusters/acme-production") == true, "\(found)")
  }

  @Test(
    "what names another folder, or every folder, is left alone",
    arguments: [
      (".sops.yaml", "creation_rules:\n  - path_regex: .*\\.sops\\.yaml\n"),
      (".sops.yaml", "# clusters/my-cluster\ncreation_rules: []\n"),
      ("scripts/apply", "echo clusters/my-cluster-backup\necho my-cluster\n"),
      ("notes.txt", "clusters/my-cluster\n"),
    ])
  func other(_ path: String, _ text: String) async throws {
    #expect(try await findings(path, text) == [])
  }
}
