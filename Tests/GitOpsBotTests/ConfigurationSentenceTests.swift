import Testing

@testable import BotCore

/// What is wrong is said in a sentence that tells what to do: one for each of many ways to be wrong.
@Suite struct ConfigurationSentenceTests {
  /// A configuration, the values beside it, and what is given; the rest is sound.
  private struct Case {
    let name: String
    var bot =
      #"{"replacements": [{"kind": "domain", "from": "example.org", "to": "{{project.domain}}"}]}"#
    var values = #"{"project": {"domain": "acme.io"}}"#
    var options: [String] = []
    var environment: String?

    /// With other members of `bot.config.json`.
    static func bot(_ text: String) -> Case {
      Case(name: "bot.config.json \(text)", bot: "{\(text)}")
    }

    /// With one replacement.
    static func rule(_ text: String) -> Case {
      Case(name: "replacement \(text)", bot: "{\"replacements\": [{\(text)}]}")
    }

    /// With a value declared, and one given in the file.
    static func declared(_ declaration: String, _ values: String) -> Case {
      Case(
        name: "value \(declaration) as \(values)",
        bot: "{\"values\": {\"own.key\": {\(declaration)}}}",
        values: "{\"own\": {\"key\": \(values)}}")
    }

    static func values(_ text: String) -> Case {
      Case(name: "infrastructure.config.json \(text)", bot: "{}", values: "{\(text)}")
    }

    static func options(_ options: String..., environment: String? = nil) -> Case {
      Case(
        name: (options + [environment.map { "--environment \($0)" } ?? ""]).joined(separator: " "),
        options: options, environment: environment)
    }
  }

  private static let cases: [Case] =
    [
      #""project": {"domain": "https://acme.io"}"#, #""project": {"domain": "acme.io:443"}"#,
      #""project": {"domain": "*.acme.io"}"#, #""project": {"domain": "acme_io"}"#,
      #""project": {"domain": ""}"#,
      #""project": {"domain": 5}"#, #""project": {"domian": "acme.io"}"#,
      #""project": {"email": "ops"}"#,
      #""project": {"email": "mailto:ops@acme.io"}"#, #""project": {"name": "My Company"}"#,
      #""project": {"description": "a\nb"}"#, #""project": "acme""#, #""projects": {}"#,
      #""environments": [{"name": "Production"}]"#, #""environments": [{}]"#,
      #""environments": [{"name": "a"}, {"name": "a"}]"#, #""environments": {"name": "a"}"#,
      #""environments": [{"name": "a", "domain": "a b"}]"#,
      #""environments": [{"name": "a", "cluster": {"nodeCount": "3"}}]"#,
      #""environments": [{"name": "a", "cluster": {"nodeCount": 0}}]"#,
      #""environments": [{"name": "a", "cluster": {"minNodes": 3, "maxNodes": 2}}]"#,
      #""environments": [{"name": "a", "cluster": {"haControlPlane": "yes"}}]"#,
      #""environments": [{"name": "a", "cluster": {"nodeMemory": "8GB"}}]"#,
      #""environments": [{"name": "a", "cluster": {"name": "A_1"}}]"#,
    ].map(Case.values)
    + [
      .declared(#""kind": "label""#, #""Acme Corp""#),
      .declared(#""kind": "ip""#, #""10.0.0.1/24""#),
      .declared(#""kind": "ip""#, #""10.0.0.256""#),
      .declared(#""kind": "url""#, #""git.acme.io/x""#),
      .declared(#""kind": "integer""#, #""3""#), .declared(#""kind": "integer""#, "1.5"),
      .declared(#""kind": "boolean""#, #""yes""#), .declared(#""kind": "text""#, "[1]"),
      .declared(#""pattern": "[a-z]{2}-[0-9]""#, #""EU-1""#),
      .declared(#""kind": "email", "help": "who is on call""#, #""nobody""#),
      .declared(#""kind": "label""#, #"{"x": 1}"#), .declared(#""kind": "lable""#, #""a""#),
      .declared(#""pattern": "[a-""#, #""a""#), .declared(#""help": "x""#, #""a""#),
    ]
    + [
      #""kind": "domain", "from": "example.org", "to": "{project.domain}""#,
      #""kind": "domain", "from": "example.org", "to": "{{project.domian}}""#,
      #""kind": "domain", "from": "example.org", "to": "{{project.domain}""#,
      #""kind": "domain", "from": "example.org""#, #""kind": "domian", "from": "a", "to": "b""#,
      #""from": "a", "to": "b""#, #""kind": "name", "from": "", "to": "b""#,
      #""kind": "email", "from": "nobody", "to": "{{project.email}}""#,
      #""kind": "name", "from": "a", "to": "b", "path": true"#,
      #""kind": "name", "from": "a", "to": "b", "boundary": "word""#,
      #""kind": "name", "from": "a", "to": "b", "spellings": ["camel"]"#,
      #""kind": "field", "object": "Deployment", "field": "a", "to": 1"#,
    ].map(Case.rule)
    + [
      #""include": "apps/**""#, #""include": ["../apps"]"#, #""exclude": ["!apps"]"#,
      #""perEnvironment": [""]"#,
      #""inclued": []"#, #""wiring": "on""#, #""conflicts": "mine""#,
      #""configMap": {"path": "../x.yaml"}"#,
      #""configMap": {"path": "{{cluster.nmae}}.yaml"}"#, #""review": {"title": "{{own.key}}"}"#,
    ].map(Case.bot)
    + [
      .options("project.domain=https://acme.io"), .options("project.domian=acme.io"),
      .options("project.domain"), .options("cluster.nodeCount=many"),
      .options("cluster.haControlPlane=yes"), .options("environment.name=x"),
      .options("project.email=ops", "cluster.nodeCount=-1"), .options(environment: "prodution"),
      .options("project.domain=example.org"), .options("project.name=Acme Corp"),
    ]

  private func sentences(_ sample: Case) -> [String] {
    var request = Request(repository: ".", folder: "/", variables: [:])
    request.settings = sample.options
    request.environment = sample.environment
    do throws(ConfigurationError) {
      let bot = try BotConfiguration.decode(Array(sample.bot.utf8), file: "bot.config.json")
      let file = Array(sample.values.utf8)
      _ = try InputResolution(
        request, bot, reading: file, locked: nil, repositoryName: "platform"
      ).resolve()
      return ["nothing is wrong"]
    } catch {
      return error.problems.map { problem in
        [problem.location, problem.message, problem.remedy].filter { !$0.isEmpty }.joined(
          separator: ": ")
      }
    }
  }

  @Test("each wrong value, rule, pattern and option has its sentence")
  func sentences() throws {
    #expect(Self.cases.count >= 60)
    for sample in Self.cases {
      #expect(sentences(sample) != ["nothing is wrong"], "\(sample.name)")
    }
    let text = Self.cases.map { sample in
      sample.name + "\n" + sentences(sample).map { "    \($0)\n" }.joined()
    }
    try expectGolden("errors/configuration", text.joined(separator: "\n"))
  }
}
