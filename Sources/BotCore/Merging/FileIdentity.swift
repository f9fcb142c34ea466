internal import Flux
internal import Git
internal import YAML

/// What makes a file the same one, wherever it stands.
struct FileIdentity {
  /// The Kubernetes objects in it; of a kustomization those that it generates, of a chart the chart.
  private(set) var objects: [IdentifiedObject] = []
  /// The texts of a kustomization file, some of which name what it takes in; nil for other files.
  private(set) var mentions: [String]?
  /// The namespace that a kustomization file gives to what it lists.
  private(set) var namespace: String?
  /// Whether there is nothing in it by which it could be known.
  private(set) var isEmpty = false

  /// A link, a submodule, or a file that is too large to be read.
  init() {}

  /// Reads a file called `name`.
  init(_ bytes: [UInt8], name: String) {
    isEmpty = bytes.allSatisfy(\.isJSONSpace)
    let kind = Self.kindOfName(name)
    if kind == Self.kustomization { mentions = [] }
    guard !kind.isEmpty, mentions != nil || bytes.contains("apiVersion" as StaticString),
      let documents = (try? YAMLStream(bytes))?.documents
    else { return }
    if mentions != nil, let root = documents.first {
      mentions = Array(ExactSet(root.scalarTexts)).sortedByBytes()
      namespace = root["namespace"]?.text
      objects = IdentifiedObject.generated(by: root)
    } else if kind == Self.chart {
      objects = documents.compactMap(IdentifiedObject.init(chart:))
    } else {
      objects = documents.flatMap(IdentifiedObject.objects)
    }
  }
}

extension FileIdentity {
  private static let kustomization = "kustomization.yaml"
  private static let chart = "Chart.yaml"

  /// One name for all that are read alike; empty for those that are texts whatever they hold.
  static func kindOfName(_ name: String) -> String {
    if RepositoryPath.isKustomization(name) { return kustomization }
    if name == chart { return chart }
    return RepositoryPath.isYAML(name) || name.endsInBytes(of: ".json") ? "*.yaml" : ""
  }
}

/// What Kubernetes knows an object by, as a file writes it.
struct IdentifiedObject {
  /// All of it but the namespace, which may be written elsewhere.
  struct Name: Hashable {
    var group: String
    var kind: String
    var name: String
  }

  var name: Name
  /// Nil where the file has none.
  var namespace: String?

  /// The objects of a document, those of a list included.
  static func objects(_ root: YAMLNode) -> [IdentifiedObject] {
    if let items = root["items"]?.elements, root["kind"]?.text?.hasSuffix("List") == true {
      return items.compactMap { IdentifiedObject($0) }
    }
    return IdentifiedObject(root).map { [$0] } ?? []
  }

  private init?(_ root: YAMLNode) {
    // What SOPS encrypted is another text each time.
    guard let version = root["apiVersion"]?.text, let kind = root["kind"]?.text,
      let name = root.node("metadata", "name")?.text, !name.hasPrefix("ENC["),
      !kind.hasPrefix("ENC[")
    else { return nil }
    let group = version.contains("/") ? version.prefix { $0 != "/" } : ""
    self.name = Name(group: String(group), kind: kind, name: name)
    namespace = root.node("metadata", "namespace")?.text
  }

  fileprivate init?(chart root: YAMLNode) {
    guard let name = root["name"]?.text else { return nil }
    // A chart has no namespace, and its name is its own.
    self.name = Name(group: "helm.sh", kind: "Chart", name: name)
    namespace = ""
  }

  fileprivate static func generated(by root: YAMLNode) -> [IdentifiedObject] {
    [("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")].flatMap { key, kind in
      (root[key]?.elements ?? []).compactMap { generator in
        generator["name"]?.text.map { name in
          IdentifiedObject(
            name: Name(group: "", kind: kind, name: name),
            namespace: generator["namespace"]?.text ?? root["namespace"]?.text)
        }
      }
    }
  }

  private init(name: Name, namespace: String?) {
    self.name = name
    self.namespace = namespace
  }

  /// The same with the values of another rendering.
  func rewritten(_ body: (String) -> String) -> IdentifiedObject {
    var object = self
    object.name.name = body(name.name)
    object.namespace = namespace.map(body)
    return object
  }
}

extension YAMLNode {
  /// The texts of all scalars in this node that are values.
  fileprivate var scalarTexts: [String] {
    if let scalar { return [scalar.text] }
    if let elements { return elements.flatMap(\.scalarTexts) }
    return (members ?? []).flatMap { $0.value.scalarTexts }
  }
}

/// How much of two texts is alike, from 0 to 1: the bytes of the lines that both have, of those of the longer one.
///
/// What Git measures, but for its cut of long lines.
func likeness(of one: [UInt8], and other: [UInt8]) -> Double {
  guard !one.isEmpty, !other.isEmpty else { return 0 }
  var lines: [ArraySlice<UInt8>: Int] = [:]
  for line in one.lines { lines[line, default: 0] += 1 }
  var common = 0
  for line in other.lines where lines[line, default: 0] > 0 {
    lines[line, default: 0] -= 1
    common += line.count
  }
  return Double(common) / Double(max(one.count, other.count))
}
