import Foundation
import TestSupport
import Testing

@Suite struct ThreatModelTests {
  @Test("each promise of the threat model is shown by tests that there are")
  func tests() throws {
    let text = try String(
      contentsOfFile: "\(Remote.project)/docs/threat-model.md", encoding: .utf8)
    let named = text.matches(of: /`(\w+Tests)\.(\w+)`/).map { (String($0.1), String($0.2)) }
    #expect(named.count > 40)
    let sources = try Self.sources()
    for (suite, function) in named {
      // Two modules may have a suite of one name.
      let suites = sources.filter { $0.contains("struct \(suite) ") }
      #expect(!suites.isEmpty, "there is no suite \(suite)")
      #expect(
        suites.contains { $0.contains("func \(function)(") }, "\(suite) has no test \(function)")
    }
  }

  /// The texts of all files with tests.
  private static func sources() throws -> [String] {
    let folder = "\(Remote.project)/Tests"
    let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return try paths.filter { $0.hasSuffix("Tests.swift") }
      .map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
  }
}
