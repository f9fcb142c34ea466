internal import YAML

/// A value of a field that stands in other fields as `$(NAME)`: an element of `vars`.
///
/// Source: `api/types/var.go`.
public struct Variable: Hashable, Sendable {
  public var name: String
  /// The resource by its first or a later name; an empty namespace fits all.
  public var object: ResourceID
  public var path: String

  /// A variable of a kustomization.
  ///
  /// - Throws: `BuildError` for unknown fields and wrong types.
  init(
    _ value: Value, _ context: String, _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    let fields = try FieldReader(value, ["name", "objref", "fieldref"], context, strictness)
    name = try fields.text("name")
    object =
      try fields.object("objref") { value, context throws(BuildError) in
        try Self.object(value, context, strictness)
      } ?? ResourceID(ResourceType(), name: "")
    let path = try fields.object("fieldref") { value, context throws(BuildError) in
      try FieldReader(value, ["fieldPath"], context, strictness).text("fieldPath")
    }
    self.path = path.flatMap { $0.isEmpty ? nil : $0 } ?? Replacement.defaultPath
  }

  private static func object(
    _ value: Value, _ context: String, _ strictness: FieldReader.Strictness
  ) throws(BuildError) -> ResourceID {
    let names = ["apiVersion", "group", "version", "kind", "name", "namespace"]
    let fields = try FieldReader(value, names, context, strictness)
    var type = ResourceType(
      group: try fields.text("group"), version: try fields.text("version"),
      kind: try fields.text("kind"))
    let apiVersion = try fields.text("apiVersion")
    let parts = apiVersion.pieces(at: "/")
    if !apiVersion.isEmpty, parts.count <= 2 {
      // An apiVersion without a group leaves the group that is written beside it.
      if parts.count == 2 { type.group = parts[0] }
      type.version = parts[parts.count - 1]
    }
    return ResourceID(
      type, name: try fields.text("name"), namespace: try fields.text("namespace"),
      isClusterScoped: false)
  }
}

/// The variables of a build, by their names.
public struct VariableSet: Hashable, Sendable {
  private var variables: [String: Variable] = [:]

  public init() {}

  /// Adds variables.
  ///
  /// - Throws: `BuildError` where one of that name is there.
  public mutating func merge(_ new: [Variable]) throws(BuildError) {
    for variable in new {
      guard variables.updateValue(variable, forKey: variable.name) == nil else {
        throw BuildError(
          "var '\(variable.name)' already encountered",
          remedy: "give each of vars a name of its own, in bases too")
      }
    }
  }

  /// Adds the variables of a kustomization that this one includes.
  ///
  /// - Throws: `BuildError` where one of that name is there.
  public mutating func merge(_ other: VariableSet) throws(BuildError) {
    try merge(other.sorted)
  }

  /// The variables in the order of their names.
  public var sorted: [Variable] {
    variables.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }
}
