import Findings
import Testing

@testable import BotCore
@testable import Flux

/// A rule or a pattern that does nothing is said, and one that works is not.
@Suite struct ConfigurationFitTests {
  /// A tree of texts.
  private struct Tree: ManifestTree {
    let files: [String: String]

    func file(_ path: String) -> [UInt8]? { files[path].map { Array($0.utf8) } }

    func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
      let prefix = folder.isEmpty ? "" : folder + "/"
      let below = files.keys.filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count) }
      return Set(below.map { $0.split(separator: "/", maxSplits: 1).map(String.init) })
        .map { (name: $0[0], isFolder: $0.count > 1) }.sorted { $0.name < $1.name }
    }
  }

  private static let files = [
    "apps/chat/site.yaml": "host: chat.example.org\nowner: TEAM\n",
    "clusters/blue-cluster/flux.yaml": "path: ./apps\n",
    "docs/README.md": "Replace example.org and TEAM.\n",
    "infra/dns.yaml": "zone: example.org\n",
  ]

  private func findings(_ lists: String, _ rules: [String]) throws -> [String] {
    let text = "{\(lists)\"replacements\": [\(rules.joined(separator: ", "))]}"
    let bot = try BotConfiguration.decode(Array(text.utf8), file: "bot.config.json")
    return try ConfigurationFit(bot, in: Tree(files: Self.files)).findings.map {
      "\($0.code): \($0.message); \($0.remedy)"
    }
  }

  private static let domain =
    #"{"kind": "domain", "from": "example.org", "to": "{{project.domain}}"}"#
  private static let cluster =
    #"{"kind": "name", "from": "blue-cluster", "to": "{{cluster.name}}", "paths": true}"#

  @Test("what fits is not spoken of")
  func fits() throws {
    #expect(try findings("", [Self.domain, Self.cluster]).isEmpty)
    let lists =
      #""include": ["apps/**", "infra/*.yaml", "clusters/**", "docs/**"], "exclude": ["docs/*.md"],"#
    #expect(try findings(lists, [Self.domain, Self.cluster]).isEmpty)
    #expect(try findings(#""exclude": ["**/gotk-components.yaml"],"#, [Self.domain]).isEmpty)
  }

  @Test(
    "a rule whose stand-in is nowhere is named, also where only its name of a folder is misspelt")
  func rules() throws {
    let wrong = [
      Self.domain.replacing("example.org", with: "exmaple.org"),
      Self.cluster.replacing("blue-cluster", with: "blue-clutser"), Self.cluster,
    ]
    #expect(
      try findings("", wrong) == [
        "rule-unmatched: the stand-in \"exmaple.org\" is nowhere in what is rewritten; correct \"from\", or "
          + "remove the rule",
        "rule-unmatched: the stand-in \"blue-clutser\" is nowhere in what is rewritten; correct \"from\", or "
          + "remove the rule",
      ])
  }

  @Test("a pattern that matches no file is named, with the folder that was meant")
  func patterns() throws {
    let lists =
      #""include": ["app/**", "**/*.yaml"], "exclude": ["old/**"], "perEnvironment": ["clusters/green/**"],"#
    let found = try findings(lists, [Self.domain])
    #expect(
      found[0]
        == "include-unmatched: \"app/**\" in include matches no file; did you mean \"apps/**\"?")
    #expect(
      found[1].hasPrefix("include-unmatched: \"old/**\" in exclude matches no file; correct it"))
    #expect(
      found[2].hasPrefix("include-unmatched: \"clusters/green/**\" in perEnvironment matches"))
    #expect(found[3].hasPrefix("stand-in-outside: \"example.org\" stands here"))
  }

  @Test(
    "what include does not reach is counted once, with a manifest rather than a text as its example"
  )
  func outside() throws {
    let team = #"{"kind": "name", "from": "TEAM", "to": "{{project.name}}"}"#
    let found = try findings(#""include": ["clusters/**"],"#, [Self.domain, team, Self.cluster])
    #expect(found.count == 3)
    #expect(found[0].contains("outside of include, apps/chat/site.yaml:1 has it"))
    #expect(found[1].contains("outside of include, apps/chat/site.yaml:2 has it"))
    #expect(
      found[2].hasPrefix(
        "stand-in-outside: 5 stand-ins stand where \"include\" does not reach, such as \"example.org\" here"
      ))
  }

  @Test("values that are declared and not used are notes; one that a text or a path uses is not")
  func unused() throws {
    let text = """
      {"values": {"a.used": {"kind": "text"}, "b.path": {"kind": "label"}, "c.text": {"kind": "text"},
        "d.nowhere": {"kind": "text"}},
       "replacements": [{"kind": "name", "from": "X", "to": "{{a.used}}"}],
       "configMap": {"path": "{{b.path}}/x.yaml"}, "review": {"title": "{{c.text}}"}}
      """
    let bot = try BotConfiguration.decode(Array(text.utf8), file: "bot.config.json")
    #expect(bot.unusedValues.map(\.code) == [.valueUnused])
    #expect(bot.unusedValues.first?.message.contains("d.nowhere") == true)
    #expect(bot.unusedValues.first?.line == 2)
  }

  @Test(
    "a placeholder with too few braces is not written into manifests as it stands",
    arguments: [
      ("{project.domain}", "project.domain"), ("https://{ project.domain }/x", "project.domain"),
      ("${project.domain}", "project.domain"), ("{{project.domain}", "project.domain"),
      ("{{project.domain", "project.domain"), ("{project.domian}", "project.domain"),
      ("{{project.name}}.{project.domain}", "project.domain"),
    ])
  func braces(_ text: String, _ key: String) {
    #expect(Placeholder.halfWritten(in: text, among: ValueKeys().names)?.key == key)
  }

  @Test(
    "other braces are the owner's own",
    arguments: [
      "{{project.domain}}", "{}", "{a}", "{\"a\": 1}", "${HOME}", "${infraConfig.x.y.z.w}", "a}b",
      "{{",
    ])
  func otherBraces(_ text: String) {
    #expect(Placeholder.halfWritten(in: text, among: ValueKeys().names) == nil)
  }

  @Test("the finding that is new is told by its file, whatever else says the same")
  func added() {
    func finding(_ path: String, _ message: String = "m") -> Finding {
      Finding(.brokenReference, .error, path: path, line: 1, column: 1, message, remedy: "r")
    }
    let before = [
      finding("a.yaml"), finding("c.yaml"), finding("old/d.yaml"), finding("e.yaml", "n"),
    ]
    let after = [
      finding("a.yaml"), finding("b.yaml"), finding("c.yaml"), finding("new/d.yaml"),
      finding("e.yaml", "o"),
    ]
    #expect(
      Checking.added(to: before, in: after) == [finding("b.yaml"), finding("e.yaml", "o")])
    #expect(Checking.added(to: [finding("x.yaml")], in: [finding("y.yaml")]).isEmpty)
  }
}
