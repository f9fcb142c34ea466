import YAML

/// A scalar that one version of a YAML file has otherwise than another.
struct ScalarChange {
  /// Where it stands, from the file on.
  let path: [ScalarStep]
  let old: YAMLNode.Scalar
  let new: YAMLNode.Scalar
  /// Whether the new one stands between brackets or braces.
  let newInFlow: Bool

  /// The changes between two versions of a file, in the order of the text; nil where they differ in
  /// more than their scalars, comments and layout.
  static func all(from old: YAMLStream, to new: YAMLStream) -> [ScalarChange]? {
    var comparison = Comparison()
    return comparison.compareItems(old.documents, new.documents) ? comparison.changes : nil
  }

  /// The key of the map that holds the scalar; nil for an item of a list.
  var key: String? {
    if case .key(let key) = path.last { key } else { nil }
  }
}

/// Walks through two versions of a file side by side.
private struct Comparison {
  var changes: [ScalarChange] = []
  private var path: [ScalarStep] = []

  mutating func compareItems(_ old: [YAMLNode], _ new: [YAMLNode]) -> Bool {
    guard old.count == new.count else { return false }
    let names = old.names
    let others = names == nil ? nil : new.byName
    for (index, item) in old.enumerated() {
      guard let names else {
        guard compare(item, new[index], at: .index(index, count: old.count)) else { return false }
        continue
      }
      // Where a name changed, it cannot be told which item is which.
      guard let other = others?[names[index]], compare(item, other, at: .name(names[index])) else {
        return false
      }
    }
    return true
  }

  private mutating func compare(_ old: YAMLNode, _ new: YAMLNode, at step: ScalarStep) -> Bool {
    path.append(step)
    defer { path.removeLast() }
    guard old.tag == new.tag, old.anchor == new.anchor else { return false }
    switch (old.kind, new.kind) {
    case (.alias(let left), .alias(let right)): return left == right
    case (.list(let left), .list(let right)): return compareItems(left, right)
    case (.map(let left), .map(let right)): return compareMembers(left, right, of: new)
    case (.scalar(let left), .scalar(let right)):
      if left.hasValue(of: right) { return true }
      changes.append(
        ScalarChange(path: path, old: left, new: right, newInFlow: new.inFlow))
      return true
    default: return false
    }
  }

  private mutating func compareMembers(
    _ old: [(key: YAMLNode, value: YAMLNode)], _ new: [(key: YAMLNode, value: YAMLNode)],
    of map: YAMLNode
  ) -> Bool {
    guard old.count == new.count else { return false }
    // Most keys are where they were.
    var byKey: [[UInt8]: YAMLNode]?
    for (old, new) in zip(old, new) {
      guard let key = old.key.scalar?.text else { return false }
      var other: YAMLNode? = new.value
      if new.key.scalar?.text.isSameText(as: key) != true {
        let values = byKey ?? map.byKey
        byKey = values
        other = values[Array(key.utf8)]
      }
      guard let other, compare(old.value, other, at: .key(key)) else { return false }
    }
    return true
  }
}

/// One step on the way from a file to a scalar, such that it leads to the same scalar in another
/// version of the file.
enum ScalarStep: Hashable {
  /// A member of a map.
  case key(String)
  /// The item of a list, or the document of a file, of that name.
  case name(String)
  /// An item or a document without a name, out of that many.
  case index(Int, count: Int)
}

extension [YAMLNode] {
  /// The names of these items; nil unless every one has its own.
  ///
  /// An item is named by its member `name`, an object by its kind, namespace and name.
  var names: [String]? {
    let names = compactMap(\.itemName)
    return names.count == count && Set(names).count == count ? names : nil
  }

  /// These items by their names; nil unless every one has its own.
  var byName: [String: YAMLNode]? {
    names.map { Dictionary(uniqueKeysWithValues: zip($0, self)) }
  }
}

extension YAMLNode {
  fileprivate var itemName: String? {
    if let kind = self["kind"]?.text, let metadata = self["metadata"] {
      return [kind, metadata["namespace"]?.text ?? "", metadata["name"]?.text ?? ""]
        .joined(separator: "/")
    }
    return self["name"]?.text
  }
}

/// The nodes of a file by the steps that lead to them.
///
/// Each map and list on the way is gone through once, however many ways lead through it.
final class ScalarWays {
  private let stream: YAMLStream
  private lazy var documents = stream.documents.byName
  private var members: [ObjectIdentifier: [[UInt8]: YAMLNode]] = [:]
  private var items: [ObjectIdentifier: [String: YAMLNode]?] = [:]

  init(_ stream: YAMLStream) {
    self.stream = stream
  }

  /// The node that `steps` lead to, the first of them to its document; nil where there is none.
  func node(at steps: [ScalarStep]) -> YAMLNode? {
    guard let first = steps.first,
      var node = item(at: first, of: stream.documents, named: { documents })
    else { return nil }
    for step in steps.dropFirst() {
      let next: YAMLNode?
      if case .key(let key) = step {
        next = member(key, of: node)
      } else {
        let elements = node.elements ?? []
        next = item(at: step, of: elements) { named(node, elements) }
      }
      guard let next else { return nil }
      node = next
    }
    return node
  }

  private func item(
    at step: ScalarStep, of items: [YAMLNode], named: () -> [String: YAMLNode]?
  ) -> YAMLNode? {
    switch step {
    case .key: nil
    case .name(let name): named()?[name]
    case .index(let index, let count): count == items.count ? items[index] : nil
    }
  }

  private func named(_ list: YAMLNode, _ elements: [YAMLNode]) -> [String: YAMLNode]? {
    if let known = items[ObjectIdentifier(list)] { return known }
    let found = elements.byName
    items[ObjectIdentifier(list)] = .some(found)
    return found
  }

  private func member(_ key: String, of map: YAMLNode) -> YAMLNode? {
    if let known = members[ObjectIdentifier(map)] { return known[Array(key.utf8)] }
    let found = map.byKey
    members[ObjectIdentifier(map)] = found
    return found[Array(key.utf8)]
  }
}

extension YAMLNode {
  /// The values of a map by the bytes of their keys, as far as those are scalars.
  var byKey: [[UInt8]: YAMLNode] {
    var values: [[UInt8]: YAMLNode] = [:]
    for (key, value) in members ?? [] {
      guard let text = key.scalar?.text else { continue }
      // Two keys with other tags may have one text.
      if values[Array(text.utf8)] == nil { values[Array(text.utf8)] = value }
    }
    return values
  }
}
