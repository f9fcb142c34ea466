import TestSupport
import Testing

/// The cluster changes, and each proposal is merged before the next one.
@Suite struct SizingTests {
  private static let path = "manifests/shared/config/infrastructure-config.yaml"

  private let remote: Remote

  init() async throws {
    remote = try await Remote.holding([
      "bot.config.json": """
      { "configMap": { "path": "\(SizingTests.path)" } }
      """,
      "infrastructure.config.json": """
      {
        "project": { "name": "acme", "domain": "acme.io" },
        "environments": [
          { "name": "production",
            "cluster": { "nodeSize": "s-2vcpu-4gb", "nodeCount": 3, "haControlPlane": true } }
        ]
      }
      """,
    ])
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    try await remote.merge()
  }

  /// Changes the configuration, runs the bot and merges what it proposes.
  private func change(_ old: String, _ new: String) async throws -> ProgramResult {
    try await remote.commit("Change the cluster") {
      try $0.replace(old, with: new, in: "infrastructure.config.json")
    }
    let result = try await Bot.run(["run", remote.url])
    #expect(result.status == 0, "\(result.errorOutput)")
    if result.output.hasPrefix("proposed") { try await remote.merge() }
    return result
  }

  /// The lines of the member `name` of `section` in the merged ConfigMap.
  private func values(_ section: String, _ name: String) async throws -> String {
    let text = try await remote.text(SizingTests.path, in: "main")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let inSection = lines.drop { $0 != "    \(section):" }.dropFirst().prefix {
      $0.hasPrefix("      ")
    }
    let member = inSection.drop { $0 != "      \(name):" }.dropFirst().prefix {
      $0.hasPrefix("        ")
    }
    return member.joined(separator: "\n")
  }

  @Test("memory follows the nodes both ways, and a volume never shrinks")
  func nodeSize() async throws {
    #expect(try await values("resourceProfiles", "medium").contains("memory: 1Gi"))
    #expect(try await values("storage", "bulk").contains("size: 100Gi"))

    _ = try await change("s-2vcpu-4gb", "s-4vcpu-8gb")
    #expect(try await values("resourceProfiles", "medium").contains("memory: 2Gi"))
    #expect(try await values("storage", "bulk").contains("size: 200Gi"))

    let back = try await change("s-4vcpu-8gb", "s-2vcpu-4gb")
    #expect(try await values("resourceProfiles", "medium").contains("memory: 1Gi"))
    #expect(try await values("storage", "bulk").contains("size: 200Gi"))
    #expect(back.output.contains("storage-kept"), "\(back.output)")
  }

  @Test("five nodes get a larger load balancer, and three again keep it")
  func nodeCount() async throws {
    #expect(try await values("networking", "loadBalancer").contains("size: lb-small"))
    _ = try await change("\"nodeCount\": 3", "\"nodeCount\": 5")
    #expect(try await values("networking", "loadBalancer").contains("size: lb-medium"))
    let back = try await change("\"nodeCount\": 5", "\"nodeCount\": 3")
    #expect(try await values("networking", "loadBalancer").contains("size: lb-medium"))
    #expect(back.output.contains("load-balancer-kept"), "\(back.output)")
  }

  @Test("an autoscaler that moves between its bounds proposes nothing")
  func autoscaler() async throws {
    let bounds = "\"nodeCount\": 3, \"minNodes\": 3, \"maxNodes\": 6"
    _ = try await change("\"nodeCount\": 3", bounds)
    for (old, new) in [(3, 5), (5, 4)] {
      let result = try await change("\"nodeCount\": \(old),", "\"nodeCount\": \(new),")
      #expect(result.output.hasPrefix("unchanged"), "\(result.output)")
    }
  }

  @Test("a key that the owner sets by hand in values.yaml survives, and gets its variable")
  func handSet() async throws {
    try await remote.commit("Set a key by hand") {
      try $0.replace(
        "    cluster:\n", with: "    own:\n      answer: 42\n    cluster:\n", in: SizingTests.path)
    }
    _ = try await change("s-2vcpu-4gb", "s-4vcpu-8gb")
    let text = try await remote.text(SizingTests.path, in: "main")
    #expect(text.contains("answer: 42"))
  }
}
