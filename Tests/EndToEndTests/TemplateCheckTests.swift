import Foundation
import TestSupport
import Testing

@Suite struct TemplateCheckTests {
  private func check(_ template: InitTests.Template) async throws -> ProgramResult {
    try await Bot.run(["check", "--template", "--quiet"], in: template.path)
  }

  private func configured() async throws -> InitTests.Template {
    let template = try await InitTests.Template()
    #expect(try await Bot.run(["init", "--quiet", "--write"], in: template.path).status == 0)
    try await template.commit()
    return template
  }

  @Test("a template that init has configured has no finding, and neither has the example")
  func good() async throws {
    let template = try await configured()
    let before = FolderContents(of: "\(template.path)/.git")
    let result = try await check(template)
    #expect(result.status == 0 && result.output == "", "\(result.output)\(result.errorOutput)")
    #expect(before.differences(to: FolderContents(of: "\(template.path)/.git")) == [])

    let example = try await InitTests.Template([:])
    for file in try FileManager.default.contentsOfDirectory(
      atPath: "\(Remote.project)/Examples/template")
    {
      try FileManager.default.copyItem(
        atPath: "\(Remote.project)/Examples/template/\(file)", toPath: "\(example.path)/\(file)")
    }
    for file in ["bot.config.json", "infrastructure.config.json"] {
      let place = "\(example.path)/\(file)"
      if !FileManager.default.fileExists(atPath: place) {
        try FileManager.default.copyItem(atPath: "\(Remote.project)/\(file)", toPath: place)
      }
    }
    try await example.commit()
    let own = try await check(example)
    #expect(own.status == 0 && own.output == "", "\(own.output)\(own.errorOutput)")
  }

  /// A change that makes a template worse, and what has to be said of it.
  struct Mutation: CustomTestStringConvertible, Sendable {
    let name: String
    let file: String
    let old: String
    let new: String
    let finding: String
    var testDescription: String { name }
  }

  static let mutations = [
    Mutation(
      name: "a dropped rule", file: "bot.config.json",
      old:
        #"    { "kind": "name", "from": "YOUR_SLACK_CHANNEL", "to": "{{custom.slackChannel}}" },"#,
      new: "",
      finding: "[stand-in-unruled]"),
    Mutation(
      name: "a misspelt stand-in", file: "bot.config.json", old: #""from": "my-cluster""#,
      new: #""from": "my-clutser""#,
      finding: #"nothing that may be rewritten holds "my-clutser""#),
    Mutation(
      name: "the same, for what is left", file: "bot.config.json", old: #""from": "my-cluster""#,
      new: #""from": "my-clutser""#, finding: #""my-cluster" has no rule"#),
    Mutation(
      name: "a misspelt include", file: "bot.config.json", old: "apps/**", new: "aps/**",
      finding: #"include has "aps/**", which names no file; did you mean "apps/**"?"#),
    Mutation(
      name: "the same, for what is not reached", file: "bot.config.json", old: "apps/**",
      new: "aps/**",
      finding: #""example.com" has a rule that does not reach this place"#),
    Mutation(
      name: "a new stand-in", file: "apps/web.yaml", old: "data:\n  host",
      new: "data:\n  key: CHANGEME\n  host",
      finding: #"apps/web.yaml:7:8: error: "CHANGEME" has no rule"#),
    Mutation(
      name: "a new domain", file: "apps/web.yaml", old: "data:",
      new: "data:\n  mail: mx.example.org",
      finding: #""example.org" has no rule"#),
    Mutation(
      name: "a path that leads nowhere", file: "clusters/my-cluster/apps.yaml", old: "./apps",
      new: "./app",
      finding: "[broken-reference]"),
    Mutation(
      name: "an unknown value", file: "bot.config.json", old: "{{custom.slackChannel}}",
      new: "{{custom.slackChanel}}", finding: "custom.slackChanel"),
    Mutation(
      name: "a rule that writes a stand-in", file: "bot.config.json",
      old: "{{custom.slackChannel}}",
      new: "YOUR_CHANNEL", finding: "[stand-in-unruled]"),
    Mutation(
      name: "a text to keep that stands nowhere", file: "bot.config.json", old: #"  "values""#,
      new: #"  "keep": ["your-colour"],"# + "\n" + #"  "values""#,
      finding: #"keep has "your-colour", which stands nowhere"#),
  ]

  @Test("a mistake in a template is named before anybody has it", arguments: mutations)
  func mutation(_ mutation: Mutation) async throws {
    let template = try await configured()
    try template.replace(mutation.old, with: mutation.new, in: mutation.file)
    let result = try await check(template)
    #expect(
      (result.output + result.errorOutput).contains(mutation.finding),
      "\(result.output)\(result.errorOutput)")
  }

  @Test(
    "a text that is listed in keep may stay, and a repository without configuration is told of init"
  )
  func keep() async throws {
    let template = try await configured()
    try template.replace(
      "data:\n  host", with: "data:\n  docs: your-colour\n  host", in: "apps/web.yaml")
    #expect(try await check(template).output.contains(#""your-colour" has no rule"#))
    try template.replace(
      #"  "values""#, with: #"  "keep": ["your-colour"],"# + "\n" + #"  "values""#,
      in: "bot.config.json")
    let result = try await check(template)
    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")

    let other = try await InitTests.Template()
    let refused = try await check(other)
    #expect(refused.status == 1)
    #expect(refused.errorOutput.contains("run gitops-bot init --write"), "\(refused.errorOutput)")
  }
}
