import Findings
import Git
import Testing

@testable import BotCore

@Suite struct LeftOverTests {
  private func inputs(domains: [String: String], exclude: [String] = []) -> Inputs {
    let rules = [
      Inputs.RuleInput(
        kind: "domain", from: "example.com", to: "{{domain}}", paths: false, exactBoundary: false,
        spellings: [], place: 1),
      Inputs.RuleInput(
        kind: "name", from: "my-cluster", to: "{{environment}}-one", paths: true,
        exactBoundary: false, spellings: [], place: 2),
    ]
    return Inputs(
      replacements: Inputs.Replacements(
        include: ["manifests/**"], exclude: exclude, perEnvironment: [], rules: rules, fields: [],
        environments: domains.sorted { $0.key < $1.key }.map { name, domain in
          Inputs.EnvironmentValues(name: name, values: ["domain": domain, "environment": name])
        }))
  }

  private func lock(_ inputs: Inputs, previous: Inputs? = nil) -> Lock {
    let template = Lock.Template(commit: .zero)
    return Lock(
      template: template, inputs: inputs, rendered: .zero,
      previous: previous.map { Lock.Previous(template: template, inputs: $0, rendered: .zero) })
  }

  private func found(
    _ text: String, at path: String = "manifests/a.yaml", _ inputs: Inputs, _ lock: Lock?
  ) throws -> [String] {
    try LeftOver(inputs, lock).findings(in: Array(text.utf8), at: path).map {
      "\($0.code) \($0.line ?? 0):\($0.column ?? 0)"
    }
  }

  @Test("a stand-in is found at its place, and only in what a run may touch")
  func standIns() throws {
    let inputs = inputs(domains: ["live": "acme.io"], exclude: ["manifests/my-cluster/x/**"])
    let text = "a: 1\nb: www.example.com my-clusters notexample.com\n"
    #expect(try found(text, inputs, nil) == ["stand-in-left 2:8"])
    #expect(try found(text, at: "docs/a.yaml", inputs, nil) == [])
    #expect(try found(text + "\0", inputs, nil) == [])
    // The excluded folder, by the name that it has since the first run.
    #expect(try found(text, at: "manifests/live-one/x/a.yaml", inputs, nil) == [])
    #expect(
      try found(text, at: "manifests/live-one/y/a.yaml", inputs, nil) == ["stand-in-left 2:8"])
  }

  @Test("a value that holds its own stand-in is not taken for one")
  func selfContained() throws {
    let inputs = inputs(domains: ["live": "my.example.com"])
    #expect(try found("a: my.example.com example.com", inputs, nil) == ["stand-in-left 1:19"])
  }

  @Test("a stand-in that is a part of another rule's value is none")
  func withinValue() throws {
    var inputs = inputs(domains: ["live": "acme.io"])
    let rule = Inputs.RuleInput(
      kind: "email", from: "admin@site.org", to: "me@example.com", paths: false,
      exactBoundary: false, spellings: [], place: 3)
    inputs.replacements?.rules.append(rule)
    #expect(
      try found("a: me@example.com you@example.com", inputs, nil) == ["stand-in-left 1:23"])
  }

  @Test("values of the last two proposals are found once they are others")
  func earlier() throws {
    let (first, second) = (inputs(domains: ["live": "one.io"]), inputs(domains: ["live": "two.io"]))
    let now = inputs(domains: ["live": "three.io"])
    let text = "a: one.io two.io three.io example.com"
    #expect(
      try found(text, now, lock(second, previous: first)) == [
        "earlier-value 1:4", "earlier-value 1:11", "stand-in-left 1:27",
      ])
    #expect(try found(text, second, lock(second)) == ["stand-in-left 1:27"])
    // A value that was taken back is no earlier one.
    #expect(
      try found(text, first, lock(first, previous: second)) == [
        "earlier-value 1:11", "stand-in-left 1:27",
      ])
  }

  @Test("the value of one environment is no mistake in another's file")
  func environments() throws {
    let inputs = inputs(domains: ["live": "acme.io", "test": "test.example.com"])
    #expect(try found("a: test.example.com example.com", inputs, nil) == ["stand-in-left 1:21"])
  }

  @Test("a stand-in in base64 is found in Secrets")
  func encoded() throws {
    let inputs = inputs(domains: ["live": "acme.io"])
    let secret = "kind: Secret\ndata:\n  host: c210cC5leGFtcGxlLmNvbQ==\n"
    #expect(try found(secret, inputs, nil) == ["encoded-stand-in 3:9"])
  }
}
