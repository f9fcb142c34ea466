internal import YAML

/// An element of `labels`.
///
/// Source: `api/types/labels.go`.
public struct LabelArguments: Hashable, Sendable {
  /// The labels to set.
  public var pairs: [String: String] = [:]
  /// Whether selectors get them, too, and with them templates.
  public var includesSelectors = false
  /// Whether templates get them, too.
  public var includesTemplates = false
  /// Further fields that get them.
  public var fields: [FieldSpec] = []

  public init() {}

  init(
    _ value: Value, _ context: String, _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    let names = ["pairs", "includeSelectors", "includeTemplates", "fields"]
    let reader = try FieldReader(value, names, context, strictness)
    pairs = try reader.textMap("pairs")
    includesSelectors = try reader.flag("includeSelectors") ?? false
    includesTemplates = try reader.flag("includeTemplates") ?? false
    fields = try reader.list("fields") { value, context throws(BuildError) in
      try Self.field(value, context, strictness)
    }
  }

  private static func field(
    _ value: Value, _ context: String, _ strictness: FieldReader.Strictness
  ) throws(BuildError) -> FieldSpec {
    let names = ["group", "version", "kind", "path", "create"]
    let reader = try FieldReader(value, names, context, strictness)
    let type = ResourceType(
      group: try reader.text("group"), version: try reader.text("version"),
      kind: try reader.text("kind"))
    return FieldSpec(
      try reader.text("path"), type, isCreated: try reader.flag("create") ?? false)
  }
}

/// The fields that labels go to: those of the transformer configuration.
public struct LabelFields: Hashable, Sendable {
  /// `labels`: of all elements of `labels`.
  public var labels: [FieldSpec]
  /// `commonLabels`: of `commonLabels`, and of `labels` with selectors.
  public var common: [FieldSpec]
  /// `templateLabels`: of `labels` with templates.
  public var templates: [FieldSpec]

  public init(labels: [FieldSpec], common: [FieldSpec], templates: [FieldSpec]) {
    self.labels = labels
    self.common = common
    self.templates = templates
  }

  /// The fields of one element of `labels`.
  ///
  /// Source: `LabelTransformer` in `api/internal/target/kusttarget_configplugin.go`.
  /// - Throws: `BuildError` where two specs of one field differ in whether it is made.
  func fields(of label: LabelArguments) throws(BuildError) -> [FieldSpec] {
    var fields = label.fields
    try FieldSpec.merge(labels, into: &fields)
    if label.includesSelectors {
      try FieldSpec.merge(common, into: &fields)
    } else {
      if label.includesTemplates { try FieldSpec.merge(templates, into: &fields) }
      try FieldSpec.merge([FieldSpec("metadata/labels", isCreated: true)], into: &fields)
    }
    return fields
  }
}
