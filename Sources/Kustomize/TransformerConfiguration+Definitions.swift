public import YAML

extension TransformerConfiguration {
  /// The fields that an OpenAPI definition of custom resources marks: a file of `crds`.
  ///
  /// The file maps names of types, as `example.com/api/v1.Boat`, to `Schema` with `properties`;
  /// these carry `x-kubernetes-object-ref-kind` and the like. A CustomResourceDefinition is no such
  /// file, and kustomize fails for it. Source: `api/internal/accumulator/loadconfigfromcrds.go` of
  /// kustomize 5.8.
  /// - Parameter definitions: the first document of the file.
  /// - Throws: `BuildError` for a file of another shape.
  public init(definitions: Value) throws(BuildError) {
    let reading = try DefinitionReading(definitions)
    self.init()
    for name in reading.properties.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      guard let properties = reading.properties[name],
        ["kind", "apiVersion", "metadata"].allSatisfy({ properties[$0] != nil })
      else { continue }
      let kind = name.split(separator: ".", omittingEmptySubsequences: false).last ?? ""
      var added = TransformerConfiguration()
      try reading.collect(name, ResourceType(kind: String(kind)), [], [], into: &added)
      try merge(added)
    }
  }
}

private struct DefinitionReading {
  /// The properties of each type.
  var properties: [String: [String: Value]] = [:]

  init(_ definitions: Value) throws(BuildError) {
    guard definitions != .null else { return }
    guard case .map(let types) = definitions else { throw Self.mismatch("the file", "a map") }
    for (name, type) in types {
      guard case .map = type else {
        guard type == .null else { throw Self.mismatch(name, "a map") }
        continue
      }
      // The fields of a definition fit in any case, those of its schema do not.
      func field(_ wanted: String) -> Value? {
        type.members.last { $0.key.lowercased() == wanted }?.value
      }
      if let others = field("dependencies") { try SchemaShape.texts.check(others, name) }
      guard let schema = field("schema") else { continue }
      try SchemaShape.schema.check(schema, name)
      if case .map(let members)? = schema["properties"] { properties[name] = members }
    }
  }

  fileprivate static func mismatch(_ name: String, _ wanted: String) -> BuildError {
    BuildError(
      "\(name) must be \(wanted) in a file of crds",
      remedy: "crds takes OpenAPI definitions by the names of their types; list a "
        + "CustomResourceDefinition in resources")
  }

  /// Adds the fields that the properties of a type mark, and those of the types that they refer to.
  func collect(
    _ name: String, _ type: ResourceType, _ path: [String], _ outer: [String],
    into configuration: inout TransformerConfiguration
  ) throws(BuildError) {
    guard let members = properties[name] else { return }
    guard !outer.contains(name) else {
      throw BuildError(
        "the definition of \(name) refers to itself, for which kustomize crashes",
        remedy: "leave the reference to it out of the file of crds")
    }
    for (key, property) in Value.map(members).members {
      let path = path + [key]
      try collect(property, type, path, into: &configuration)
      if case .string(let reference)? = property["$ref"] {
        try collect(reference, type, path, outer + [name], into: &configuration)
      }
    }
  }

  private func collect(
    _ property: Value, _ type: ResourceType, _ path: [String],
    into configuration: inout TransformerConfiguration
  ) throws(BuildError) {
    func mark(_ name: String) -> String? {
      if case .string(let text)? = property["x-kubernetes-" + name] { text } else { nil }
    }
    let spec = FieldSpec(path.joined(separator: "/"), type)
    if mark("annotation") != nil {
      try FieldSpec.merge([spec], into: &configuration.commonAnnotations)
    }
    if mark("label-selector") != nil {
      try FieldSpec.merge([spec], into: &configuration.commonLabels)
    }
    if mark("identity") != nil { try FieldSpec.merge([spec], into: &configuration.namePrefix) }
    if let version = mark("object-ref-api-version"), let kind = mark("object-ref-kind") {
      let name = mark("object-ref-name-key") ?? "name"
      let field = FieldSpec(spec.path + "/" + name, type)
      try configuration.merge(
        NameBackReferences(ResourceType(version: version, kind: kind), [field]))
    }
  }
}

/// What a field of a schema must be, for those that kustomize reads with a type.
///
/// Null counts as missing. Source: `pkg/validation/spec/schema.go` of kube-openapi.
private enum SchemaShape: String {
  case text = "a text"
  case flag = "true or false"
  case number = "a number"
  case whole = "a whole number"
  case list = "a list"
  case texts = "a list of texts"
  case textOrTexts = "a text or a list of texts"
  case schema = "a map"
  case flagOrSchema = "true, false or a map"
  case schemas = "a list of maps"
  case schemasByName = "a map of maps"
  case schemaOrSchemas = "a map or a list of maps"

  private static let fields: [(shape: SchemaShape, names: [String])] = [
    (.text, ["id", "description", "format", "title", "pattern", "discriminator"]),
    (.flag, ["nullable", "exclusiveMaximum", "exclusiveMinimum", "uniqueItems", "readOnly"]),
    (.number, ["maximum", "minimum", "multipleOf"]),
    (
      .whole,
      ["maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"]
    ),
    (.list, ["enum"]), (.texts, ["required"]), (.textOrTexts, ["type"]),
    (.schemas, ["allOf", "oneOf", "anyOf"]), (.schema, ["not"]),
    (.schemasByName, ["properties", "patternProperties", "definitions"]),
    (.schemaOrSchemas, ["items"]), (.flagOrSchema, ["additionalProperties", "additionalItems"]),
  ]

  /// - Throws: `BuildError` where the value, or something in it, has another shape.
  func check(_ value: Value, _ name: String) throws(BuildError) {
    switch (self, value) {
    case (_, .null), (.text, .string), (.flag, .bool), (.number, .int), (.number, .double),
      (.whole, .int), (.list, .list), (.textOrTexts, .string), (.flagOrSchema, .bool):
      break
    case (.texts, .list(let elements)), (.textOrTexts, .list(let elements)):
      for element in elements { try SchemaShape.text.check(element, name) }
    case (.schemas, .list(let elements)), (.schemaOrSchemas, .list(let elements)):
      for element in elements { try SchemaShape.schema.check(element, name) }
    case (.schemasByName, .map(let members)):
      for (key, member) in members { try SchemaShape.schema.check(member, name + "." + key) }
    case (.schema, .map), (.flagOrSchema, .map), (.schemaOrSchemas, .map):
      for (shape, fields) in Self.fields {
        for field in fields {
          if let member = value[field] { try shape.check(member, name + "." + field) }
        }
      }
    case (.schemaOrSchemas, _): break  // kustomize takes anything else for nothing.
    default: throw DefinitionReading.mismatch(name, rawValue)
    }
  }
}
