extension CheckSetting {
  /// What Flux would fail on, leave unsubstituted or give another type, in all that it applies.
  func substitutionFindings() -> [ManifestFinding] {
    var files = SubstitutedFiles(reader)
    var findings: [ManifestFinding] = []
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
