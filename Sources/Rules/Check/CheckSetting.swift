import Findings
import Flux

/// What the checks that look at several files at once share.
struct CheckSetting {
  let configuration: WiringConfiguration
  let names: ValueNames
  let clusters: [FluxCluster]
  let reader: ManifestReader

  /// A build that takes the objects of a file in, by numbers: there is one for each file at least.
  private struct Use {
    let cluster: Int
    let member: Int
    /// The kustomization that lists the file.
    let listedIn: String?
  }

  /// What a file holds whose uses are asked for: it names a ConfigMap or a Secret, or is one.
  private static let concerned: FileMarks = [.configMap, .secret, .mention, .valuesFrom]

  /// The builds by the file, for those that are asked for.
  private let uses: [String: [Use]]

  /// The objects by kind and name.
  private let objects: [String: [FluxObject]]
  /// Kind and name of the objects that kustomizations generate.
  private let generated: Set<String>

  init(
    configuration: WiringConfiguration, names: ValueNames, objects: FluxObjects,
    clusters: [FluxCluster], reader: ManifestReader
  ) {
    self.configuration = configuration
    self.names = names
    self.clusters = clusters
    self.reader = reader
    self.objects = Dictionary(grouping: objects.others) { "\($0.kind)/\($0.name)" }
    var uses: [String: [Use]] = [:]
    var generated: Set<String> = []
    for (cluster, found) in clusters.enumerated() {
      for (member, found) in found.members.enumerated() {
        for file in found.marked {
          switch file.role {
          case .resource where reader.marks(file.path).isDisjoint(with: Self.concerned): break
          case .resource:
            uses[file.path, default: []].append(
              Use(cluster: cluster, member: member, listedIn: file.listedIn))
          case .generated(let kind, let name): generated.insert("\(kind)/\(name)")
          case .kustomization, .patch: break
          }
        }
      }
    }
    self.uses = uses
    self.generated = generated
  }

  /// The namespaces that the objects of a file get; empty where that cannot be told.
  ///
  /// A kustomization's namespace takes the place of the object's own, and that of a Flux
  /// Kustomization the place of both.
  ///
  /// - Parameters:
  ///   - file: the file that holds them.
  ///   - own: the namespace that the file itself has.
  /// - Returns: one for each build that gives another.
  func namespaces(of file: String, own: String?) -> Set<String> {
    let given = (uses[file] ?? []).map { use in
      let member = clusters[use.cluster].members[use.member]
      let build = member.build
      let first = build.files.first { $0.role == .kustomization }?.path
      return member.kustomization.targetNamespace
        ?? first.flatMap { build.namespaces[$0] }
        ?? use.listedIn.flatMap { build.namespaces[$0] } ?? own
    }
    let known = given.compactMap { $0 }
    if known.count < given.count { return [] }
    return given.isEmpty ? Set([own].compactMap { $0 }) : Set(known)
  }

  /// Whether the cluster of that number takes the objects of a file in.
  func isApplied(_ file: String, by cluster: Int) -> Bool {
    uses[file]?.contains { $0.cluster == cluster } ?? false
  }

  /// The ConfigMaps or Secrets of that name.
  func objects(_ kind: String, named name: String) -> [FluxObject] {
    objects["\(kind)/\(name)"] ?? []
  }

  /// Whether the files make a ConfigMap or Secret of that name in some way.
  func defines(_ kind: String, named name: String) -> Bool {
    objects["\(kind)/\(name)"] != nil || generated.contains("\(kind)/\(name)")
  }

  var ownNames: [String] { configuration.ownNames }

  /// The name of ours that a name is a slip of the pen away from; nil for ours themselves.
  func ownName(meantBy name: String) -> String? {
    ownNames.contains(name) ? nil : ownNames.first { name.isSlip(of: $0) }
  }
}

extension String {
  /// Whether all that differs is one place of at most two characters.
  ///
  /// A wider measure would take other people's ConfigMaps for ours.
  fileprivate func isSlip(of other: String) -> Bool {
    let (left, right) = (Array(utf8), Array(other.utf8))
    let start = zip(left, right).prefix { $0 == $1 }.count
    let rest = (left.dropFirst(start), right.dropFirst(start))
    let end = zip(rest.0.reversed(), rest.1.reversed()).prefix { $0 == $1 }.count
    return max(left.count, right.count) - start - end <= 2
  }
}

extension CheckSetting {
  /// What Flux would fail on, leave unsubstituted or give another type, in all that it applies.
  func substitutionFindings() -> [Finding] {
    var files = SubstitutedFiles(reader)
    var findings: [Finding] = []
    for (index, cluster) in clusters.enumerated() {
      for member in cluster.members {
        let scope = VariableScope(of: member.kustomization, inCluster: index, of: self)
        let disabled = DisabledObjects(of: member, reader)
        let substituted = SubstitutedTexts(variables: scope.texts)
        for (path, file) in files.all(of: member) {
          for part in file.parts where !disabled.contains(part.object) {
            let check = TextCheck(
              kustomization: member.kustomization, scope: scope, names: names, path: path,
              positions: file.positions, substituted: substituted)
            findings += part.texts.flatMap(check.findings)
          }
        }
      }
    }
    return findings
  }
}

extension CheckSetting {
  /// What is wrong where objects name the ConfigMaps with the values.
  func mentionFindings(_ mentions: [ConfigMapMention]) -> [Finding] {
    var findings = mentions.compactMap(finding)
    for member in clusters.flatMap(\.members) {
      let kustomization = member.kustomization
      for reference in kustomization.substituteFrom {
        let mention = ConfigMapMention(
          owner: ConfigMapMention.Owner(
            file: kustomization.file, namespace: kustomization.namespace),
          kind: reference.kind ?? "", name: reference.name, position: reference.position,
          key: nil, keyPosition: reference.position, hasTargetPath: false,
          isOptional: reference.isOptional)
        findings += [nameFinding(mention) ?? absenceFinding(mention) ?? unfitFinding(mention)]
          .compactMap { $0 }
      }
    }
    return findings
  }

  private func finding(_ mention: ConfigMapMention) -> Finding? {
    if let wrong = nameFinding(mention) { return wrong }
    guard mention.kind == "ConfigMap", ownNames.contains(mention.name) else { return nil }
    if mention.hasTargetPath, mention.key == ConfigMapMention.valuesKey {
      return Finding(
        .valuesFromDead, .warning, path: mention.owner.file, position: mention.position,
        "this entry puts all of \(ConfigMapMention.valuesKey) under one path, where Helm never "
          + "evaluates references", remedy: "remove it; the references need no valuesFrom")
    }
    let namespaces = namespaces(of: mention.owner.file, own: mention.owner.namespace)
    return namespaceFinding(mention, seenFrom: namespaces) ?? keyFinding(mention)
  }

  /// A name that is misspelt, or that of another kind of object.
  private func nameFinding(_ mention: ConfigMapMention) -> Finding? {
    if mention.kind == "Secret", ownNames.contains(mention.name),
      !defines(mention.kind, named: mention.name)
    {
      return nameFinding(
        mention, "\(mention.name) is a ConfigMap and no Secret", remedy: "write kind: ConfigMap")
    }
    guard mention.kind == "ConfigMap", !mention.isOptional,
      let meant = ownName(meantBy: mention.name), !defines(mention.kind, named: mention.name)
    else { return nil }
    return nameFinding(
      mention, "there is no ConfigMap \(mention.name)", remedy: "did you mean \(meant)?")
  }

  /// Variables that no file has.
  private func absenceFinding(_ mention: ConfigMapMention) -> Finding? {
    let isVariables = configuration.places.contains { $0.variablesName == mention.name }
    guard mention.kind == "ConfigMap", isVariables, !mention.isOptional,
      !defines(mention.kind, named: mention.name)
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
    let found = objects("ConfigMap", named: mention.name).map {
      self.namespaces(of: $0.file, own: $0.namespace)
    }
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
    let found = objects("ConfigMap", named: mention.name)
    guard let key = mention.key, !mention.isOptional, !found.isEmpty,
      !found.contains(where: { $0.dataKeys.contains(key) })
    else { return nil }
    let keys = Set(found.flatMap(\.dataKeys)).sorted()
    let few = keys.prefix(3).joined(separator: ", ") + (keys.count > 3 ? ", …" : "")
    return Finding(
      .configmapKey, .error, path: mention.owner.file, position: mention.keyPosition,
      "the ConfigMap \(mention.name) has no key \(key)",
      remedy: names.nearest(key, keys).map { "did you mean \($0)?" } ?? "it has \(few)")
  }

  /// A ConfigMap that variables cannot be taken from, there or at all.
  private func unfitFinding(_ mention: ConfigMapMention) -> Finding? {
    guard mention.kind == "ConfigMap" else { return nil }
    let found = objects("ConfigMap", named: mention.name)
    if let key = found.lazy.flatMap(\.dataKeys).filter({ !FluxSubstitution.isName($0) }).min() {
      return Finding(
        .configmapKey, .error, path: mention.owner.file, position: mention.position,
        "the ConfigMap \(mention.name) has the key \(key), which is no name of a variable, "
          + "so that Flux fails", remedy: "take variables from another ConfigMap")
    }
    guard ownNames.contains(mention.name) else { return nil }
    return namespaceFinding(mention, seenFrom: Set([mention.owner.namespace].compactMap { $0 }))
  }
}
