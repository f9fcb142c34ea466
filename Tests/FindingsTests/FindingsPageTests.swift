import Findings
import Foundation
import Testing

@Suite struct FindingsPageTests {
  private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../docs/findings.md").standardizedFileURL

  /// The heading above the table of a subject.
  private static func heading(_ subject: FindingCode.Explanation.Subject) -> String {
    switch subject {
    case .proposal: "## About the proposal\n"
    case .manifests: "## About the manifests\n"
    }
  }

  private static func table(_ subject: FindingCode.Explanation.Subject) -> String {
    let rows = FindingCode.allCases.map { (code: $0, text: $0.explanation) }
      .filter { $0.text.subject == subject }
      .map { "| `\($0.code)` | \($0.text.severity) | \($0.text.summary) | \($0.text.remedy) |\n" }
    return "| code | severity | what it says | what to do |\n| --- | --- | --- | --- |\n"
      + rows.joined()
  }

  /// The page with its tables as the list of codes has them.
  private static func generated(from page: String) throws -> String {
    var page = page
    for subject in FindingCode.Explanation.Subject.allCases {
      let section = try #require(page.range(of: heading(subject)))
      let start = try #require(
        page.range(of: "| code |", range: section.upperBound..<page.endIndex))
      let end = try #require(page.range(of: "\n\n", range: start.lowerBound..<page.endIndex))
      let table = table(subject)
      page.replaceSubrange(start.lowerBound..<page.index(after: end.lowerBound), with: table)
    }
    return page
  }

  @Test("whoever looks a finding up finds it explained; GITOPS_BOT_RECORD=1 writes the page anew")
  func page() throws {
    let present = try String(contentsOf: Self.page, encoding: .utf8)
    let wanted = try Self.generated(from: present)
    if present != wanted, ProcessInfo.processInfo.environment["GITOPS_BOT_RECORD"] == "1" {
      try wanted.write(to: Self.page, atomically: true, encoding: .utf8)
    }
    #expect(present == wanted, "docs/findings.md is not what Sources/Findings says")
  }

  @Test("a baseline and a comment find each code by a name that can be typed")
  func names() {
    for code in FindingCode.allCases {
      #expect(code.rawValue.wholeMatch(of: /[a-z]+(-[a-z]+)+/) != nil, "\(code)")
      #expect(!code.explanation.summary.isEmpty)
      #expect(!code.explanation.remedy.isEmpty)
    }
  }
}
