extension CheckSetting {
  /// What is wrong where objects name the ConfigMaps with the values.
  func mentionFindings(_ mentions: [ConfigMapMention]) -> [ManifestFinding] {
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

  private func finding(_ mention: ConfigMapMention) -> ManifestFinding? {
    if let wrong = nameFinding(mention) { return wrong }
    guard mention.kind == "ConfigMap", ownNames.contains(mention.name) else { return nil }
    if mention.hasTargetPath, mention.key == ConfigMapMention.valuesKey {
      return ManifestFinding(
        "values-from-dead", .warning, path: mention.owner.file, position: mention.position,
        "this entry puts all of \(ConfigMapMention.valuesKey) under one path, where Helm never "
          + "evaluates references", remedy: "remove it; the references need no valuesFrom")
    }
    let namespaces = namespaces(of: mention.owner.file, own: mention.owner.namespace)
    return namespaceFinding(mention, seenFrom: namespaces) ?? keyFinding(mention)
  }

  /// A name that is misspelt, or that of another kind of object.
  private func nameFinding(_ mention: ConfigMapMention) -> ManifestFinding? {
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
  private func absenceFinding(_ mention: ConfigMapMention) -> ManifestFinding? {
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
  ) -> ManifestFinding {
    ManifestFinding(
      "configmap-name", .error, path: mention.owner.file, position: mention.position, message,
      remedy: remedy)
  }

  /// A ConfigMap that is somewhere else than where the mention looks.
  private func namespaceFinding(
    _ mention: ConfigMapMention, seenFrom namespaces: Set<String>
  ) -> ManifestFinding? {
    let found = objects("ConfigMap", named: mention.name).map {
      self.namespaces(of: $0.file, own: $0.namespace)
    }
    guard !found.isEmpty, !found.contains([]), !namespaces.isEmpty else { return nil }
    let known = Set(found.joined())
    guard known.isDisjoint(with: namespaces) else { return nil }
    return ManifestFinding(
      "configmap-namespace", .error, path: mention.owner.file, position: mention.position,
      "the ConfigMap \(mention.name) is in \(known.sorted().joined(separator: ", ")), and this "
        + "looks for it in \(namespaces.sorted().joined(separator: ", "))",
      remedy: "refer to single values, as in ${infraConfig.cluster.region}, or bring it there")
  }

  /// A key that the ConfigMap does not have.
  private func keyFinding(_ mention: ConfigMapMention) -> ManifestFinding? {
    let found = objects("ConfigMap", named: mention.name)
    guard let key = mention.key, !mention.isOptional, !found.isEmpty,
      !found.contains(where: { $0.dataKeys.contains(key) })
    else { return nil }
    let keys = Set(found.flatMap(\.dataKeys)).sorted()
    let few = keys.prefix(3).joined(separator: ", ") + (keys.count > 3 ? ", …" : "")
    return ManifestFinding(
      "configmap-key", .error, path: mention.owner.file, position: mention.keyPosition,
      "the ConfigMap \(mention.name) has no key \(key)",
      remedy: names.nearest(key, keys).map { "did you mean \($0)?" } ?? "it has \(few)")
  }

  /// A ConfigMap that variables cannot be taken from, there or at all.
  private func unfitFinding(_ mention: ConfigMapMention) -> ManifestFinding? {
    guard mention.kind == "ConfigMap" else { return nil }
    let found = objects("ConfigMap", named: mention.name)
    if let key = found.lazy.flatMap(\.dataKeys).filter({ !FluxSubstitution.isName($0) }).min() {
      return ManifestFinding(
        "configmap-key", .error, path: mention.owner.file, position: mention.position,
        "the ConfigMap \(mention.name) has the key \(key), which is no name of a variable, "
          + "so that Flux fails", remedy: "take variables from another ConfigMap")
    }
    guard ownNames.contains(mention.name) else { return nil }
    return namespaceFinding(mention, seenFrom: Set([mention.owner.namespace].compactMap { $0 }))
  }
}
