internal import Foundation
internal import Git
internal import YAML

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
    /// T.
    var commit: ObjectID
  }

  /// A tree that needs no wiring any more.
  struct Finished: Codable, Hashable, Sendable {
    /// The proposal's without the lock, on `refs/gitops-bot/finished`.
    var tree: ObjectID
    /// The version of the bot that finished it.
    var engine: String
  }

  /// What `undo` goes back to.
  struct Previous: Codable, Hashable, Sendable {
    var template: Template
    var inputs: Inputs
    var rendered: ObjectID
  }

  var version = Lock.currentVersion
  var template: Template
  var inputs: Inputs
  /// The commit of `rendered(T, I)` on `refs/gitops-bot/rendered`.
  var rendered: ObjectID
  /// What was finished with `inputs`, and had nothing to say again; nil where there is no such thing, as with
  /// locks of earlier versions.
  var finished: Finished?
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

  /// Decodes the bytes of a lock: each id is read as an id, and each path as one that leads into the
  /// repository.
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
    let lock: Lock
    do {
      let bytes = try migrated(root.value, from: version) ?? bytes
      lock = try JSONDecoder().decode(Lock.self, from: Data(bytes))
    } catch {
      let place = place(of: error)
      throw unreadable(place.reason, at: place.path, in: root)
    }
    try lock.checkPaths(in: root)
    return lock
  }

  /// Paths of a lock are written to and removed from trees.
  private func checkPaths(in root: PositionedValue) throws(ConfigurationError) {
    for (holder, inputs) in [([], inputs), (["previous"], previous?.inputs)]
      as [([String], Inputs?)]
    {
      for (index, map) in (inputs?.configMaps ?? []).enumerated() where !isSafePath(map.path) {
        throw Lock.unreadable(
          "not a path in the repository",
          at: holder + ["inputs", "configMaps", "\(index)", "path"],
          in: root)
      }
    }
    for (index, conflict) in unresolved.enumerated() where !isSafePath(conflict.path) {
      throw Lock.unreadable(
        "not a path in the repository", at: ["unresolved", "\(index)", "path"], in: root)
    }
  }

  private static func unreadable(
    _ reason: String, at path: [String], in root: PositionedValue
  ) -> ConfigurationError {
    var (value, name) = (root, "")
    for key in path {
      if let index = Int(key), case .list(let items) = value.kind, items.indices.contains(index) {
        (value, name) = (items[index], "\(name)[\(index)]")
      } else {
        name += name.isEmpty ? key : ".\(key)"
        guard let member = value.member(key) else { break }
        value = member.value
      }
    }
    return ConfigurationError(
      "the lock cannot be read (\(name.isEmpty ? "" : "at \(name): ")\(reason))", file: fileName,
      position: value.position, remedy: "restore the file from the last merged proposal")
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

/// The reason of a coding error, without the noise of its type.
private func describe(_ error: any Error) -> String { place(of: error).reason }

/// The place and reason of a coding error.
private func place(of error: any Error) -> (path: [String], reason: String) {
  func steps(_ context: DecodingError.Context) -> [String] {
    context.codingPath.map { key in key.intValue.map(String.init) ?? key.stringValue }
  }
  switch error as? DecodingError {
  case .keyNotFound(let key, let context):
    return (steps(context) + [key.stringValue], context.debugDescription)
  case .dataCorrupted(let context), .typeMismatch(_, let context), .valueNotFound(_, let context):
    return (steps(context), context.debugDescription)
  default: return ([], String(describing: error))
  }
}
