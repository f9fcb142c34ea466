import Flux
import YAML

/// What of a file has to do with other files: which objects it holds, which ConfigMaps and Secrets they
/// name, and what Flux would take for variables in them.
///
/// Two versions of a file that are equal in this are the same to the wiring of a repository, and neither
/// has findings that the other one lacks.
public struct ManifestInterface: Hashable, Sendable {
  fileprivate struct Document: Hashable {
    var apiVersion: String?
    var kind: String?
    var name: String?
    var namespace: String?
    var valuesFrom: [FluxObject.ValuesSource]
    var mentions: [Mention]
    var variables: [Variable]
  }

  /// A mention of a ConfigMap or a Secret, wherever it stands.
  fileprivate struct Mention: Hashable {
    var kind: String
    var name: String
    var key: String?
    var hasTargetPath: Bool
    var isOptional: Bool
  }

  /// A scalar with a `$`.
  fileprivate struct Variable: Hashable {
    var path: [String]
    var text: String
    var style: YAMLNode.Style
    var tag: String
  }

  private var documents: [Document] = []
  /// The `$` of the whole file, comments included, with the braces behind them: the file may be the text
  /// of a generated ConfigMap.
  private var runs: [[UInt8]]
  /// Whether wiring leaves the file alone, with whatever it is wired: Flux finds nothing in it but
  /// references to the generated values.
  public let isLeftAlone: Bool

  /// Looks through a file.
  ///
  /// Nil where that cannot tell: for what decides how others are read, for objects of Flux itself and those
  /// with its annotations, for ConfigMaps and Secrets, for what is encrypted, and for manifests that are no YAML.
  ///
  /// - Parameters:
  ///   - bytes: its bytes.
  ///   - path: its path.
  public init?(of bytes: [UInt8], path: String) {
    let name = RepositoryPath.name(of: path)
    let marks = bytes.withUnsafeBytes { FileMarks(of: $0) }
    guard !Self.decisiveNames.contains(name),
      marks.isDisjoint(with: [.flux, .fluxBeta, .encrypted])
    else { return nil }
    let dollars = marks.contains(.dollar) ? DollarRun.all(in: bytes, 0..<bytes.count) : []
    // What no manifest holds a generator may read, which then has something to be translated.
    guard RepositoryPath.isYAML(name) || !marks.contains(.dottedReference) else { return nil }
    runs = dollars.map {
      Array(bytes[$0.range.lowerBound..<($0.brace?.end ?? $0.range.upperBound)])
    }
    isLeftAlone = dollars.allSatisfy {
      $0.isReference || ($0.brace == nil && $0.range.count == 1)
    }
    if let stream = try? YAMLStream(bytes) {
      for root in stream.documents {
        guard let document = Document(root) else { return nil }
        documents.append(document)
      }
    } else if RepositoryPath.isYAML(name) || name.hasSuffix(".json")
      || dollars.contains(where: { $0.brace != nil })
    {
      // In a text that is no YAML a variable may reach past its brace.
      return nil
    }
  }

  private static let decisiveNames = Set(
    KustomizeBuild.fileNames + [".sourceignore", "Chart.yaml"])
}

extension ManifestInterface.Document {
  /// Nil for an object whose content others read.
  fileprivate init?(_ root: YAMLNode) {
    let object = FluxObject(root, file: "", document: 0)
    if let object, object.kind != "HelmRelease" { return nil }
    if root.isEncrypted { return nil }
    var variables: [ManifestInterface.Variable] = []
    root.forEachPlacedScalar { path, node, scalar in
      guard scalar.text.utf8.contains(0x24) else { return }
      variables.append(.init(path: path, text: scalar.text, style: scalar.style, tag: node.tag))
    }
    self.init(
      apiVersion: root["apiVersion"]?.text, kind: root["kind"]?.text,
      name: root.node("metadata", "name")?.text,
      namespace: root.node("metadata", "namespace")?.text,
      valuesFrom: object?.valuesFrom ?? [],
      mentions: ConfigMapMention.all(in: root, "").map {
        ManifestInterface.Mention(
          kind: $0.kind, name: $0.name, key: $0.key, hasTargetPath: $0.hasTargetPath,
          isOptional: $0.isOptional)
      }, variables: variables)
  }
}
