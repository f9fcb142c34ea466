import Foundation
import TestSupport

/// The few forms of YAML that our workflow and our action are written in.
struct GitHubFile {
  private let lines: [String]

  /// Reads a file of this project.
  init(_ path: String) throws {
    let text = try String(contentsOfFile: "\(Remote.project)/\(path)", encoding: .utf8)
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The lines below the first line that reads `key`, as far as they are indented deeper.
  private func block(_ key: String) throws -> [String] {
    guard let start = lines.firstIndex(where: { $0.trimmingCharacters(in: .whitespaces) == key })
    else { throw TestSupportError("there is no \(key)") }
    let depth = indentation(lines[start])
    return Array(lines[(start + 1)...].prefix { $0.isEmpty || indentation($0) > depth })
  }

  private func indentation(_ line: String) -> Int { line.prefix { $0 == " " }.count }

  /// The names with their texts below `key`, such as `with:`.
  func entries(_ key: String) throws -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: try block(key).compactMap { line in
        guard !line.contains("#"), let colon = line.range(of: ": ") else { return nil }
        return (
          line[..<colon.lowerBound].trimmingCharacters(in: .whitespaces),
          String(line[colon.upperBound...])
        )
      })
  }

  /// The text folded below `key`, such as `if: >-`.
  func folded(_ key: String) throws -> String {
    try block(key).map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
  }

  /// When a workflow is run on a schedule.
  func crons() throws -> [String] {
    try block("schedule:").compactMap { line in
      guard let start = line.firstRange(of: "- cron: ") else { return nil }
      return line[start.upperBound...].trimmingCharacters(in: ["\""])
    }
  }

  /// What the inputs of an action are where nobody gives them.
  func defaults() throws -> [String: String] {
    var defaults: [String: String] = [:]
    var input = ""
    for line in try block("inputs:") {
      let text = line.trimmingCharacters(in: .whitespaces)
      if indentation(line) == 2 { input = String(text.dropLast()) }
      if text.hasPrefix("default: ") {
        defaults[input] = text.dropFirst("default: ".count).trimmingCharacters(in: ["\""])
      }
    }
    return defaults
  }
}
