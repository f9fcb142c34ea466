internal import BotCore
internal import Findings
internal import Foundation

/// Findings in the Static Analysis Results Interchange Format, version 2.1.0.
///
/// Source: OASIS Standard "SARIF Version 2.1.0", by its sections.
struct SARIFLog: Encodable {
  /// A run of the tool, §3.14.
  struct Run: Encodable {
    var tool: Tool
    /// What a column counts (§3.14.17): Unicode scalars.
    var columnKind = "unicodeCodePoints"
    var results: [Result]
  }

  /// The tool, §3.18.
  struct Tool: Encodable {
    var driver: Driver
  }

  /// Its only component, §3.19.
  struct Driver: Encodable {
    var name = "gitops-bot"
    var version = GitOpsBot.version
    var rules: [Rule]
  }

  /// A kind of finding, §3.49.
  struct Rule: Encodable {
    var id: String
  }

  /// A finding, §3.27.
  struct Result: Encodable {
    var ruleId: String
    /// The rule's place among the driver's.
    var ruleIndex: Int
    var level: String
    var message: Message
    var locations: [Location]
  }

  /// A text for people, §3.11.
  struct Message: Encodable {
    var text: String
  }

  /// Where a finding is, §3.28.
  struct Location: Encodable {
    var physicalLocation: PhysicalLocation
  }

  /// A place in a file, §3.29.
  struct PhysicalLocation: Encodable {
    var artifactLocation: ArtifactLocation
    var region: Region?
  }

  /// A file, §3.4.
  struct ArtifactLocation: Encodable {
    var uri: String
    /// The root of the repository, by the name that code hosts know.
    var uriBaseId = "%SRCROOT%"
  }

  /// A part of a file, §3.30.
  struct Region: Encodable {
    var startLine: Int
    var startColumn: Int?
  }

  var schema = "https://json.schemastore.org/sarif-2.1.0.json"
  var version = "2.1.0"
  var runs: [Run]

  enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case version
    case runs
  }

  init(_ findings: [Finding]) {
    let codes = Set(findings.map(\.code)).sorted()
    let results = findings.map { finding in
      Result(
        ruleId: finding.code.rawValue, ruleIndex: codes.firstIndex(of: finding.code) ?? 0,
        level: finding.severity.rawValue, message: Message(text: finding.sentence),
        locations: [Location(finding)].compactMap { $0 })
    }
    runs = [
      Run(tool: Tool(driver: Driver(rules: codes.map { Rule(id: $0.rawValue) })), results: results)
    ]
  }
}

extension SARIFLog.Location {
  /// The place of a finding; nil where no file is concerned.
  init?(_ finding: Finding) {
    guard let path = finding.path else { return nil }
    physicalLocation = SARIFLog.PhysicalLocation(
      artifactLocation: SARIFLog.ArtifactLocation(uri: path.escapedPath),
      region: finding.line.map { SARIFLog.Region(startLine: $0, startColumn: finding.column) })
  }
}

extension String {
  /// The path as a relative reference of RFC 3986.
  fileprivate var escapedPath: String {
    // A colon in the first part would make a scheme of it.
    var allowed = CharacterSet.urlPathAllowed
    allowed.remove(":")
    return addingPercentEncoding(withAllowedCharacters: allowed) ?? self
  }
}
