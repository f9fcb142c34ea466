import Flux
import Kustomize
import YAML

/// An object that a cluster applies, and by which Kustomization.
struct CheckedObject {
  let applied: AppliedObject
  /// The number of the Kustomization in its cluster; nil for what the root folder itself applies.
  let owner: Int?
  /// The namespace that it gets.
  let namespace: String
  /// Whether it goes to another cluster than the Kustomization's.
  let isRemote: Bool

  var value: Value { applied.value }
  var kind: String { applied.identity.kind }
  var name: String { applied.identity.name }
  var file: String? { applied.place?.file }

  /// Whether this is of a kind of Flux, whatever its version.
  func isOf(_ group: String, _ kind: String? = nil) -> Bool {
    applied.identity.group == group && (kind == nil || kind == self.kind)
  }

  /// Whether SOPS has encrypted it.
  var isEncrypted: Bool { value["sops"] != nil }

  /// A mention of another object by `kind`, `name` and `namespace`.
  struct Mention {
    let kind: String
    let namespace: String
    let name: String

    var key: String { "\(kind)/\(namespace)/\(name)" }
    /// `Kind name of namespace namespace`.
    var text: String { "\(kind) \(name) of namespace \(namespace)" }
    /// Whether it is not known what is meant: a variable was not substituted.
    var isOpen: Bool { key.contains("$") }
  }

  /// The mention in `value`; nil where it names nothing.
  func mention(_ value: Value?, kind standard: String = "") -> Mention? {
    guard let value, let name = value["name"]?.plainText, !name.isEmpty else { return nil }
    let kind = value["kind"]?.plainText ?? standard
    let own = value["namespace"]?.plainText ?? ""
    return Mention(kind: kind, namespace: own.isEmpty ? namespace : own, name: name)
  }
}

/// A step from a node into one that it holds.
enum PathStep: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  case key(String)
  case index(Int)

  init(stringLiteral key: String) { self = .key(key) }
  init(integerLiteral index: Int) { self = .index(index) }
}

extension ManifestNode {
  /// The nodes on the way down a path as far as it is there, this one first.
  func nodes(along path: [PathStep]) -> [ManifestNode] {
    var nodes = [self]
    for step in path {
      guard let last = nodes.last else { break }
      switch step {
      case .key(let key):
        guard let next = last[key] else { return nodes }
        nodes.append(next)
      case .index(let index):
        guard let elements = last.elements, elements.indices.contains(index) else { return nodes }
        nodes.append(elements[index])
      }
    }
    return nodes
  }

  /// Calls `body` with each scalar, keys included, and the keys that lead to it.
  func forEachScalar(at path: [String] = [], _ body: ([String], ManifestNode) -> Void) {
    switch content {
    case .scalar: body(path, self)
    case .list(let elements):
      for element in elements { element.forEachScalar(at: path, body) }
    case .map(let members):
      for member in members {
        body(path, member.key)
        member.value.forEachScalar(at: path + [member.key.text ?? ""], body)
      }
    }
  }
}
