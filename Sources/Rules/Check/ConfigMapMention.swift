import Flux
import YAML

/// A place where an object names a ConfigMap or a Secret, and perhaps a key of it.
struct ConfigMapMention {
  /// The object that holds the mention.
  struct Owner {
    let file: String
    /// As the file has it.
    let namespace: String?
  }

  let owner: Owner
  /// `ConfigMap` or `Secret`.
  let kind: String
  let name: String
  let position: TextPosition
  /// The key that is read; nil where all are.
  let key: String?
  /// Where the key stands, or the mention where it is not written.
  let keyPosition: TextPosition
  /// Whether this puts the whole text of the key under one path of Helm's values.
  let hasTargetPath: Bool
  let isOptional: Bool
}

extension ConfigMapMention {
  /// The mentions in a document: `valuesFrom` of HelmReleases, and `configMapRef`, `secretRef`,
  /// `configMapKeyRef` and `secretKeyRef` wherever they stand.
  static func all(in root: YAMLNode, _ path: String) -> [ConfigMapMention] {
    let owner = Owner(file: path, namespace: root.node("metadata", "namespace")?.text)
    var mentions: [ConfigMapMention] = []
    if root.isObject("helm.toolkit.fluxcd.io", "HelmRelease") {
      for source in root.node("spec", "valuesFrom")?.elements ?? [] {
        let key = source["valuesKey"]
        let mention = ConfigMapMention(
          source, owner, kind: source["kind"]?.text ?? "", key: key,
          standardKey: ConfigMapMention.valuesKey,
          hasTargetPath: source["targetPath"]?.text != nil)
        if let mention { mentions.append(mention) }
      }
    }
    collect(root, owner, &mentions)
    return mentions
  }

  /// The key of the nested values, and the one that Helm's values are read from by default.
  static let valuesKey = "values.yaml"

  private static let fields = [
    "configMapRef": "ConfigMap", "configMapKeyRef": "ConfigMap", "secretRef": "Secret",
    "secretKeyRef": "Secret",
  ]

  private static func collect(
    _ node: YAMLNode, _ owner: Owner, _ mentions: inout [ConfigMapMention]
  ) {
    for element in node.elements ?? [] { collect(element, owner, &mentions) }
    for (key, value) in node.members ?? [] {
      let kind = key.text.flatMap { fields[$0] }
      let mention = kind.flatMap {
        ConfigMapMention(value, owner, kind: $0, key: value["key"])
      }
      if let mention { mentions.append(mention) } else { collect(value, owner, &mentions) }
    }
  }

  private init?(
    _ node: YAMLNode, _ owner: Owner, kind: String, key: YAMLNode?, standardKey: String? = nil,
    hasTargetPath: Bool = false
  ) {
    guard let name = node["name"], let text = name.text else { return nil }
    self.init(
      owner: owner, kind: kind, name: text, position: name.position,
      key: key?.text ?? standardKey, keyPosition: key?.position ?? node.position,
      hasTargetPath: hasTargetPath, isOptional: node["optional"]?.text == "true")
  }
}
