internal import YAML

extension Replacement {
  private static let names = ["source", "targets", "sourceValue"]

  /// An element of `replacements`: a replacement, or the path of a file with some.
  enum Reference: Hashable, Sendable {
    case inline(Replacement)
    case file(String)
  }

  /// An element of `replacements` in a kustomization.
  ///
  /// - Parameters:
  ///   - value: the element.
  ///   - context: what it is, for messages.
  ///   - strictness: how fields are taken.
  ///   - keepsEmptyTargets: whether an empty list of targets counts as one, as it does in the configuration of
  ///     a plugin; a kustomization's list is written out as YAML first, which leaves out empty ones.
  /// - Returns: the replacement, or the path.
  /// - Throws: `BuildError` for unknown fields and wrong types, and where both a path and a replacement are
  ///   given.
  static func reference(
    _ value: Value, _ context: String, _ strictness: FieldReader.Strictness,
    keepsEmptyTargets: Bool = false
  ) throws(BuildError) -> Reference {
    let fields = try FieldReader(value, names + ["path"], context, strictness)
    var replacement = try Replacement(fields, strictness)
    let path = try fields.text("path")
    if !keepsEmptyTargets, replacement.targets?.isEmpty == true { replacement.targets = nil }
    guard !path.isEmpty else { return .inline(replacement) }
    guard replacement.source == nil, replacement.targets?.isEmpty ?? true else {
      throw BuildError(
        "\(context): cannot specify both path and inline replacement",
        remedy: "move one of them into an element of its own")
    }
    return .file(path)
  }

  /// A replacement without a path.
  ///
  /// - Throws: `BuildError` for unknown fields and wrong types.
  init(
    _ value: Value, _ context: String, _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    try self.init(FieldReader(value, Self.names, context, strictness), strictness)
  }

  private init(
    _ fields: FieldReader, _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    source = try fields.object("source") { value, context throws(BuildError) in
      try Source(value, context, strictness)
    }
    text = try fields.optionalText("sourceValue")
    guard fields.has("targets") else { return }
    targets = try fields.list("targets") { value, context throws(BuildError) in
      try Target(value, context, strictness)
    }
  }

  /// The replacements of a file: one, or a list of them.
  ///
  /// Fields that are not known are left out; numbers and booleans count as texts. Source: the decoder of
  /// sigs.k8s.io/yaml without `DisallowUnknownFields`.
  ///
  /// - Throws: `BuildError` for other content and wrong types.
  static func list(ofFile value: Value) throws(BuildError) -> [Replacement] {
    switch value {
    case .list(let elements):
      var list: [Replacement] = []
      for (index, element) in elements.enumerated() {
        list.append(try Replacement(shape.canonical(element), "[\(index)]", .lenient))
      }
      return list
    case .map: return [try Replacement(shape.canonical(value), "", .lenient)]
    default: throw BuildError("a file of replacements must hold a map or a list of maps")
    }
  }

  /// The fields of a replacement, `path` among them.
  static let shape: FieldShape = {
    let options = FieldShape(Options.names)
    let selector = FieldShape(Selector.names)
    let source = FieldShape(Source.names, ["options": options])
    let target = FieldShape(
      Target.names, ["select": selector, "reject": selector, "options": options])
    return FieldShape(names + ["path"], ["source": source, "targets": target])
  }()
}

extension Replacement.Options {
  fileprivate static let names = ["delimiter", "index", "encoding", "create"]

  fileprivate init(
    _ value: Value, _ context: String, _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    let fields = try FieldReader(value, Self.names, context, strictness)
    delimiter = try fields.text("delimiter")
    index = try fields.number("index") ?? 0
    // kustomize reads the encoding and does nothing with it.
    _ = try fields.text("encoding")
    isCreated = try fields.flag("create") ?? false
  }
}

extension Replacement.Source {
  fileprivate static let names = ResourceID.fieldNames + ["fieldPath", "options"]

  fileprivate init(
    _ value: Value, _ context: String, _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    let fields = try FieldReader(value, Self.names, context, strictness)
    id = try ResourceID(fields)
    path = try fields.text("fieldPath")
    options = try fields.object("options") { value, context throws(BuildError) in
      try Replacement.Options(value, context, strictness)
    }
  }
}

extension Replacement.Selector {
  fileprivate static let names =
    ResourceID.fieldNames + ["annotationSelector", "labelSelector"]

  fileprivate init(
    _ value: Value, _ context: String, _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    guard value != .null else { throw BuildError("\(context) must not be null") }
    let fields = try FieldReader(value, Self.names, context, strictness)
    id = try ResourceID(fields)
    annotationSelector = try fields.text("annotationSelector")
    labelSelector = try fields.text("labelSelector")
  }
}

extension Replacement.Target {
  fileprivate static let names = ["select", "reject", "fieldPaths", "options"]

  fileprivate init(
    _ value: Value, _ context: String, _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    guard value != .null else { throw BuildError("\(context) must not be null") }
    let fields = try FieldReader(value, Self.names, context, strictness)
    let selector = { (value: Value, context: String) throws(BuildError) in
      try Replacement.Selector(value, context, strictness)
    }
    select = try fields.object("select", selector)
    reject = try fields.list("reject", selector)
    paths = try fields.texts("fieldPaths")
    options = try fields.object("options") { value, context throws(BuildError) in
      try Replacement.Options(value, context, strictness)
    }
  }
}

extension ResourceID {
  fileprivate static let fieldNames = ["group", "version", "kind", "name", "namespace"]

  /// The identity that a selector names; nothing is looked up in a schema.
  fileprivate init(_ fields: FieldReader) throws(BuildError) {
    let type = ResourceType(
      group: try fields.text("group"), version: try fields.text("version"),
      kind: try fields.text("kind"))
    self.init(
      type, name: try fields.text("name"), namespace: try fields.text("namespace"),
      isClusterScoped: false)
  }
}
