import Git
import Testing

@testable import BotCore

@Suite struct TemplateReferenceTests {
  private let names: [ReferenceName] = [
    "refs/heads/main", "refs/heads/next", "refs/heads/v1.0.0", "refs/pull/1/head",
    "refs/tags/nightly", "refs/tags/v1.0.0", "refs/tags/v1.10.0", "refs/tags/v1.9.0",
    "refs/tags/v2.0.0-rc.1",
  ]

  private func name(_ ref: String?, among names: [ReferenceName]? = nil) throws -> String {
    try TemplateReference.name(
      for: ref, among: names ?? self.names, defaultBranch: "refs/heads/main"
    ).text
  }

  @Test("each way to name a reference leads to the one that its author meant")
  func finds() throws {
    #expect(try name(nil) == "refs/heads/main")
    #expect(try name("next") == "refs/heads/next")
    #expect(try name("nightly") == "refs/tags/nightly")
    #expect(try name("v1.0.0") == "refs/heads/v1.0.0")
    #expect(try name("refs/tags/v1.0.0") == "refs/tags/v1.0.0")
  }

  @Test("latest is the highest release, and a pre-release only where there is no release")
  func latest() throws {
    #expect(try name("latest") == "refs/tags/v1.10.0")
    let early: [ReferenceName] = [
      "refs/heads/main", "refs/tags/v0.1.0-rc.1", "refs/tags/v0.1.0-rc.2",
    ]
    #expect(try name("latest", among: early) == "refs/tags/v0.1.0-rc.2")
  }

  @Test("a reference that is not there is an error that names the nearest, or what there is")
  func unknown() throws {
    func problem(_ ref: String?, among names: [ReferenceName]? = nil) throws -> (String, String) {
      let error = try #require(throws: ConfigurationError.self) { try name(ref, among: names) }
      return (error.problems[0].message, error.problems[0].remedy)
    }
    #expect(
      try problem("nxt")
        == ("the template has no branch and no tag \"nxt\"", "did you mean \"next\"?"))
    #expect(try problem("zzzzzz").1.contains("main, next, v1.0.0, nightly"))
    #expect(try problem("latest", among: ["refs/heads/main"]).1.hasSuffix("branches: main"))
    #expect(try problem(nil, among: ["refs/heads/next"]).1.hasSuffix("one of: next"))
    #expect(try problem("main", among: ["refs/tags/v1.0.0"]).0.contains("the template is empty"))
  }
}
