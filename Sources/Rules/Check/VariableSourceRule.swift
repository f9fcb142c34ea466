import Findings
import Flux
import YAML

/// A ConfigMap or Secret of `postBuild.substituteFrom` that the cluster does not apply.
///
/// Others may make it, so that it is a mistake only where its name looks like a slip of the pen.
enum VariableSourceRule: CheckRule {
  static func findings(in tree: CheckedTree) -> [Finding] {
    tree.clusters.flatMap { cluster in
      // Clones of one Secret in many namespaces are told once.
      var noted: Set<String> = []
      return cluster.kustomizations.flatMap { kustomization in
        findings(kustomization, cluster, tree).filter {
          $0.severity == .error || noted.insert($0.message).inserted
        } + unfit(kustomization, cluster, tree)
      }
    }
  }

  /// ConfigMaps and Secrets with a key that is no name of a variable, on which Flux fails.
  private static func unfit(
    _ kustomization: AppliedKustomization, _ cluster: CheckedCluster, _ tree: CheckedTree
  ) -> [Finding] {
    kustomization.spec.substituteFrom.enumerated().compactMap { index, reference in
      let mention = CheckedObject.Mention(
        kind: reference.kind, namespace: reference.namespace, name: reference.name)
      guard let object = cluster.object(mention), !object.isEncrypted else { return nil }
      let keys = ["data", "stringData"].flatMap { (object.value[$0]?.members ?? []).map(\.key) }
      guard let key = keys.filter({ !FluxSubstitution.isName($0) }).min() else { return nil }
      return tree.finding(
        .configmapKey, .error, kustomization, in: cluster,
        at: ["spec", "postBuild", "substituteFrom", .index(index)],
        "the \(reference.kind) \(reference.name) has the key \(key), which is no name of a variable, "
          + "so that Flux fails", remedy: "take variables from another \(reference.kind)")
    }
  }

  private static func findings(
    _ kustomization: AppliedKustomization, _ cluster: CheckedCluster, _ tree: CheckedTree
  ) -> [Finding] {
    kustomization.missing.filter { !$0.isEncrypted }.compactMap { missing in
      let reference = missing.reference
      guard !reference.isOptional, !reference.name.contains("$"),
        !tree.configuration.isOwnName(reference.name),
        tree.configuration.ownName(meantBy: reference.name) == nil
      else { return nil }
      let mention = CheckedObject.Mention(
        kind: reference.kind, namespace: reference.namespace, name: reference.name)
      let meant = cluster.slip(mention)
      if meant == nil, cluster.makes(mention) { return nil }
      let index = kustomization.spec.substituteFrom.firstIndex {
        $0.kind == reference.kind && $0.name == reference.name
      }
      return tree.finding(
        .variablesMissing, meant == nil ? .note : .error, kustomization, in: cluster,
        at: ["spec", "postBuild", "substituteFrom", .index(index ?? 0), "name"],
        meant == nil
          ? "the \(reference.kind) \(reference.name) is not in what \(cluster.name) applies, so that its "
            + "variables are not known here"
          : "the \(mention.text) is not in what \(cluster.name) applies",
        remedy: meant.map { "did you mean \($0)?" }
          ?? "make sure that it is there before Flux needs it")
    }
  }
}

extension String {
  /// Whether all that differs is one place of at most two characters, none of them a digit.
  ///
  /// A wider measure would take other people's names for mistakes: `vars-2` is beside `vars-1` on purpose.
  func isSlip(of other: String) -> Bool {
    guard self != other, utf8.count > 3 else { return false }
    let (left, right) = (Array(utf8), Array(other.utf8))
    let start = zip(left, right).prefix { $0 == $1 }.count
    let rest = (left.dropFirst(start), right.dropFirst(start))
    let end = zip(rest.0.reversed(), rest.1.reversed()).prefix { $0 == $1 }.count
    let (own, others) = (rest.0.dropLast(end), rest.1.dropLast(end))
    return max(own.count, others.count) <= 2
      && !(own + others).contains { (0x30...0x39).contains($0) }
  }
}
