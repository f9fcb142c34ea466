internal import Findings

/// Findings as lines for people: errors first, and last what is left of the template, which may be much.
struct FindingLines {
  let lines: [String]

  init(_ findings: [Finding]) {
    let standIns = findings.filter { $0.code == .standInLeft }
    let others = findings.filter { $0.code != .standInLeft }
    let severities: [Finding.Severity] = [.error, .warning, .note]
    lines =
      severities.flatMap { severity in others.filter { $0.severity == severity }.map(\.text) }
      + Self.folded(standIns)
  }

  /// One line for each file.
  private static func folded(_ findings: [Finding]) -> [String] {
    let groups = Dictionary(grouping: findings) { $0.path ?? "" }
    return groups.sorted { $0.key < $1.key }.compactMap { _, group in
      guard var first = group.first else { return nil }
      if group.count > 1 {
        first.message += ", and \((group.count - 1).counted("other")) in this file"
      }
      return first.text
    }
  }
}
