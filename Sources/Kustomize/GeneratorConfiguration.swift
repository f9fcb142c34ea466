internal import YAML

extension ConfigMapArguments {
  /// What a file of `generators` says: a `ConfigMapGenerator` of `apiVersion: builtin`.
  ///
  /// Source: `api/internal/builtins/ConfigMapGenerator.go`.
  /// - Throws: `BuildError` for a field of the wrong type.
  init(configuration value: Value) throws(BuildError) {
    try self.init(value.withoutOldField, "", .lenient)
    try arguments.takeMetadata(of: value)
  }
}

extension SecretArguments {
  /// What a file of `generators` says: a `SecretGenerator` of `apiVersion: builtin`.
  ///
  /// Source: `api/internal/builtins/SecretGenerator.go`.
  /// - Throws: `BuildError` for a field of the wrong type.
  init(configuration value: Value) throws(BuildError) {
    try self.init(value.withoutOldField, "", .lenient)
    try arguments.takeMetadata(of: value)
  }
}

extension GeneratorArguments {
  /// Takes the name and namespace of the metadata, where none are written beside it.
  fileprivate mutating func takeMetadata(of value: Value) throws(BuildError) {
    let metadata = value["metadata"] ?? .null
    let fields = try FieldReader(metadata, ["name", "namespace"], "metadata", .lenient)
    if name.isEmpty { name = try fields.text("name") }
    if namespace.isEmpty { namespace = try fields.text("namespace") }
  }
}

extension Value {
  /// This map without `env`, which counts in a kustomization only.
  fileprivate var withoutOldField: Value {
    guard case .map(var members) = self else { return self }
    members["env"] = nil
    return .map(members)
  }
}
