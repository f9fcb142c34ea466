internal import YAML

/// `infrastructure.config.json` with the overrides written into it.
struct InfrastructureFile: Sendable {
  /// The name under which a repository keeps this file.
  static let name = "infrastructure.config.json"

  /// What the proposal will hold; equal to what was read when no override changed it.
  var bytes: [UInt8]
  /// The same with positions.
  var parsed: PositionedValue
  var root: Value
  var configuration: InfrastructureConfiguration

  /// Decodes `bytes`, or an empty object when the repository has no such file.
  ///
  /// - Throws: ConfigurationError with a position for every mistake in the file.
  init(
    reading bytes: [UInt8]?, overrides: Overrides, environment: String?
  ) throws(ConfigurationError) {
    let original = bytes ?? Array("{}\n".utf8)
    self.bytes = try overrides.written(
      into: original, file: InfrastructureFile.name, environment: environment)
    parsed = try parsedJSON(self.bytes, file: InfrastructureFile.name)
    root = parsed.value
    configuration = try InfrastructureConfiguration.decode(parsed, file: InfrastructureFile.name)
  }

  /// The value of `key` for the environment at `index`, as text; nil when the file does not say.
  func text(of key: ValueKey, environment index: Int) -> String? {
    guard let path = key.path(environment: index) else { return nil }
    return root[path: path]?.plainText.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The provider of the cluster of the environment at `index`.
  func provider(environment index: Int) -> String? {
    root[path: ["environments", String(index), "cluster", "provider"]]?.plainText
  }
}
