/// The path of a field, taken apart once for many resources.
///
/// Source: `api/filters/fieldspec` of kustomize 5.8, as it works where nothing is created.
struct NodePath {
  struct Step {
    let key: String
    /// Why the key names no field; nil where it does.
    let error: BuildError?
    /// Whether the key has `[]` behind it.
    let isList: Bool
  }

  let text: String
  let steps: [Step]

  init(_ text: String) {
    self.text = text
    steps = FieldSpec.keys(of: text).map {
      let isList = $0.hasSuffix("[]")
      let key = isList ? $0.dropLast(2) : $0[...]
      do throws(BuildError) {
        return Step(key: try FieldSpec.fieldName(key), error: nil, isList: isList)
      } catch {
        return Step(key: String(key), error: error, isList: isList)
      }
    }
  }
}

extension ManifestNode {
  /// Whether `visit` has something to do or to complain about below this; changes nothing, so that
  /// what is shared is not copied.
  func mayReach(_ steps: ArraySlice<NodePath.Step>) -> Bool {
    guard let step = steps.first else { return !isNull }
    switch content {
    case .scalar: return !isNull
    case .list(let elements): return elements.contains { $0.mayReach(steps) }
    case .map(let members):
      guard step.error == nil else { return true }
      guard let member = members.first(where: { $0.key.text == step.key }) else { return false }
      return step.isList && member.value.isNull || member.value.mayReach(steps.dropFirst())
    }
  }

  /// Calls `body` with each node that a path names below this; lists on the way need no step.
  ///
  /// - Throws: what `body` throws, and `BuildError` where something else than a map or list is in
  ///   the way.
  mutating func visit(
    _ steps: ArraySlice<NodePath.Step>, _ body: (inout ManifestNode) throws(BuildError) -> Void
  ) throws(BuildError) {
    guard let step = steps.first else { return try body(&self) }
    guard !isNull else { return }
    if isList {
      return try forEachElement { element throws(BuildError) in try element.visit(steps, body) }
    }
    guard isMap else {
      throw BuildError("expected a list or a map that holds \(step.key)", line: lineNumber)
    }
    if let error = step.error { throw error }
    guard let member = self[step.key] else { return }
    // kustomize takes null for an empty list there.
    if step.isList, member.isNull { self[step.key] = .emptyList }
    try withMember(step.key) { member throws(BuildError) in
      try member.visit(steps.dropFirst(), body)
    }
  }
}
