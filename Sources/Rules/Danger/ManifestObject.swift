import Flux
import YAML

/// A Kubernetes object in a file, as its text and as what Kubernetes reads.
struct ManifestObject: Sendable {
  /// The file that holds it.
  let file: String
  /// The number of the object in the file, from 0, items of lists counted one by one.
  let index: Int
  let node: YAMLNode
  private(set) var value: Value
  /// By its own text, without what kustomizations do.
  let key: ObjectKey

  /// The objects of a file; none where it is no YAML or takes no part in what Flux applies.
  static func all(in path: String, _ reader: ManifestReader) -> [ManifestObject] {
    guard isManifest(path, reader), let bytes = reader.readableBytes(path), bytes.contains("kind"),
      let stream = try? YAMLStream(bytes),
      let values = try? GoYAMLReader.values(of: bytes, dialect: .version3)
    else { return [] }
    let parts = zip(stream.documents, values).flatMap { expanded($0, $1) }
    return parts.enumerated().compactMap { index, part in
      let key = ObjectKey(ResourceIdentity(part.value))
      guard !key.kind.isEmpty, !key.name.isEmpty else { return nil }
      return ManifestObject(
        file: path, index: index, node: part.node, value: part.value, key: key)
    }
  }

  /// Whether an annotation or label of Flux has that value, in whatever case.
  func isMarked(_ name: String, _ value: String) -> Bool {
    ["annotations", "labels"].contains { place in
      let text = self.value["metadata", place, "kustomize.toolkit.fluxcd.io/" + name]?.plainText
      return text?.lowercased() == value
    }
  }

  /// Where the field stands, or the nearest part that holds it.
  func position(of path: [String]) -> TextPosition {
    var node = node
    for step in path {
      let element = Int(step).flatMap { index in
        node.elements.flatMap { $0.indices.contains(index) ? $0[index] : nil }
      }
      guard let next = node[step] ?? element else { break }
      node = next
    }
    return node.position
  }

  /// This object with what `other` has a value for too.
  func limited(to other: ManifestObject) -> ManifestObject {
    var copy = self
    copy.value = value.limited(to: other.value)
    return copy
  }

  private static func isManifest(_ path: String, _ reader: ManifestReader) -> Bool {
    let parts = path.split(separator: "/")
    guard RepositoryPath.isYAML(path), !parts.dropLast().contains(where: { $0.hasPrefix(".") }),
      !KustomizeBuild.fileNames.contains(RepositoryPath.name(of: path))
    else { return false }
    // What Helm has not read yet is no manifest.
    let charts = parts.indices.filter { parts[$0] == "templates" }.map {
      (parts[..<$0] + ["Chart.yaml"]).joined(separator: "/")
    }
    return !ChartTemplates(among: charts.filter { reader.hasFile($0) }).contains(path)
  }

  /// The object that a document is, or those of the list that it is.
  private static func expanded(
    _ node: YAMLNode, _ value: Value
  ) -> [(node: YAMLNode, value: Value)] {
    guard value["kind"]?.plainText?.hasSuffix("List") == true,
      case .list(let items) = value["items"]
    else { return [(node, value)] }
    let nodes = node["items"]?.elements ?? []
    return items.enumerated().flatMap { index, item in
      expanded(nodes.indices.contains(index) ? nodes[index] : node, item)
    }
  }
}

extension Value {
  /// The members of maps that `other` has too.
  fileprivate func limited(to other: Value) -> Value {
    switch (self, other) {
    case (.map(let own), .map(let others)):
      .map(
        own.filter { others[$0.key] != nil }.reduce(into: [:]) { map, member in
          map[member.key] = others[member.key].map(member.value.limited)
        })
    case (.list(let own), .list(let others)) where own.count == others.count:
      .list(zip(own, others).map { $0.limited(to: $1) })
    default: self
    }
  }
}
