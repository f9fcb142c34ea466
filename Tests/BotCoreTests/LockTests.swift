import Git
import Rules
import Testing

@testable import BotCore
@testable import YAML

@Suite struct LockTests {
  private static let commit = ObjectID(hex: "0123456789abcdef0123456789abcdef01234567") ?? .zero

  private func lock() -> Lock {
    var inputs = Inputs()
    inputs.configMaps = [
      Inputs.GeneratedConfigMap(
        environment: "production", path: "manifests/config.yaml", name: "infrastructure-config",
        namespace: "flux-system",
        values: .map([
          "count": .int(3), "flag": .bool(true), "version": .string("1.30"), "none": .null,
          "share": .double(0.5), "list": .list([.string("a/b")]),
        ]))
    ]
    let template = Lock.Template(url: nil, ref: nil, commit: Self.commit)
    return Lock(
      template: template, inputs: inputs, rendered: Self.commit,
      wired: WiredPieces(
        shared: ["resource:manifests/kustomization.yaml:config.yaml"],
        clusters: [
          WiredCluster(environment: "production", pieces: ["substituteFrom:flux-system/web"])
        ]),
      previous: Lock.Previous(template: template, inputs: Inputs(), rendered: Self.commit))
  }

  @Test("what a proposal was made from is read back as it was written, types included")
  func roundTrip() throws {
    let bytes = try lock().encoded()
    #expect(try Lock.decode(bytes) == lock())
    #expect(try Lock.decode(bytes).encoded() == bytes)
  }

  /// The lock as an earlier version wrote it: one list for all clusters.
  private func earlier(_ version: Int) throws -> String {
    let text = String(decoding: try lock().encoded(), as: UTF8.self)
    let start = try #require(text.firstRange(of: "  \"wired\" : {")).lowerBound
    let end = try #require(text[start...].firstRange(of: "\n  }\n")).upperBound
    let list = """
        "wired" : [
          "resource:manifests/kustomization.yaml:config.yaml",
          "substituteFrom:flux-system/web"
        ]

      """
    return (text[..<start] + list + text[end...])
      .replacing("\"version\" : 3", with: "\"version\" : \(version)")
  }

  @Test("a lock of the first format is read on, with nothing unresolved")
  func migration() throws {
    let text = try earlier(1).replacing("  \"unresolved\" : [\n\n  ],\n", with: "")
    #expect(text.contains("\"version\" : 1") && !text.contains("unresolved"))
    #expect(try Lock.decode(Array(text.utf8)) == lock())
  }

  @Test("what a lock of the second format says of all clusters is said of each environment's")
  func migrationOfWiring() throws {
    let text = try earlier(2)
    #expect(text.contains("\"version\" : 2") && text.contains("unresolved"))
    #expect(try Lock.decode(Array(text.utf8)) == lock())
  }

  @Test("the file is stable text that a person can review")
  func text() throws {
    let text = String(decoding: try lock().encoded(), as: UTF8.self)
    #expect(text.hasSuffix("}\n"))
    #expect(text.contains("\"manifests/config.yaml\""))
    #expect(text.contains("\n  \"version\" : \(Lock.currentVersion),\n"))
  }

  struct Broken: Sendable {
    let text: String
    let message: String
    let line: Int
    let column: Int
  }

  @Test(
    "a lock that cannot be trusted stops the run and says where",
    arguments: [
      Broken(text: "", message: "", line: 1, column: 1),
      Broken(text: "{\n  \"version\": 1,\n}", message: "", line: 2, column: 15),
      Broken(text: "{}", message: "the lock has no version", line: 1, column: 1),
      Broken(text: "[]", message: "the lock has no version", line: 1, column: 1),
      Broken(
        text: "\n{\"version\": \"1\"}", message: "the lock has no version", line: 2, column: 1),
      Broken(text: "{\"version\": 4}", message: "the lock has version 4", line: 1, column: 1),
      Broken(text: "{\"version\": 3}", message: "the lock cannot be read", line: 1, column: 1),
      Broken(text: "{\"version\": 2}", message: "the lock cannot be read", line: 1, column: 1),
    ])
  func broken(_ broken: Broken) {
    let error = #expect(throws: ConfigurationError.self) {
      try Lock.decode(Array(broken.text.utf8))
    }
    let problem = error?.problems.first
    #expect(problem?.message.hasPrefix(broken.message) == true, "\(problem?.message ?? "")")
    #expect(problem?.location == "gitops-bot.lock.json:\(broken.line):\(broken.column)")
    #expect(problem?.remedy.isEmpty == false)
  }

  @Test(
    "what a lock names by an id or a path is one, and the error says which is not",
    arguments: [
      (
        "\"commit\" : \"\(commit)\"", "\"commit\" : \"+refs/heads/*:refs/heads/*\"",
        "template.commit"
      ),
      ("\"commit\" : \"\(commit)\"", "\"commit\" : \"HEAD\"", "template.commit"),
      ("\"commit\" : \"\(commit)\"", "\"commit\" : \"0123456\"", "template.commit"),
      ("\"rendered\" : \"\(commit)\"", "\"rendered\" : \"refs/heads/main\"", "rendered"),
      ("\"rendered\" : \"\(commit)\"", "\"rendered\" : 3", "rendered"),
      ("manifests/config.yaml\"", "../config.yaml\"", "inputs.configMaps[0].path"),
      ("manifests/config.yaml\"", "/etc/passwd\"", "inputs.configMaps[0].path"),
      ("manifests/config.yaml\"", ".git/hooks/post-checkout\"", "inputs.configMaps[0].path"),
    ])
  func untrusted(_ present: String, _ hostile: String, _ place: String) throws {
    let text = String(decoding: try lock().encoded(), as: UTF8.self)
    let changed = text.replacing(present, with: hostile)
    #expect(changed != text)
    let error = try #require(throws: ConfigurationError.self) {
      try Lock.decode(Array(changed.utf8))
    }
    let problem = error.problems[0]
    #expect(problem.message.contains(place), "\(problem.message)")
    let lines = changed.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.lastIndex { $0.contains(hostile) }) + 1
    #expect(problem.location.hasPrefix("gitops-bot.lock.json:\(line):"), "\(problem)")
  }
}
