internal import Flux
internal import YAML

/// `infrastructure.config.json` with the overrides written into it.
struct InfrastructureFile: Sendable {

  /// What the proposal will hold; equal to what was read when no override changed it.
  var bytes: [UInt8]
  /// The same with positions.
  var parsed: PositionedValue
  var root: Value
  var configuration: InfrastructureConfiguration
  /// Every mistake in the file, with its position.
  var problems: [ConfigurationError.Problem]

  /// Decodes `bytes`, or an empty object when the repository has no such file.
  ///
  /// - Throws: ConfigurationError where the file is no JSON object, and where an override has no place in it.
  init(
    reading bytes: [UInt8]?, overrides: Overrides, environment: String?,
    keys: ValueKeys = ValueKeys()
  ) throws(ConfigurationError) {
    let original = bytes ?? Array("{}\n".utf8)
    self.bytes = try overrides.written(
      into: original, file: BotFile.infrastructure, environment: environment)
    parsed = try parsedJSON(self.bytes, file: BotFile.infrastructure)
    root = parsed.value
    (configuration, problems) = try InfrastructureConfiguration.read(
      parsed, file: BotFile.infrastructure, keys: keys)
  }

  /// The value of `key` for the environment at `index`, as text; nil when the file does not say.
  func text(of key: ValueKey, environment index: Int) -> String? {
    key.paths(environment: index).lazy.compactMap { root[path: $0]?.plainText }
      .first { !$0.isEmpty }
  }

  /// Whether something stands at the place of `key` that is no value: it is among the problems.
  func isUnreadable(_ key: ValueKey, at index: Int) -> Bool {
    text(of: key, environment: index) == nil
      && key.paths(environment: index).contains { root[path: $0].map { $0 != .null } ?? false }
  }

  /// The provider of the cluster of the environment at `index`.
  func provider(environment index: Int) -> String? {
    root[path: ["environments", String(index), "cluster", "provider"]]?.plainText
  }
}

extension InfrastructureFile {
  /// Refuses generated values that no ConfigMap of variables can hold, where they stand in the file.
  ///
  /// - Throws: ConfigurationError when two values would get one variable, and for a text that is
  ///   longer than a whole ConfigMap may be.
  func checkVariables(of values: Value) throws(ConfigurationError) {
    if let long = InfrastructureFile.tooLong(in: parsed) {
      throw ConfigurationError(
        "this value is longer than a ConfigMap may be", file: BotFile.infrastructure,
        position: long.position, remedy: "keep it within \(ConfigMap.maximumSize) bytes")
    }
    do {
      _ = try flatVariables(of: values)
    } catch {
      throw ConfigurationError(
        "\(error.firstPath) and \(error.secondPath) would both become the variable \(error.name)",
        file: BotFile.infrastructure, position: position(ofVariable: error.secondPath),
        remedy: "rename one of the two")
    }
  }

  /// Where the value stands that became `path`, such as `infraConfig.storage.a_b`; nil when it is
  /// not written at the top of the file.
  private func position(ofVariable path: String) -> TextPosition? {
    var value = parsed
    var position: TextPosition?
    for key in path.split(separator: ".").dropFirst() {
      guard let member = value.member(String(key)) else { return position }
      position = member.keyPosition
      value = member.value
    }
    return position
  }

  private static func tooLong(in value: PositionedValue) -> PositionedValue? {
    switch value.kind {
    case .string(let text): text.utf8.count > ConfigMap.maximumSize ? value : nil
    case .list(let items): items.lazy.compactMap(tooLong).first
    case .map(let members): members.lazy.map(\.value).compactMap(tooLong).first
    case .null, .bool, .int, .double: nil
    }
  }
}
