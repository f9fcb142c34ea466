extension StrategicMerge {
  /// What a patch says is to be done with what it is laid on: `$patch` in a map or in an element of
  /// a list.
  ///
  /// kustomize knows no other directives: `$retainKeys`, `$setElementOrder` and
  /// `$deleteFromPrimitiveList` are members like all others. Source:
  /// `kyaml/yaml/merge2/smpdirective.go` of kustomize 5.8.
  enum Directive: String {
    case merge, replace, delete

    static let key = "$patch"

    /// - Throws: `BuildError` for another text.
    init(_ node: ManifestNode) throws(BuildError) {
      let text = node.text ?? ""
      guard let directive = Directive(rawValue: text) else {
        throw BuildError(
          "unknown patch strategy '\(text)'",
          line: node.lineNumber,
          remedy: "write $patch: merge, replace or delete")
      }
      self = directive
    }
  }

  /// Takes the directive out of a map; without one, merges.
  static func takeDirective(of map: inout ManifestNode) throws(BuildError) -> Directive {
    guard let node = map[Directive.key] else { return .merge }
    let directive = try Directive(node)
    map[Directive.key] = nil
    return directive
  }

  static func takeDirective(of node: inout ManifestNode?) throws(BuildError) -> Directive {
    guard var map = node else { return .merge }
    node = nil
    defer { node = map }
    return try takeDirective(of: &map)
  }

  /// Takes the directive out of a list: an element that holds nothing else; without one, merges.
  static func takeDirective(of list: ElementList) throws(BuildError) -> Directive {
    let first = list.elements.first { $0.node[Directive.key] != nil }
    guard let first, first.node.members?.count == 1, let node = first.node[Directive.key] else {
      return .merge
    }
    let directive = try Directive(node)
    try list.set(nil, [Directive.key], [directive.rawValue])
    return directive
  }
}
