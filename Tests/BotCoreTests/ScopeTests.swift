import Foundation
import Testing

@testable import BotCore

@Suite struct ScopeTests {
  /// A scope as a lock holds it.
  private func scope(include: [String] = [], exclude: [String] = []) throws -> Scope {
    let json = """
      { "include": \(include), "exclude": \(exclude), "perEnvironment": ["m/clusters/x/**"],
        "rules": [], "fields": [], "environments": [] }
      """
    return try Scope(JSONDecoder().decode(Inputs.Replacements.self, from: Data(json.utf8)))
  }

  @Test("without include everything is rewritten but what no bot may touch")
  func everything() throws {
    let scope = try scope()
    for path in ["a.yaml", "deep/er/b.yaml", ".github/dependabot.yml"] {
      #expect(scope.contains(path))
    }
    for path in [
      ".github/workflows/ci.yaml", "m/flux-system/gotk-components.yaml", "gotk-components.yaml",
      "bot.config.json", "infrastructure.config.json", "gitops-bot.lock.json",
    ] {
      #expect(!scope.contains(path), "\(path)")
    }
  }

  @Test("exclude goes before include")
  func excluded() throws {
    let scope = try scope(include: ["m/**"], exclude: ["m/vendor/**", "**/*.md"])
    #expect(scope.contains("m/a.yaml"))
    for path in ["a.yaml", "m/vendor/a.yaml", "m/README.md", "mm/a.yaml"] {
      #expect(!scope.contains(path), "\(path)")
    }
  }

  @Test("a folder is renamed when its files are in scope, also one that only a pattern names")
  func folders() throws {
    let scope = try scope(include: ["m/**"], exclude: ["m/vendor/**"])
    #expect(scope.contains(folder: "m/clusters"))
    #expect(!scope.contains(folder: "m/vendor"))
    #expect(!scope.contains(folder: "other"))
    #expect(scope.mayContain(below: scope.position(of: "m")))
    #expect(!scope.mayContain(below: scope.position(of: "other")))
  }

  @Test("a name that begins with a combining mark is a name of its own")
  func combiningMark() throws {
    let scope = try scope(include: [], exclude: ["m/**"])
    #expect(!scope.contains("m/\u{301}x/a.yaml"))
    #expect(scope.isExcluded("m/\u{301}x/a.yaml"))
  }

  @Test("files of one environment are told from files of all")
  func perEnvironment() throws {
    let scope = try scope()
    #expect(scope.isPerEnvironment("m/clusters/x"))
    #expect(scope.isPerEnvironment("m/clusters/x/a.yaml"))
    #expect(!scope.isPerEnvironment("m/clusters"))
    #expect(!scope.isPerEnvironment("m/clusters/xy/a.yaml"))
  }
}
