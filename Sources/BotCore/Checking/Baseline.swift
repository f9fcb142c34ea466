internal import Findings
internal import Flux
internal import Foundation
internal import YAML

/// The findings that a repository has come to terms with: `.gitops-bot-baseline.json`.
struct Baseline: Codable, Hashable, Sendable {
  /// A finding, wherever in its file it stands.
  struct Entry: Codable, Hashable, Sendable {
    var code: String
    var path: String?
    var message: String
  }

  var entries: Set<Entry>

  init(entries: Set<Entry>) {
    self.entries = entries
  }

  /// A baseline that lists `findings`.
  init(of findings: [Finding]) {
    entries = Set(findings.map(Entry.init))
  }

  /// Reads the file of a tree, if it has one.
  ///
  /// - Throws: BotError when it is no list of findings.
  init(in tree: some ManifestTree) throws(BotError) {
    guard let bytes = tree.file(BotFile.baseline) else {
      self.init(entries: [])
      return
    }
    let root = try configuration { () throws(ConfigurationError) in
      try parsedJSON(bytes, file: BotFile.baseline)
    }
    do {
      self.init(entries: Set(try JSONDecoder().decode([Entry].self, from: Data(bytes))))
    } catch {
      throw BotError(
        "the baseline is no list of objects with \"code\", \"path\" and \"message\"",
        file: BotFile.baseline, position: root.position,
        remedy: "write it again with gitops-bot check --write-baseline")
    }
  }

  /// Whether a finding is among those.
  func covers(_ finding: Finding) -> Bool { entries.contains(Entry(finding)) }

  /// The bytes of the file: stable order, ends with a newline.
  func encoded() throws(ConfigurationError) -> [UInt8] {
    let sorted = entries.sorted {
      ($0.path ?? "", $0.code, $0.message) < ($1.path ?? "", $1.code, $1.message)
    }
    return try stableJSON(sorted, file: BotFile.baseline) + Array("\n".utf8)
  }
}

extension Baseline.Entry {
  init(_ finding: Finding) {
    self.init(code: finding.code.rawValue, path: finding.path, message: finding.message)
  }
}
