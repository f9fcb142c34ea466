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
