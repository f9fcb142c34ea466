import Findings
import Flux
import YAML

/// What is wrong where objects name the ConfigMaps with the generated values.
///
/// Files count whether something applies them or not: a run writes these ConfigMaps itself.
enum MentionRule: CheckRule {
  static func findings(in tree: CheckedTree) -> [Finding] {
    guard !tree.configuration.places.isEmpty else { return [] }
    let check = MentionCheck(tree)
    var findings = tree.mentions.compactMap(check.finding)
    for cluster in tree.clusters {
      for kustomization in cluster.kustomizations {
        findings += sources(of: kustomization, cluster, tree).compactMap(check.sourceFinding)
      }
    }
    return findings
  }

  /// The entries of `postBuild.substituteFrom`.
  private static func sources(
    of kustomization: AppliedKustomization, _ cluster: CheckedCluster, _ tree: CheckedTree
  ) -> [ConfigMapMention] {
    kustomization.spec.substituteFrom.enumerated().compactMap { index, reference in
      let path: [PathStep] = ["spec", "postBuild", "substituteFrom", .index(index)]
      let place = cluster.object(of: kustomization).flatMap { tree.place(of: $0, at: path) }
      guard let file = (place ?? kustomization.place)?.file else { return nil }
      let position = (place ?? kustomization.place)?.position ?? TextPosition(line: 1, column: 1)
      return ConfigMapMention(
        owner: .init(file: file, namespace: reference.namespace), kind: reference.kind,
        name: reference.name, position: position, key: nil, keyPosition: position,
        hasTargetPath: false, isOptional: reference.isOptional)
    }
  }
}

/// Judges mentions one by one.
private struct MentionCheck {
  let tree: CheckedTree
  /// The namespaces that the objects of a file get, nil among them where one gets none.
  private let namespaces: [String: Set<String?>]
  private let written: [String: [FluxObject]]
  /// Kind and name of the objects that are applied.
  private let applied: Set<String>

  init(_ tree: CheckedTree) {
    self.tree = tree
    written = Dictionary(grouping: tree.written.others) { "\($0.kind)/\($0.name)" }
    var namespaces: [String: Set<String?>] = [:]
    var applied: Set<String> = []
    for object in tree.clusters.flatMap(\.objects) {
      if object.isOf("", "ConfigMap") || object.isOf("", "Secret") {
        applied.insert("\(object.kind)/\(object.name)")
        // The names of generated ones end with a hash.
        if let dash = object.name.lastIndex(of: "-") {
          applied.insert("\(object.kind)/\(object.name[..<dash])")
        }
      }
      if let file = object.file {
        namespaces[file, default: []].insert(object.applied.identity.namespace)
      }
    }
    self.namespaces = namespaces
    self.applied = applied
  }

  /// The namespaces that the objects of a file get; empty where that cannot be told.
  private func namespaces(of file: String, own: String?) -> Set<String> {
    guard let given = namespaces[file] else { return Set([own].compactMap { $0 }) }
    let known = given.compactMap { $0 }
    return known.count < given.count ? [] : Set(known)
  }

  private func objects(_ name: String) -> [FluxObject] { written["ConfigMap/\(name)"] ?? [] }

  private func defines(_ kind: String, _ name: String) -> Bool {
    written["\(kind)/\(name)"] != nil || applied.contains("\(kind)/\(name)")
  }

  func finding(_ mention: ConfigMapMention) -> Finding? {
    if let wrong = nameFinding(mention) { return wrong }
    guard mention.kind == "ConfigMap", tree.configuration.isOwnName(mention.name) else {
      return nil
    }
    if mention.hasTargetPath, mention.key == ConfigMapMention.valuesKey {
      return Finding(
        .valuesFromDead, .warning, path: mention.owner.file, position: mention.position,
        "this entry puts all of \(ConfigMapMention.valuesKey) under one path, where Helm never "
          + "evaluates references", remedy: "remove it; the references need no valuesFrom")
    }
    let namespaces = namespaces(of: mention.owner.file, own: mention.owner.namespace)
    return namespaceFinding(mention, seenFrom: namespaces) ?? keyFinding(mention)
  }

  func sourceFinding(_ mention: ConfigMapMention) -> Finding? {
    nameFinding(mention) ?? absenceFinding(mention) ?? elsewhereFinding(mention)
  }

  /// A name that is misspelt, or that of another kind of object.
  private func nameFinding(_ mention: ConfigMapMention) -> Finding? {
    let configuration = tree.configuration
    if mention.kind == "Secret", configuration.isOwnName(mention.name),
      !defines(mention.kind, mention.name)
    {
      return nameFinding(
        mention, "\(mention.name) is a ConfigMap and no Secret", remedy: "write kind: ConfigMap")
    }
    guard mention.kind == "ConfigMap", !mention.isOptional,
      let meant = configuration.ownName(meantBy: mention.name), !defines(mention.kind, mention.name)
    else { return nil }
    return nameFinding(
      mention, "there is no ConfigMap \(mention.name)", remedy: "did you mean \(meant)?")
  }

  /// Variables that no file has.
  private func absenceFinding(_ mention: ConfigMapMention) -> Finding? {
    let isVariables = tree.configuration.places.contains { $0.variablesName == mention.name }
    guard mention.kind == "ConfigMap", isVariables, !mention.isOptional,
      !defines(mention.kind, mention.name)
    else { return nil }
    return nameFinding(
      mention, "no file has the ConfigMap \(mention.name)",
      remedy: "let gitops-bot run write it, or remove this")
  }

  private func nameFinding(
    _ mention: ConfigMapMention, _ message: String, remedy: String
  ) -> Finding {
    Finding(
      .configmapName, .error, path: mention.owner.file, position: mention.position, message,
      remedy: remedy)
  }

  /// A ConfigMap that is somewhere else than where the mention looks.
  private func namespaceFinding(
    _ mention: ConfigMapMention, seenFrom namespaces: Set<String>
  ) -> Finding? {
    let found = objects(mention.name).map { self.namespaces(of: $0.file, own: $0.namespace) }
    guard !found.isEmpty, !found.contains([]), !namespaces.isEmpty else { return nil }
    let known = Set(found.joined())
    guard known.isDisjoint(with: namespaces) else { return nil }
    return Finding(
      .configmapNamespace, .error, path: mention.owner.file, position: mention.position,
      "the ConfigMap \(mention.name) is in \(known.sorted().joined(separator: ", ")), and this "
        + "looks for it in \(namespaces.sorted().joined(separator: ", "))",
      remedy: "refer to single values, as in ${infraConfig.cluster.region}, or bring it there")
  }

  /// A key that the ConfigMap does not have.
  private func keyFinding(_ mention: ConfigMapMention) -> Finding? {
    let found = objects(mention.name)
    guard let key = mention.key, !mention.isOptional, !found.isEmpty,
      !found.contains(where: { $0.dataKeys.contains(key) })
    else { return nil }
    let keys = Set(found.flatMap(\.dataKeys)).sorted()
    let few = keys.prefix(3).joined(separator: ", ") + (keys.count > 3 ? ", …" : "")
    return Finding(
      .configmapKey, .error, path: mention.owner.file, position: mention.keyPosition,
      "the ConfigMap \(mention.name) has no key \(key)",
      remedy: tree.remedy(for: key, among: keys, otherwise: "it has \(few)"))
  }

  /// A ConfigMap that variables cannot be taken from there.
  private func elsewhereFinding(_ mention: ConfigMapMention) -> Finding? {
    guard mention.kind == "ConfigMap", tree.configuration.isOwnName(mention.name) else {
      return nil
    }
    return namespaceFinding(mention, seenFrom: Set([mention.owner.namespace].compactMap { $0 }))
  }
}

extension WiringConfiguration {
  /// Whether one of the generated ConfigMaps has that name.
  func isOwnName(_ name: String) -> Bool { ownNames.contains(name) }

  /// The name of ours that a name is a slip of the pen away from; nil for ours themselves.
  func ownName(meantBy name: String) -> String? {
    ownNames.contains(name) ? nil : ownNames.first { name.isSlip(of: $0) }
  }
}
