internal import YAML

/// Merges a strategic merge patch into an object.
///
/// Source: `kyaml/yaml/walk` and `kyaml/yaml/merge2` of kustomize 5.8, with lists that grow at
/// their front. They go through the whole object, not only through what the patch names, and so
/// does this: a member without a value goes, and elements of merged lists that have equal keys
/// become one.
enum StrategicMerge {
  typealias Definition = KubernetesSchema.Definition

  /// Which of two nodes stands for both after a merge.
  enum Outcome {
    case base, patch, neither
  }

  private enum Form {
    case scalar, list, map
  }

  /// Merges `patch` into `base`; either may be missing.
  ///
  /// - Parameters:
  ///   - base: changed where it stays.
  ///   - patch: loses its directives; what it hides or deletes is taken out of it where it stands
  ///     for both.
  ///   - definition: what the schema says about both.
  /// - Returns: which of the two, as it is then, stands for both.
  /// - Throws: `BuildError` where one is a map and the other is not, and so on, and for unknown
  ///   directives.
  static func merge(
    _ base: inout ManifestNode?, _ patch: inout ManifestNode?, _ definition: Definition?
  ) throws(BuildError) -> Outcome {
    let definition = definition ?? known(base) ?? known(patch)
    switch try form(of: base, patch) {
    case .map, nil: return try mergeMap(&base, &patch, definition)
    case .list:
      if let keys = definition?.mergeKeys {
        return try mergeList(&base, &patch, keys, definition?.element)
      }
      return patch == nil ? .base : .patch
    case .scalar: return patch == nil ? .base : .patch
    }
  }

  /// Merges a node with itself, as what a patch adds is.
  ///
  /// - Returns: whether the node stays.
  static func settle(
    _ node: inout ManifestNode, _ definition: Definition?
  ) throws(BuildError) -> Bool {
    guard !node.isNull else { return false }
    let definition = definition ?? known(node)
    switch node.content {
    case .scalar: return true
    case .list:
      guard let keys = definition?.mergeKeys else { return true }
      return try settleList(&node, keys, definition?.element)
    case .map:
      guard try takeDirective(of: &node) != .delete else { return false }
      try settleMembers(of: &node, definition)
      return true
    }
  }

  /// What the schema says about a node by the type that it names itself.
  private static func known(_ node: ManifestNode?) -> Definition? {
    guard let node, node.isMap, let kind = node["kind"]?.text, !kind.isEmpty,
      let version = node["apiVersion"]?.text, !version.isEmpty
    else { return nil }
    return KubernetesSchema.definition(of: ResourceType(apiVersion: version, kind: kind))
  }

  private static func form(
    of base: ManifestNode?, _ patch: ManifestNode?
  ) throws(BuildError) -> Form? {
    let (left, right) = (base.flatMap(form), patch.flatMap(form))
    guard let left, let right, left != right else { return left ?? right }
    throw BuildError(
      "wrong node kind: the patch has a \(right) where there is a \(left)",
      line: patch?.lineNumber)
  }

  private static func form(_ node: ManifestNode) -> Form? {
    guard !node.isNull else { return nil }
    switch node.content {
    case .scalar: return .scalar
    case .list: return .list
    case .map: return .map
    }
  }
}

extension StrategicMerge {
  private static func mergeMap(
    _ base: inout ManifestNode?, _ patch: inout ManifestNode?, _ definition: Definition?
  ) throws(BuildError) -> Outcome {
    guard base?.isNull == false else {
      guard patch != nil else {
        // A null that is written out stays; a key without a value does not.
        return base?.text?.isEmpty == false ? .base : .neither
      }
      return try add(&patch, definition) ? .patch : .neither
    }
    guard patch != nil else {
      try mergeMembers(&base, &patch, definition)
      return .base
    }
    guard patch?.isNull == false else { return .neither }
    switch try takeDirective(of: &patch) {
    case .delete: return .neither
    case .replace:
      try settleMembers(of: &patch, definition)
      return .patch
    case .merge:
      try mergeMembers(&base, &patch, definition)
      return .base
    }
  }

  /// Prepares a map that is only in the patch.
  private static func add(
    _ patch: inout ManifestNode?, _ definition: Definition?
  ) throws(BuildError) -> Bool {
    guard patch?.isNull == false else { return false }
    // An unknown directive counts only below the map that is added.
    if (try? takeDirective(of: &patch)) == .delete { return false }
    try settleMembers(of: &patch, definition)
    return true
  }

  private static func settleMembers(
    of node: inout ManifestNode?, _ definition: Definition?
  ) throws(BuildError) {
    guard var map = node else { return }
    node = nil
    try settleMembers(of: &map, definition)
    node = map
  }

  private static func settleMembers(
    of node: inout ManifestNode, _ definition: Definition?
  ) throws(BuildError) {
    guard case .map(var members) = node.content else { return }
    node.content = .map([])
    var gone: [Int] = []
    for index in members.indices {
      let known = definition?.member(members[index].key.text ?? "")
      if try settle(&members[index].value, known) {
        members[index].value.quoteForYAML1()
      } else {
        gone.append(index)
      }
    }
    for index in gone.reversed() { members.remove(at: index) }
    node.content = .map(members)
  }

  /// Merges the members of two maps, of which the patch may be missing.
  private static func mergeMembers(
    _ base: inout ManifestNode?, _ patch: inout ManifestNode?, _ definition: Definition?
  ) throws(BuildError) {
    guard case .map(var members)? = base?.content else { return }
    base?.content = .map([])
    var additions = patch?.members ?? []
    patch?.content = .map([])
    var indices = Dictionary(
      zip(additions.lazy.map { $0.key.text ?? "" }, additions.indices),
      uniquingKeysWith: { first, _ in first })
    var gone: [Int] = []
    for index in members.indices {
      let name = members[index].key.text ?? ""
      let known = definition?.member(name)
      // Taken out, so that the value is held once and changes in place.
      var value: ManifestNode? = members[index].value
      members[index].value = .null
      if let addition = indices.removeValue(forKey: name) {
        try mergeMember(&value, with: &additions[addition].value, known)
      } else {
        try tidyMember(&value, known)
      }
      if let value { members[index].value = value } else { gone.append(index) }
    }
    for index in gone.reversed() { members.remove(at: index) }
    for index in indices.values.sorted() {
      var value: ManifestNode?
      let name = additions[index].key.text ?? ""
      try mergeMember(&value, with: &additions[index].value, definition?.member(name))
      if let value { members.append(.init(key: key(additions[index].key), value: value)) }
    }
    base?.content = .map(members)
    patch?.content = .map(additions)
  }

  /// Merges a member that the patch has; nil where it is missing or goes.
  private static func mergeMember(
    _ base: inout ManifestNode?, with addition: inout ManifestNode, _ definition: Definition?
  ) throws(BuildError) {
    var patch: ManifestNode? = addition
    let outcome = try merge(&base, &patch, definition)
    if let patch { addition = patch }
    switch outcome {
    case .base: base?.quoteForYAML1()
    case .patch where addition.isNull: base = nil
    case .patch:
      var value = addition
      if let base { value.takeQuotes(of: base) } else { value.quoteForYAML1() }
      base = value
    case .neither: base = nil
    }
  }

  /// Does to a member that the patch does not have what a merge does.
  private static func tidyMember(
    _ base: inout ManifestNode?, _ definition: Definition?
  ) throws(BuildError) {
    var patch: ManifestNode?
    if try merge(&base, &patch, definition) == .base {
      base?.quoteForYAML1()
    } else {
      base = nil
    }
  }

  /// A key of a patch as the object gets it: with its quotes, but without its type.
  private static func key(_ key: ManifestNode) -> ManifestNode {
    ManifestNode(
      key.content, tag: key.isQuoted ? key.tag : .none, isQuoted: key.isQuoted, place: key.place)
  }
}

extension ManifestNode {
  /// Puts a scalar without a type in quotes where YAML 1.1 does not take it for a string, so that
  /// it is one.
  ///
  /// Source: `FieldSetter` in `kyaml/yaml/fns.go`.
  fileprivate mutating func quoteForYAML1() {
    guard tag == .none, !isQuoted, let text, !text.isEmpty else { return }
    switch GoScalar(text, dialect: .version2) {
    case .string, .timestamp: break
    default: isQuoted = true
    }
  }

  /// Takes the quotes of the scalar in whose place this one comes: a number in quotes becomes a
  /// string.
  fileprivate mutating func takeQuotes(of old: ManifestNode) {
    guard case .scalar(let text) = content, old.isScalar else { return }
    isQuoted = old.isQuoted
    block = old.block
    if isQuoted, Tag(GoScalar(text, dialect: .version3)) == tag { tag = .string }
  }
}
