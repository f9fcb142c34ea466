import Flux
import Kustomize
import YAML

/// An object of a cluster, as the rules of danger look at it.
struct ClusterObject {
  /// What is applied.
  let value: Value
  /// By what the cluster tells it from others.
  let key: ObjectKey
  /// What the build gives, with the places of its parts.
  let node: ManifestNode
  /// Where the object starts; nil where no file has it.
  let place: SourcePlace?
  /// The number of the Kustomization that applies it; nil for the root folder itself.
  let owner: Int?
  /// The cluster that it goes to where that is another one than the Kustomization's; empty for that one.
  let target: String

  init(_ object: AppliedObject, owner: Int?, target: String) {
    value = object.value
    key = ObjectKey(object.identity)
    node = object.built
    place = object.place
    self.owner = owner
    self.target = target
  }

  /// An object as its file has it.
  init(_ written: WrittenObjects.Found, owner: Int?, target: String) {
    value = written.value
    key = ObjectKey(ResourceIdentity(written.value))
    node = written.node
    place = SourcePlace(file: written.file, position: node.place.position)
    self.owner = owner
    self.target = target
  }

  /// The file that it comes from; empty where there is none.
  var file: String { place?.file ?? "" }

  /// Whether an annotation or label of Flux has that value, in whatever case.
  ///
  /// Source: `AnyInMetadata` in fluxcd/pkg, `ssa/utils`.
  func isMarked(_ name: String, _ text: String) -> Bool {
    ["annotations", "labels"].contains { place in
      value["metadata", place, FluxKustomization.group + "/" + name]?.plainText?.lowercased()
        == text
    }
  }

  /// The text that the build gives a field before variables are substituted; nil where it has none.
  func text(of path: [String]) -> String? {
    var node = node
    for step in path {
      guard let next = node.child(step) else { return nil }
      node = next
    }
    return node.text
  }

  /// The innermost part on the way to a field of which a place is known, itself included.
  func nodePlace(of path: [String]) -> (place: ManifestNode.Place, isField: Bool) {
    var (node, found, isField) = (node, node.place, false)
    for (index, step) in path.enumerated() {
      guard let next = node.child(step) else { break }
      node = next
      if node.place.line > 0 {
        found = node.place
        isField = index == path.count - 1
      }
    }
    return (found, isField)
  }
}

/// The objects of a file as they are written, whatever would be built of them.
enum WrittenObjects {
  /// One of them.
  struct Found {
    let file: String
    let value: Value
    let node: ManifestNode
  }

  /// The documents of a file and the items of its lists; nil where one of them is no object of Kubernetes.
  static func all(in file: String, _ bytes: [UInt8]) -> [Found]? {
    guard let documents = try? ManifestNode.documents(of: bytes, file: 1) else { return nil }
    var found: [Found] = []
    for document in documents where !document.isNullOrEmpty {
      guard let items = items(of: document, file, depth: 0) else { return nil }
      found += items
    }
    return found
  }

  private static func items(
    of node: ManifestNode, _ file: String, depth: Int
  ) -> [Found]? {
    guard depth < 10, node["apiVersion"]?.isScalar == true, let kind = node["kind"]?.text
    else { return nil }
    if kind.hasSuffix("List"), let items = node["items"]?.elements {
      var found: [Found] = []
      for item in items {
        guard let inner = self.items(of: item, file, depth: depth + 1) else { return nil }
        found += inner
      }
      return found
    }
    guard node["metadata"]?["name"]?.text?.isEmpty == false, let value = try? node.value()
    else { return nil }
    return [Found(file: file, value: value, node: node)]
  }
}

extension ManifestNode {
  /// The member with that key, or the element with that number.
  fileprivate func child(_ step: String) -> ManifestNode? {
    if let member = self[step] { return member }
    guard let number = Int(step), let elements, elements.indices.contains(number) else {
      return nil
    }
    return elements[number]
  }
}
