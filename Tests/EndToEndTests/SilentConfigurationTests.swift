import Foundation
import TestSupport
import Testing

/// What does nothing is said, before anybody merges it for something that works.
@Suite struct SilentConfigurationTests {
  private static let files = [
    "bot.config.json": """
    {
      "include": ["deploy/**"],
      "values": { "images.owner": { "kind": "label", "help": "who holds the images" } },
      "replacements": [
        { "kind": "domain", "from": "example.net", "to": "{{project.domain}}" },
        { "kind": "name", "from": "IMAGE_OWNER", "to": "{{images.owner}}" }
      ]
    }

    """,
    "infrastructure.config.json": "{ \"project\": { \"domain\": \"acme.io\" } }\n",
    "apps/chat.yaml":
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: chat\ndata:\n  host: chat.example.net\n"
      + "  image: ghcr.io/IMAGE_OWNER/chat\n",
  ]

  @Test(
    "an include that reaches nothing, its rules and a repository without Flux are said by run and check"
  )
  func include() async throws {
    let remote = try await Remote.holding(Self.files)
    let run = try await Bot.run(["run", remote.url, "--set", "images.owner=acme"])
    #expect(run.status == 0, "\(run.errorOutput)")
    for code in ["include-unmatched", "rule-unmatched", "stand-in-outside", "flux-not-found"] {
      #expect(run.output.contains(code), "\(code): \(run.output)")
    }
    #expect(run.output.contains("2 stand-ins stand where"), "\(run.output)")
    let check = try await Bot.run(["check", remote.url, "--set", "images.owner=acme"])
    for code in ["include-unmatched", "rule-unmatched", "stand-in-outside", "flux-not-found"] {
      #expect(check.output.contains(code), "\(code): \(check.output)")
    }
  }

  @Test(
    "what was merged once is not said again, and a value of the template's own reaches the manifests"
  )
  func merged() async throws {
    var files = Self.files
    files["bot.config.json"] = files["bot.config.json"]?.replacing("deploy/**", with: "apps/**")
      .replacing(
        "IMAGE_OWNER\", \"to\": \"{{images.owner}}\" }",
        with:
          "IMAGE_OWNER\", \"to\": \"{{images.owner}}\" },\n    { \"kind\": \"name\", \"from\": \"LATER\", \"to\": \"x\" }"
      )
    let remote = try await Remote.holding(files)
    let missing = try await Bot.run(["run", remote.url])
    #expect(missing.status == 1)
    #expect(missing.errorOutput.contains("GITOPS_BOT_VALUE_IMAGES_OWNER"), "\(missing.errorOutput)")
    #expect(missing.errorOutput.contains("who holds the images"))
    let first = try await Bot.run(
      ["run", remote.url], environment: ["GITOPS_BOT_VALUE_IMAGES_OWNER": "acme"])
    #expect(first.status == 0, "\(first.errorOutput)")
    #expect(first.output.contains("rule-unmatched: the stand-in \"LATER\""), "\(first.output)")
    try await remote.merge()
    #expect(try await remote.text("apps/chat.yaml", in: "main").contains("ghcr.io/acme/chat"))
    #expect(try await remote.text("infrastructure.config.json", in: "main").contains("\"owner\""))
    for command in ["run", "check"] {
      let later = try await Bot.run([command, remote.url])
      #expect(later.status == 0, "\(later.errorOutput)")
      #expect(!later.output.contains("unmatched"), "\(later.output)")
    }
  }
}
