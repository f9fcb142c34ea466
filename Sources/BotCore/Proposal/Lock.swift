internal import Foundation
internal import Manifests

/// `gitops-bot.lock.json`: what the last merged proposal was made from.
///
/// It is read from the base branch only, so it never speaks of a proposal that was not merged.
struct Lock: Codable, Hashable, Sendable {
  /// The name under which a repository keeps this file.
  static let fileName = "gitops-bot.lock.json"
  /// The format that this engine writes, and the newest that it reads.
  static let currentVersion = 2

  /// The template commit, and where it came from.
  struct Template: Codable, Hashable, Sendable {
    /// Nil when the repository itself is the template.
    var url: String?
    var ref: String?
    /// T as a hexadecimal commit id.
    var commit: String
  }

  /// What `undo` goes back to.
  struct Previous: Codable, Hashable, Sendable {
    var template: Template
    var inputs: Inputs
    var rendered: String
  }

  var version = Lock.currentVersion
  var template: Template
  var inputs: Inputs
  /// The commit of `rendered(T, I)` on `refs/gitops-bot/rendered`.
  var rendered: String
  /// Where the bot listed the ConfigMaps, so that what the owner removed is not added again.
  var wired: [String]
  /// What was changed on both sides and has not been decided since; empty for none.
  var unresolved: [Conflict] = []
  /// The digest of the inputs that `undo` took back: a run with the same ones stays quiet.
  var undone: String?
  var previous: Previous?

  /// The inputs that values are looked up in, also after they were taken back.
  var knownInputs: Inputs {
    undone == nil ? inputs : previous?.inputs ?? inputs
  }

  /// Decodes the bytes of a lock.
  ///
  /// - Throws: ConfigurationError for malformed JSON, for a version that is newer than this engine
  ///   and for anything else that a lock cannot hold.
  static func decode(_ bytes: [UInt8]) throws(ConfigurationError) -> Lock {
    let root = try parsedJSON(bytes, file: fileName)
    guard case .int(let version)? = root.value[path: ["version"]] else {
      throw ConfigurationError(
        "the lock has no version", file: fileName, position: root.position,
        remedy: "restore the file from the last merged proposal")
    }
    guard version <= currentVersion else {
      throw ConfigurationError(
        "the lock has version \(version), this gitops-bot knows versions to \(currentVersion)",
        file: fileName, position: root.position, remedy: "update gitops-bot")
    }
    do {
      let bytes = try migrated(root.value, from: version) ?? bytes
      return try JSONDecoder().decode(Lock.self, from: Data(bytes))
    } catch {
      throw ConfigurationError(
        "the lock cannot be read (\(describe(error)))", file: fileName, position: root.position,
        remedy: "restore the file from the last merged proposal")
    }
  }

  /// The lock of an older engine in today's format; nil when it is that already.
  private static func migrated(
    _ lock: Value, from version: Int
  ) throws(ConfigurationError) -> [UInt8]? {
    guard version < currentVersion, case .map(var members) = lock else { return nil }
    // Version 1 had no list of conflicts: libgit2's merge kept our side and forgot them.
    members["unresolved"] = members["unresolved"] ?? .list([])
    members["version"] = .int(currentVersion)
    return try stableJSON(Value.map(members), file: fileName)
  }

  /// The bytes of the file: stable order, ends with a newline.
  func encoded() throws(ConfigurationError) -> [UInt8] {
    try stableJSON(self, file: Lock.fileName) + Array("\n".utf8)
  }
}

/// JSON with sorted keys and stable indentation.
///
/// - Throws: ConfigurationError when a number cannot be written as JSON (infinity, not a number).
func stableJSON(_ value: some Encodable, file: String) throws(ConfigurationError) -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  do {
    return Array(try encoder.encode(value))
  } catch {
    throw ConfigurationError(
      "a value cannot be written as JSON (\(describe(error)))", file: file,
      remedy: "remove numbers that are infinite or not numbers")
  }
}

/// The place and reason of a coding error, without the noise of its type.
private func describe(_ error: any Error) -> String {
  func at(_ context: DecodingError.Context) -> String {
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    return (path.isEmpty ? "" : "at \(path): ") + context.debugDescription
  }
  switch error as? DecodingError {
  case .dataCorrupted(let context), .keyNotFound(_, let context),
    .typeMismatch(_, let context), .valueNotFound(_, let context):
    return at(context)
  default: return String(describing: error)
  }
}
