internal import YAML

/// What the generators of a kustomization do alike: `generatorOptions`, and `options` of one.
///
/// Source: `api/types/generatoroptions.go`.
public struct GeneratorOptions: Hashable, Sendable {
  public var labels: [String: String] = [:]
  public var annotations: [String: String] = [:]
  /// Whether names get no hash.
  public var disableNameSuffixHash = false
  public var isImmutable = false

  public init() {}

  init(
    _ value: Value, _ context: String, _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    let names = ["labels", "annotations", "disableNameSuffixHash", "immutable"]
    let fields = try FieldReader(value, names, context, strictness)
    labels = try fields.textMap("labels")
    annotations = try fields.textMap("annotations")
    disableNameSuffixHash = try fields.flag("disableNameSuffixHash") ?? false
    isImmutable = try fields.flag("immutable") ?? false
  }

  /// These options of one generator with those of all: its own texts win, but whatever is true in
  /// one of both is true.
  public func merged(withGeneral general: GeneratorOptions) -> GeneratorOptions {
    var options = self
    options.labels.merge(general.labels) { own, _ in own }
    options.annotations.merge(general.annotations) { own, _ in own }
    options.disableNameSuffixHash = disableNameSuffixHash || general.disableNameSuffixHash
    options.isImmutable = isImmutable || general.isImmutable
    return options
  }
}

/// What `configMapGenerator` and `secretGenerator` have in common.
///
/// Source: `api/types/generatorargs.go`, `kvpairsources.go`.
public struct GeneratorArguments: Hashable, Sendable {
  public var name = ""
  public var namespace = ""
  /// `create`, `replace` or `merge`; everything else counts as unspecified.
  public var behavior = ""
  /// `key=value`.
  public var literals: [String] = []
  /// `path` or `key=path`.
  public var files: [String] = []
  /// The paths of files with `key=value` lines.
  public var environmentFiles: [String] = []
  public var options: GeneratorOptions?

  public init() {}

  static let names = [
    "namespace", "name", "behavior", "literals", "files", "envs", "env", "options",
  ]

  init(_ fields: FieldReader, _ strictness: FieldReader.Strictness) throws(BuildError) {
    name = try fields.text("name")
    namespace = try fields.text("namespace")
    behavior = try fields.text("behavior")
    literals = try fields.texts("literals")
    files = try fields.texts("files")
    environmentFiles = try fields.texts("envs")
    // The old field of one file comes last.
    let old = try fields.text("env")
    if !old.isEmpty { environmentFiles.append(old) }
    options = try fields.object("options") { value, context throws(BuildError) in
      try GeneratorOptions(value, context, strictness)
    }
  }
}

/// An element of `configMapGenerator`.
public struct ConfigMapArguments: Hashable, Sendable {
  public var arguments: GeneratorArguments

  public init(_ arguments: GeneratorArguments) { self.arguments = arguments }

  init(
    _ value: Value, _ context: String, _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    let fields = try FieldReader(value, GeneratorArguments.names, context, strictness)
    arguments = try GeneratorArguments(fields, strictness)
  }
}

/// An element of `secretGenerator`.
public struct SecretArguments: Hashable, Sendable {
  public var arguments: GeneratorArguments
  /// The type of the Secret; empty for `Opaque`.
  public var type: String

  public init(_ arguments: GeneratorArguments, type: String = "") {
    self.arguments = arguments
    self.type = type
  }

  init(
    _ value: Value, _ context: String, _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    let names = GeneratorArguments.names + ["type"]
    let fields = try FieldReader(value, names, context, strictness)
    arguments = try GeneratorArguments(fields, strictness)
    type = try fields.text("type")
  }
}
