/// A field of the resources of a type, as kustomize's configurations name it.
///
/// Source: `api/types/fieldspec.go`, `api/filters/fieldspec`.
public struct FieldSpec: Hashable, Sendable {
  /// The types; empty parts fit everything.
  public var type: ResourceType
  /// Keys with `/` between them; `\/` stands for a slash in a key, `[]` behind a key for a list.
  public var path: String {
    didSet { keys = Self.keys(of: path) }
  }
  /// Whether missing maps and the field are made.
  public var isCreated: Bool

  public init(_ path: String, _ type: ResourceType = ResourceType(), isCreated: Bool = false) {
    self.path = path
    self.type = type
    self.isCreated = isCreated
    keys = Self.keys(of: path)
  }

  /// The keys of `path`, which are asked for at every resource.
  private(set) var keys: [String]

  /// Splits at slashes that have no backslash before them; one at the start counts as none.
  static func keys(of path: String, separator: Character = "/") -> [String] {
    var keys = [""]
    var isEscaped = false
    for character in path {
      if character == separator, !isEscaped {
        keys.append("")
      } else if character == separator {
        keys[keys.count - 1].removeLast()
        keys[keys.count - 1].append(character)
      } else {
        keys[keys.count - 1].append(character)
      }
      isEscaped = character == "\\"
    }
    if keys.count > 1, path.first == separator { keys.removeFirst() }
    return keys
  }

  /// The name of a field by a key of a path.
  ///
  /// - Throws: `BuildError` for a key that is none: kustomize takes numbers, `-`, `*` and brackets for
  ///   elements of a list, and fails as there is a map.
  static func fieldName(_ key: Substring) throws(BuildError) -> String {
    guard let first = key.first else {
      throw BuildError("cannot set or create an empty field name")
    }
    if first.isLetter { return String(key) }
    let isBracketed = first == "[" && key.last == "]"
    guard !isBracketed, key != "-", key != "*", key != " ", Int(key) == nil else {
      throw BuildError(
        "the path has \(key) where there is a map",
        remedy: "paths of field specs name fields; what is in lists needs no step")
    }
    return String(key)
  }

  /// Adds those of `new` that are not in `specs` yet.
  ///
  /// - Throws: `BuildError` where one is there that differs in whether fields are made.
  public static func merge(
    _ new: [FieldSpec], into specs: inout [FieldSpec]
  ) throws(BuildError) {
    for spec in new {
      let known = specs.first { $0.type.isSelected(by: spec.type) && $0.path == spec.path }
      guard let known else {
        specs.append(spec)
        continue
      }
      guard known.isCreated == spec.isCreated else {
        throw BuildError("conflicting fieldspecs for \(spec.path)")
      }
    }
  }
}

extension ManifestNode {
  /// Calls `body` with each node that `specs` name in this resource.
  ///
  /// - Parameters:
  ///   - specs: the fields.
  ///   - kind: what is made where a field is missing and its spec says that it is made; nil makes nothing.
  ///   - body: may change the node.
  /// - Throws: what `body` throws, and `BuildError` where something else than a map or list is in the way.
  public mutating func visit(
    _ specs: [FieldSpec], creating kind: ManifestNode? = nil,
    _ body: (inout ManifestNode) throws(BuildError) -> Void
  ) throws(BuildError) {
    guard !specs.isEmpty else { return }
    let type = ResourceType(
      apiVersion: self["apiVersion"]?.text ?? "", kind: self["kind"]?.text ?? "")
    for spec in specs where type.isSelected(by: spec.type) {
      do {
        try visit(spec.keys[...], creating: spec.isCreated ? kind : nil, body)
      } catch {
        var error = error
        let name = self["metadata"]?["name"]?.text ?? ""
        error.message = "considering field '\(spec.path)' of \(type)/\(name): \(error.message)"
        throw error
      }
    }
  }

  private mutating func visit(
    _ keys: ArraySlice<String>, creating kind: ManifestNode?,
    _ body: (inout ManifestNode) throws(BuildError) -> Void
  ) throws(BuildError) {
    guard let first = keys.first else { return try body(&self) }
    guard !isNull else { return }
    if isList {
      return try forEachElement { element throws(BuildError) in
        try element.visit(keys, creating: kind, body)
      }
    }
    guard isMap else { throw BuildError("expected sequence or mapping node") }
    let isList = first.hasSuffix("[]")
    let key = try FieldSpec.fieldName(isList ? first.dropLast(2) : first[...])
    let made = isList ? nil : keys.count == 1 ? kind : kind.map { _ in .emptyMap }
    if self[key] == nil {
      guard let made else { return }
      self[key] = made
    } else if self[key]?.isNull == true, let made = isList ? .emptyList : made {
      // Null counts as what would be made; a list stays empty, and a scalar keeps its text.
      let place = self[key]?.place ?? .none
      if !made.isScalar { self[key] = made }
      self[key]?.tag = made.tag
      self[key]?.place = place
    }
    try withMember(key) { member throws(BuildError) in
      try member.visit(keys.dropFirst(), creating: kind, body)
    }
  }
}
