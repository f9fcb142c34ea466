internal import YAML

/// A value that `ValueAddTransformer` puts into fields.
///
/// Source: `ValueAddTransformer` and `api/filters/valueadd` of kustomize 5.8.
struct ValueAddition: Hashable, Sendable {
  /// Where it goes.
  struct Target: Hashable, Sendable {
    /// A selector as that of a patch; nil for all resources.
    var selector: Value?
    /// Keys with `/` between them; `metadata/namespace` stands for setting the namespace.
    var path: String
    /// 0 replaces the field; more inserts into the path of a file that it holds.
    var position: Int
  }

  /// Empty for the name of the kustomization's folder.
  var value: String
  var targets: [Target]
  /// A file with more targets, below `targets`; empty for none.
  var file: String

  /// - Throws: `BuildError` for wrong types, for a target without a path, and where there is none.
  init(_ fields: FieldReader) throws(BuildError) {
    value = try fields.text("value").trimmed
    file = try fields.text("targetFilePath")
    targets = try Self.targets(fields)
    guard !targets.isEmpty || !file.isEmpty else {
      throw BuildError("must specify at least one target")
    }
  }

  /// The targets of a file that `targetFilePath` names.
  ///
  /// - Throws: `BuildError` as for those of a configuration.
  static func targets(ofFile value: Value) throws(BuildError) -> [Target] {
    let selector = FieldShape(
      [
        "group", "version", "kind", "name", "namespace", "annotationSelector", "labelSelector",
      ])
    let target = FieldShape(
      ["selector", "fieldPath", "filePathPosition"], ["selector": selector])
    let shape = FieldShape(["targets"], ["targets": target])
    return try targets(FieldReader(shape.canonical(value), ["targets"], "", .lenient))
  }

  private static func targets(_ fields: FieldReader) throws(BuildError) -> [Target] {
    try fields.list("targets") { value, context throws(BuildError) in
      let names = ["selector", "fieldPath", "filePathPosition"]
      let fields = try FieldReader(value, names, context, .lenient)
      let path = try fields.text("fieldPath")
      let position = try fields.number("filePathPosition") ?? 0
      guard !path.isEmpty, position >= 0 else {
        throw BuildError("\(context): fieldPath is empty, or filePathPosition negative")
      }
      return Target(selector: fields.value("selector"), path: path, position: position)
    }
  }
}

extension ManifestNode {
  /// Puts a value into a field, which is made where it is missing.
  ///
  /// - Parameters:
  ///   - value: not empty.
  ///   - path: keys with `/` between them.
  ///   - position: 0, or where in the path of a file that the field holds.
  /// - Throws: `BuildError` where something else than a map is in the way, and for a path into a list.
  mutating func add(_ value: String, at path: String, position: Int) throws(BuildError) {
    let keys = FieldSpec.keys(of: path).map(\.trimmed).filter { !$0.isEmpty }
    for key in keys where Int(key) != nil || key == "-" || key == "*" || FieldPath.isSelector(key) {
      throw BuildError.unsupported("ValueAddTransformer reaches into a list by \(path)")
    }
    for count in 1..<max(keys.count, 1) where node(keys.prefix(count))?.isNull == true { return }
    try create(keys[...], .untyped("")) { node throws(BuildError) in
      guard let old = node.text else {
        throw BuildError("wrong node kind: \(path) holds no scalar")
      }
      // The type follows from the text; quotes that are there stay.
      let new = position > 0 ? Self.inserting(value, into: old, at: position - 1) : value
      try node.setScalar(new, tag: .none)
    }
  }

  /// The path of a file with one more part; an absolute one stays absolute.
  private static func inserting(_ part: String, into path: String, at position: Int) -> String {
    guard !part.isEmpty else { return path }
    let isAbsolute = path.hasPrefix("/")
    // `/` on its own is one empty part.
    let whole = path.isEmpty ? [] : path.pieces(at: "/")
    var parts = (isAbsolute ? Array(whole.dropFirst()) : whole).filter { !$0.isEmpty && $0 != "." }
    parts.insert(part, at: min(position, parts.count))
    return (isAbsolute ? "/" : "") + parts.joined(separator: "/")
  }
}
