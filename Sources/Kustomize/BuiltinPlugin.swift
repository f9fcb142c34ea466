internal import YAML

/// What a configuration of a built-in plugin does: a resource named under `transformers`, `generators` or
/// `validators`.
///
/// Values in here have the form that the same field of a kustomization has, with the names of their fields in
/// the usual case, and are to be read with `.lenient`: the plugins leave out unknown fields and take numbers
/// for texts. Source: `api/internal/builtins`, `api/internal/plugins/loader`.
enum BuiltinPlugin: Hashable, Sendable {
  case labels([String: String], [FieldSpec])
  case annotations([String: String], [FieldSpec])
  case prefix(String, [FieldSpec])
  case suffix(String, [FieldSpec])
  /// The prefix first.
  case prefixAndSuffix(prefix: String, suffix: String, [FieldSpec])
  case namespace(NamespaceSetting)
  /// An element of `images`.
  case image(Value, [FieldSpec])
  /// An element of `replicas`.
  case replicas(Value, [FieldSpec])
  /// An element of `patches`.
  case patch(Value)
  /// `patchesStrategicMerge`, and a text with more such patches.
  case strategicMergePatches([String], text: String)
  /// An element of `patchesJson6902`.
  case jsonPatch(Value)
  case replacements([Replacement.Reference])
  case addValue(ValueAddition)
  /// Adds hashes to the names of what needs them.
  case hash
  /// An element of `configMapGenerator`.
  case configMap(Value)
  /// An element of `secretGenerator`.
  case secret(Value)

  /// A namespace as `NamespaceTransformer` sets it.
  struct NamespaceSetting: Hashable, Sendable {
    var namespace: String
    var specs: [FieldSpec]
    /// Whether resources that have a namespace keep it.
    var isForUnset: Bool
    /// `defaultOnly`, `none` or `allServiceAccounts`.
    var subjects: String
  }
}

extension BuiltinPlugin {
  /// The plugin that a resource configures.
  ///
  /// - Throws: `BuildError` for plugins that are not built in, for Helm charts, and for wrong fields.
  init(_ resource: Resource) throws(BuildError) {
    let type = resource.type
    guard type.group.isEmpty, type.version == "builtin" else {
      throw BuildError.unsupported(
        "\(type.kind)/\(resource.name) configures an external plugin, and Flux runs none",
        remedy: "use a field of the kustomization, or a resource with apiVersion: builtin")
    }
    guard let shape = Self.shapes[type.kind] else {
      guard !["HelmChartInflationGenerator", "IAMPolicyGenerator"].contains(type.kind) else {
        throw BuildError.unsupported("the plugin \(type.kind) is not run here")
      }
      throw BuildError("unable to load builtin \(type)", remedy: "correct its kind")
    }
    do {
      let value = shape.canonical(try resource.node.value())
      try self.init(type.kind, value, BuiltinPluginFields(value, shape.names, type.kind))
    } catch {
      var error = error
      error.message = "plugin \(type.kind)/\(resource.name): \(error.message)"
      throw error
    }
  }

  private init(
    _ kind: String, _ value: Value, _ fields: BuiltinPluginFields
  ) throws(BuildError) {
    switch kind {
    case "LabelTransformer": self = .labels(try fields.reader.textMap("labels"), try fields.specs())
    case "AnnotationsTransformer":
      self = .annotations(try fields.reader.textMap("annotations"), try fields.specs())
    case "PrefixTransformer":
      self = .prefix(try fields.reader.text("prefix"), try fields.neededSpecs())
    case "SuffixTransformer":
      self = .suffix(try fields.reader.text("suffix"), try fields.neededSpecs())
    case "PrefixSuffixTransformer":
      self = .prefixAndSuffix(
        prefix: try fields.reader.text("prefix"), suffix: try fields.reader.text("suffix"),
        try fields.neededSpecs())
    case "NamespaceTransformer": self = .namespace(try fields.namespace())
    case "ImageTagTransformer": self = .image(value["imageTag"] ?? .map([:]), try fields.specs())
    case "ReplicaCountTransformer":
      self = .replicas(value["replica"] ?? .map([:]), try fields.specs())
    case "ValueAddTransformer": self = .addValue(try ValueAddition(fields.reader))
    case "ReplacementTransformer": self = .replacements(try fields.replacements())
    case "HashTransformer": self = .hash
    default: try self.init(patchOrGenerator: kind, value, fields)
    }
  }

  private init(
    patchOrGenerator kind: String, _ value: Value, _ fields: BuiltinPluginFields
  ) throws(BuildError) {
    switch kind {
    case "PatchTransformer":
      self = .patch(value.only(["path", "patch", "target", "options"]))
    case "PatchJson6902Transformer": self = .jsonPatch(try fields.jsonPatch(value))
    case "PatchStrategicMergeTransformer":
      let paths = try fields.reader.texts("paths")
      let text = try fields.reader.text("patches")
      guard !paths.isEmpty || !text.isEmpty else {
        throw BuildError("empty file path and empty patch content")
      }
      self = .strategicMergePatches(paths, text: text)
    case "ConfigMapGenerator": self = .configMap(fields.generator(value))
    default: self = .secret(fields.generator(value))
    }
  }
}

extension BuiltinPlugin {
  private static let id = ["group", "version", "kind", "name", "namespace"]
  private static let selector = FieldShape(id + ["annotationSelector", "labelSelector"])

  /// The fields of each plugin.
  private static let shapes: [String: FieldShape] = {
    let spec = FieldShape(["group", "version", "kind", "path", "create"])
    let options = FieldShape(["labels", "annotations", "disableNameSuffixHash", "immutable"])
    let metadata = FieldShape(["name", "namespace", "labels", "annotations"])
    func shape(_ names: [String], _ inner: [String: FieldShape] = [:]) -> FieldShape {
      FieldShape(names + ["fieldSpecs"], inner.merging(["fieldSpecs": spec]) { first, _ in first })
    }
    let generator = FieldShape(
      [
        "metadata", "name", "namespace", "behavior", "literals", "files", "envs", "env", "options",
        "type",
      ], ["metadata": metadata, "options": options])
    let target = FieldShape(
      ["selector", "fieldPath", "filePathPosition"], ["selector": selector])
    return [
      "LabelTransformer": shape(["labels"]),
      "AnnotationsTransformer": shape(["annotations"]),
      "PrefixTransformer": shape(["prefix"]),
      "SuffixTransformer": shape(["suffix"]),
      "PrefixSuffixTransformer": shape(["prefix", "suffix"]),
      "NamespaceTransformer": shape(
        ["metadata", "unsetOnly", "setRoleBindingSubjects"], ["metadata": metadata]),
      "ImageTagTransformer": shape(
        ["imageTag"],
        ["imageTag": FieldShape(["name", "newName", "tagSuffix", "newTag", "digest"])]),
      "ReplicaCountTransformer": shape(["replica"], ["replica": FieldShape(["name", "count"])]),
      "PatchTransformer": FieldShape(
        ["path", "patch", "target", "options"],
        ["target": selector, "options": FieldShape(["allowNameChange", "allowKindChange"])]),
      "PatchJson6902Transformer": FieldShape(["target", "path", "jsonOp"], ["target": selector]),
      "PatchStrategicMergeTransformer": FieldShape(["paths", "patches"]),
      "ReplacementTransformer": FieldShape(
        ["replacements"], ["replacements": Replacement.shape]),
      "ValueAddTransformer": FieldShape(
        ["value", "targets", "targetFilePath"], ["targets": target]),
      "HashTransformer": FieldShape([]),
      "ConfigMapGenerator": generator,
      "SecretGenerator": generator,
    ]
  }()
}

extension Value {
  fileprivate func only(_ names: [String]) -> Value {
    guard case .map(let members) = self else { return self }
    return .map(members.filter { names.contains($0.key) })
  }
}

/// Reads the fields of a plugin's configuration.
private struct BuiltinPluginFields {
  let reader: FieldReader

  init(_ value: Value, _ names: [String], _ kind: String) throws(BuildError) {
    reader = try FieldReader(value, names, kind, .lenient)
  }

  func specs() throws(BuildError) -> [FieldSpec] {
    try reader.list("fieldSpecs") { value, context throws(BuildError) in
      let names = ["group", "version", "kind", "path", "create"]
      let fields = try FieldReader(value, names, context, .lenient)
      let type = ResourceType(
        group: try fields.text("group"), version: try fields.text("version"),
        kind: try fields.text("kind"))
      return FieldSpec(
        try fields.text("path"), type, isCreated: try fields.flag("create") ?? false)
    }
  }

  func neededSpecs() throws(BuildError) -> [FieldSpec] {
    guard reader.has("fieldSpecs") else {
      throw BuildError(
        "fieldSpecs is missing", remedy: "add fieldSpecs: [{path: metadata/name}]")
    }
    return try specs()
  }

  func namespace() throws(BuildError) -> BuiltinPlugin.NamespaceSetting {
    let namespace = try reader.object("metadata") { value, context throws(BuildError) in
      let names = ["name", "namespace", "labels", "annotations"]
      return try FieldReader(value, names, context, .lenient).text("namespace")
    }
    var subjects = try reader.text("setRoleBindingSubjects")
    if subjects.isEmpty { subjects = "defaultOnly" }
    guard ["defaultOnly", "none", "allServiceAccounts"].contains(subjects) else {
      throw BuildError(
        "invalid value \"\(subjects)\" for setRoleBindingSubjects",
        remedy: "write defaultOnly, none or allServiceAccounts")
    }
    return BuiltinPlugin.NamespaceSetting(
      namespace: namespace ?? "", specs: try specs(),
      isForUnset: try reader.flag("unsetOnly") ?? false, subjects: subjects)
  }

  func replacements() throws(BuildError) -> [Replacement.Reference] {
    try reader.list("replacements") { value, context throws(BuildError) in
      try Replacement.reference(value, context, .lenient, keepsEmptyTargets: true)
    }
  }

  func jsonPatch(_ value: Value) throws(BuildError) -> Value {
    let path = try reader.text("path")
    let text = try reader.text("jsonOp")
    guard path.isEmpty != text.isEmpty else {
      throw BuildError("must specify a file path or jsonOp, and not both")
    }
    guard value["target", "name"]?.plainText?.isEmpty == false else {
      throw BuildError("must specify the target name", remedy: "add target with a name")
    }
    guard case .map(var members) = value.only(["target", "path"]) else { return value }
    if path.isEmpty { members["patch"] = .string(text) }
    return .map(members)
  }

  /// An element of a generator field: name and namespace may stand in `metadata`.
  func generator(_ value: Value) -> Value {
    guard case .map(var members) = value else { return value }
    for name in ["name", "namespace"] where members[name]?.plainText?.isEmpty ?? true {
      members[name] = value["metadata", name]
    }
    members["metadata"] = nil
    return .map(members)
  }
}
