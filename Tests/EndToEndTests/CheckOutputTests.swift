import Foundation
import TestSupport
import Testing

@Suite struct CheckOutputTests {
  /// A repository with an error, a warning, a finding without a line, and awkward names.
  private func remote() async throws -> Remote {
    var files = BadInput.sound
    files["manifests/a b,c:1%.yaml"] = "a: 1\nb: [\n"
    files["manifests/my-cluster/site.yaml"] = "a: example.com\n"
    return try await Remote.holding(files)
  }

  @Test("GitHub shows each finding beside its line, whatever the file is called")
  func github() async throws {
    let remote = try await remote()
    let result = try await Bot.run(["check", remote.url, "--output", "github"])
    #expect(result.status == 1)
    #expect(result.errorOutput == "")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 3)
    let error = lines.first { $0.hasPrefix("::error ") }
    let place = "::error file=manifests/a b%2Cc%3A1%25.yaml,line=3,col=1,title=yaml-invalid::"
    #expect(error?.hasPrefix(place) == true, "\(error ?? "")")
    #expect(
      lines.contains(
        "::warning file=manifests/my-cluster,title=stand-in-left::the name \"my-cluster\" holds a "
          + "stand-in; rename it to \"acme-production\""))
  }

  private struct Log: Decodable {
    struct Run: Decodable {
      struct Tool: Decodable {
        struct Driver: Decodable {
          struct Rule: Decodable {
            var id: String
          }
          var name: String
          var rules: [Rule]
        }
        var driver: Driver
      }
      struct Result: Decodable {
        struct Message: Decodable {
          var text: String
        }
        struct Location: Decodable {
          struct Physical: Decodable {
            struct Artifact: Decodable {
              var uri: String
              var uriBaseId: String
            }
            struct Region: Decodable {
              var startLine: Int
              var startColumn: Int
            }
            var artifactLocation: Artifact
            var region: Region?
          }
          var physicalLocation: Physical
        }
        var ruleId: String
        var ruleIndex: Int
        var level: String
        var message: Message
        var locations: [Location]
      }
      var tool: Tool
      var columnKind: String
      var results: [Result]
    }
    var version: String
    var runs: [Run]
  }

  @Test("SARIF says what the text says, in the words of the standard")
  func sarif() async throws {
    let remote = try await remote()
    let result = try await Bot.run(["check", remote.url, "--output", "sarif"])
    #expect(result.status == 1)
    let log = try JSONDecoder().decode(Log.self, from: Data(result.standardOutput))
    #expect(
      result.output.contains("\"$schema\" : \"https://json.schemastore.org/sarif-2.1.0.json\""))
    #expect(log.version == "2.1.0")
    let run = try #require(log.runs.first)
    #expect(log.runs.count == 1 && run.columnKind == "unicodeCodePoints")
    #expect(run.tool.driver.name == "gitops-bot")
    let ids = run.tool.driver.rules.map(\.id)
    #expect(ids == ["stand-in-left", "yaml-invalid"])
    #expect(run.results.count == 3)
    for result in run.results {
      #expect(ids[result.ruleIndex] == result.ruleId)
      #expect(["error", "warning", "note"].contains(result.level))
      #expect(!result.message.text.isEmpty)
      let place = try #require(result.locations.first?.physicalLocation)
      #expect(place.artifactLocation.uriBaseId == "%SRCROOT%")
      #expect(place.region.map { $0.startLine > 0 && $0.startColumn > 0 } ?? true)
    }
    let invalid = run.results.first { $0.ruleId == "yaml-invalid" }?.locations.first
    #expect(
      invalid?.physicalLocation.artifactLocation.uri == "manifests/a%20b,c%3A1%25.yaml")
    #expect(invalid?.physicalLocation.region?.startLine == 3)
    let text = try await Bot.run(["check", remote.url, "--quiet"])
    #expect(text.output.split(separator: "\n").count == 3)
    #expect(text.errorOutput == "")
  }

  @Test("JSON has no findings rather than none of it when all is well")
  func empty() async throws {
    let remote = try await Remote.holding(["a.yaml": "a: 1\n"])
    let json = try await Bot.run(["check", remote.url, "--output", "json"])
    #expect(json.output.filter { !$0.isWhitespace } == "{\"findings\":[]}")
    let sarif = try await Bot.run(["check", remote.url, "--output", "sarif"])
    let log = try JSONDecoder().decode(Log.self, from: Data(sarif.standardOutput))
    #expect(log.runs.map(\.results.count) == [0])
    #expect(try await Bot.run(["check", remote.url, "--output", "github"]).output == "")
  }
}
