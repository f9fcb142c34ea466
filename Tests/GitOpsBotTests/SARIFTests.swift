import BotCore
import Findings
import Foundation
import Testing

@testable import GitOpsBot

@Suite struct SARIFTests {
  private func run(_ findings: [Finding]) throws -> [String: Any] {
    let text = try NeutralText.json(SARIFLog(findings))
    let log = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(log["version"] as? String == "2.1.0")
    #expect(log["$schema"] as? String == "https://json.schemastore.org/sarif-2.1.0.json")
    let runs = try #require(log["runs"] as? [[String: Any]])
    #expect(runs.count == 1)
    return try #require(runs.first)
  }

  private func results(_ findings: [Finding]) throws -> [[String: Any]] {
    try #require(try run(findings)["results"] as? [[String: Any]])
  }

  private func place(_ result: [String: Any]) throws -> [String: Any] {
    let locations = try #require(result["locations"] as? [[String: Any]])
    return try #require(locations.first?["physicalLocation"] as? [String: Any])
  }

  @Test("a code host closes its alerts when nothing is wrong: the results are empty, not absent")
  func none() throws {
    #expect(try results([]).isEmpty)
    let tool = try #require(try run([])["tool"] as? [String: [String: Any]])
    #expect(tool["driver"]?["name"] as? String == "gitops-bot")
    #expect(tool["driver"]?["version"] as? String == GitOpsBot.version)
    #expect((tool["driver"]?["rules"] as? [Any])?.isEmpty == true)
  }

  @Test("each result names its rule, its level and what to do")
  func several() throws {
    let all = findings + findings
    let tool = try #require(try run(all)["tool"] as? [String: [String: Any]])
    let rules = try #require(tool["driver"]?["rules"] as? [[String: String]]).map { $0["id"] ?? "" }
    #expect(rules == ["stand-in-left", "values-clash", "yaml-invalid"])
    let results = try results(all)
    #expect(results.count == 6)
    for (finding, result) in zip(all, results) {
      #expect(result["ruleId"] as? String == finding.code.rawValue)
      #expect((result["ruleIndex"] as? Int).map { rules[$0] } == finding.code.rawValue)
      #expect(result["level"] as? String == finding.severity.rawValue)
      #expect((result["message"] as? [String: String])?["text"] == finding.sentence)
    }
  }

  @Test("a result stands where the finding is, and nowhere where no file is concerned")
  func places() throws {
    let results = try results(findings)
    let line = try place(results[0])
    #expect(line["region"] as? [String: Int] == ["startLine": 3, "startColumn": 7])
    #expect(
      line["artifactLocation"] as? [String: String]
        == ["uri": "apps/chat.yaml", "uriBaseId": "%SRCROOT%"])
    #expect(try place(results[1])["region"] == nil)
    #expect((results[2]["locations"] as? [Any])?.isEmpty == true)
  }

  @Test(
    "a code host finds the file, whatever it is called",
    arguments: [
      ("a b.yaml", "a%20b.yaml"), ("c:1.yaml", "c%3A1.yaml"), ("100%25.yaml", "100%2525.yaml"),
      ("a?b#c.yaml", "a%3Fb%23c.yaml"), ("ä\n.yaml", "%C3%A4%0A.yaml"),
    ])
  func names(_ path: String, _ uri: String) throws {
    let finding = Finding(.apiRemoved, .error, path: path, line: 1, "wrong", remedy: "")
    let place = try place(try results([finding])[0])
    #expect((place["artifactLocation"] as? [String: String])?["uri"] == uri)
  }

  @Test(
    "hidden text in a message reaches the code host as it is, and no log", arguments: Awkward.texts)
  func messages(_ text: String) throws {
    let finding = Finding(.apiRemoved, .warning, text, remedy: "")
    #expect((try results([finding])[0]["message"] as? [String: String])?["text"] == text)
    let json = try NeutralText.json(SARIFLog([finding]))
    #expect(Awkward.hidden.isDisjoint(with: json.unicodeScalars))
  }
}
