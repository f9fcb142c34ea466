internal import Findings
internal import YAML

/// The comments by which an owner says that a finding is right as it is.
///
/// `# gitops-bot: ignore CODE reason` holds for its own line and for the next one that is not such
/// a comment alone; a finding of a whole file is ignored on the first line.
struct IgnoreComments {
  private var codes: [String: [Int: Set<String>]] = [:]
  /// What is wrong with the comments themselves.
  private(set) var findings: [Finding] = []

  private static let mark = "# gitops-bot: ignore"

  /// Reads the comments of a file.
  mutating func add(_ bytes: [UInt8], at path: String) {
    guard bytes.withUnsafeBytes({ $0.contains("# gitops-bot: ignore") }) else { return }
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var carried: Set<String> = []
    for (index, line) in lines.enumerated() {
      let (found, isAlone) = read(line, number: index + 1, path)
      codes[path, default: [:]][index + 1] = found.union(carried)
      carried = isAlone ? found.union(carried) : found
    }
  }

  /// Whether a comment speaks of this finding.
  func covers(_ finding: Finding) -> Bool {
    guard let path = finding.path else { return false }
    return codes[path]?[finding.line ?? 1]?.contains(finding.code.rawValue) ?? false
  }

  /// The codes that a line ignores, and whether nothing else is in it.
  private mutating func read(
    _ line: Substring, number: Int, _ path: String
  ) -> (codes: Set<String>, isAlone: Bool) {
    guard let range = line.firstRange(of: Self.mark) else { return ([], false) }
    let before = line[..<range.lowerBound]
    let isAlone = before.allSatisfy(\.isWhitespace)
    let words = line[range.upperBound...].split(whereSeparator: \.isWhitespace)
    guard words.count > 1 else {
      findings.append(
        Finding(
          .ignoreWithoutReason, .warning, path: path, line: number,
          column: before.unicodeScalars.count + 1, "this comment ignores nothing without a reason",
          remedy: "write \(Self.mark) CODE and why it is right as it is"))
      return ([], isAlone)
    }
    return ([String(words[0])], isAlone)
  }
}
