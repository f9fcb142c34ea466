import Findings
import Flux
import Testing

@testable import BotCore

@Suite struct BaselineTests {
  private struct OneFile: ManifestTree {
    var text: String?

    func file(_ path: String) -> [UInt8]? {
      path == BotFile.baseline ? text.map { Array($0.utf8) } : nil
    }

    func entries(of folder: String) -> [(name: String, isFolder: Bool)]? { [] }
  }

  @Test("what was written is read again, and covers a finding that has moved in its file")
  func roundTrip() throws {
    let finding = Finding(.apiRemoved, .error, path: "f", line: 3, "message", remedy: "r")
    var moved = finding
    moved.line = 9
    var other = finding
    other.message = "another"
    let bytes = try Baseline(of: [finding, moved]).encoded()
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasSuffix("]\n") && text.contains("\"message\" : \"message\""))
    let read = try Baseline(in: OneFile(text: text))
    #expect(read.entries.count == 1)
    #expect(read.covers(finding) && read.covers(moved) && !read.covers(other))
  }

  @Test("without the file nothing is covered")
  func absent() throws {
    #expect(try Baseline(in: OneFile(text: nil)).entries.isEmpty)
  }

  @Test("a malformed baseline stops the check", arguments: ["[", "{}", "[{\"code\": 1}]"])
  func malformed(text: String) {
    #expect(throws: BotError.self) { try Baseline(in: OneFile(text: text)) }
  }
}
