import TestSupport
import Testing

@Suite struct StandInTests {
  /// Files in scope whose bytes must stay: encrypted, binary, or Flux's own.
  private static let untouched = [
    "manifests/applications/mail/credentials.sops.yaml",
    "manifests/applications/nextcloud/logo.png",
    "manifests/clusters/acme-production/flux-system/gotk-components.yaml",
  ]

  /// Words in which a stand-in is only a part of another name, by file.
  private static let lookalikes: [String: [String]] = [
    "manifests/shared/network-policies/my-clusters.yaml": [
      "my-clusters", "my-cluster2", "allow-my-clusters",
    ],
    "manifests/shared/network-policies/kustomization.yaml": ["my-clusters.yaml"],
    "manifests/infrastructure/external-dns/helmrelease.yaml": [
      "notexample.com", "example.com.au", "my_example.com", "example.community",
    ],
    "manifests/applications/mail/helmrelease.yaml": ["admin@example.com.au"],
    "manifests/applications/mail/dns-records.yaml": ["notexample.com"],
  ]

  private static let standIns = ["example.com", #"example\.com"#, "my-cluster", "template_project"]

  @Test("no stand-in is left for an owner to find by hand")
  func nothingLeft() async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)

    for path in try await remote.paths(in: "gitops-bot/sync") where path.hasPrefix("manifests/") {
      #expect(!path.replacing("my-clusters", with: "").contains("my-cluster"))
      if Self.untouched.contains(path) { continue }
      var text = try await remote.text(path, in: "gitops-bot/sync").lowercased()
      // Longer words first, since they hold shorter ones.
      for word in (Self.lookalikes[path] ?? []).sorted(by: { $0.count > $1.count }) {
        #expect(text.contains(word), "\(path) should still say \(word)")
        text = text.replacing(word, with: "")
      }
      for standIn in Self.standIns {
        #expect(!text.contains(standIn), "\(path) says \(standIn)")
      }
    }
  }

  @Test("a page that shows how a secret looks is no secret, and is rewritten")
  func prose() async throws {
    let page = "# Secrets\n\n```yaml\nsops:\n  mac: ENC[AES256_GCM,data:x]\n```\nOn example.com.\n"
    let remote = try await Remote.holding([
      "bot.config.json": "{ \"replacements\": [ { \"kind\": \"domain\", "
        + "\"from\": \"example.com\", \"to\": \"{{project.domain}}\" } ] }\n",
      "infrastructure.config.json": "{ \"project\": { \"domain\": \"acme.io\" } }\n",
      "docs/secrets.md": page.replacing("\n```yaml\n", with: "\n").replacing("```\n", with: ""),
    ])
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    let text = try await remote.text("docs/secrets.md", in: "gitops-bot/sync")
    #expect(text.hasSuffix("On acme.io."))
  }

  @Test(
    "every file is byte for byte what the rules make of it: comments, quotes and line ends stay")
  func bytes() async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    // The first commit wires manifests; the second one holds the replacements alone.
    let (wired, replaced) = ("gitops-bot/sync~1", "gitops-bot/sync")
    let after = Set(try await remote.paths(in: replaced))

    for path in try await remote.paths(in: "main") {
      let isInScope = path.hasPrefix("manifests/")
      let newPath = isInScope ? try Rewriting.expected(path) : path
      #expect(after.contains(newPath), "\(newPath) is missing")
      let old = try await remote.bytes(path, in: wired)
      let new = try await remote.bytes(newPath, in: replaced)
      if isInScope, !Self.untouched.contains(newPath) {
        let expected = try Rewriting.expected(String(decoding: old, as: UTF8.self))
        #expect(String(decoding: new, as: UTF8.self) == expected, "\(newPath)")
      } else {
        #expect(old == new, "\(newPath)")
      }
    }
  }

  @Test("line ends and byte-order marks survive in the files that have them")
  func lineEnds() async throws {
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    let carriageReturns = [
      "applications/mail/dns-records.yaml", "infrastructure/ingress-nginx/custom-headers.yaml",
      "infrastructure/cert-manager-issuers/issuers.yaml",
    ]
    for path in carriageReturns {
      let new = try await remote.bytes("manifests/\(path)", in: "gitops-bot/sync")
      let lines = new.split(separator: UInt8(ascii: "\n"))
      #expect(lines.allSatisfy { $0.last == UInt8(ascii: "\r") }, "\(path)")
      #expect(lines.count > 5)
    }
    let marked = try await remote.bytes(
      "manifests/infrastructure/cert-manager-issuers/wildcard-certificate.yaml",
      in: "gitops-bot/sync")
    #expect(marked.starts(with: [0xEF, 0xBB, 0xBF]))
    #expect(String(decoding: marked, as: UTF8.self).contains("'*.acme.io'"))
  }

  @Test("what was left alone is listed with the reason")
  func skipped() async throws {
    let remote = try await Remote.example()
    let fields = try Fields(try await Bot.run(["plan", remote.url, "--output", "json"]))
    let reasons = Dictionary(uniqueKeysWithValues: fields.skipped.map { ($0.path, $0.reason) })
    #expect(reasons[Self.untouched[0]] == "sopsEncrypted")
    #expect(reasons[Self.untouched[1]] == "binary")
  }
}
