import Findings
import Flux
import YAML

/// A health check of an object that the cluster does not apply.
enum HealthCheckRule: CheckRule {
  /// The groups whose objects are what a file says, and no controller makes.
  private static let flux = [
    FluxKustomization.group, "helm.toolkit.fluxcd.io", "source.toolkit.fluxcd.io",
  ]

  static func findings(in tree: CheckedTree) -> [Finding] {
    tree.clusters.flatMap { cluster in
      cluster.kustomizations.filter { !$0.spec.isRemote }.flatMap { kustomization in
        checks(of: kustomization).enumerated().compactMap { index, check in
          finding(check, index, kustomization, cluster, tree)
        }
      }
    }
  }

  private static func checks(
    of kustomization: AppliedKustomization
  ) -> [(group: String, mention: CheckedObject.Mention)?] {
    (kustomization.spec("healthChecks")?.elements ?? []).map { check in
      guard let kind = check["kind"]?.plainText, let name = check["name"]?.plainText else {
        return nil
      }
      let version = check["apiVersion"]?.plainText ?? ""
      let group = version.contains("/") ? String(version.prefix { $0 != "/" }) : ""
      let namespace = check["namespace"]?.plainText ?? ""
      return (
        group,
        CheckedObject.Mention(
          kind: kind, namespace: namespace.isEmpty ? kustomization.spec.namespace : namespace,
          name: name)
      )
    }
  }

  private static func finding(
    _ check: (group: String, mention: CheckedObject.Mention)?, _ index: Int,
    _ kustomization: AppliedKustomization, _ cluster: CheckedCluster, _ tree: CheckedTree
  ) -> Finding? {
    guard let (group, mention) = check, !mention.isOpen, cluster.object(mention) == nil,
      !isAnywhere(mention, group, cluster)
    else { return nil }
    let maker = maker(of: mention, group, cluster)
    let known = cluster.names(mention.kind, in: mention.namespace)
    let isSure = cluster.isFollowed && maker == nil
    guard isSure || !isLikelyMade(mention, cluster), !cluster.isBeforeBootstrap else { return nil }
    return tree.finding(
      .healthCheckMissing, isSure ? .error : .note, kustomization, in: cluster,
      at: ["spec", "healthChecks", .index(index), "name"],
      "the \(mention.text), whose health is checked, is not in what \(cluster.name) applies"
        + (maker.map { "; \($0) may make it" } ?? ""),
      remedy: tree.remedy(
        for: mention.name, among: known,
        otherwise: "correct the name and the namespace, or remove the check"))
  }

  /// Whether the cluster has an object of that group, kind and name that is in no namespace.
  private static func isAnywhere(
    _ mention: CheckedObject.Mention, _ group: String, _ cluster: CheckedCluster
  ) -> Bool {
    cluster.objects.contains {
      $0.kind == mention.kind && $0.name == mention.name
        && ($0.applied.identity.namespace ?? "").isEmpty
    }
      || group == FluxKustomization.group
        && cluster.kustomizations.contains {
          $0.spec.identifier == "\(mention.namespace)/\(mention.name)"
        }
  }

  /// Whether a release or a custom resource whose name is in the object's name, or the other way round, surely makes
  /// it.
  private static func isLikelyMade(
    _ mention: CheckedObject.Mention, _ cluster: CheckedCluster
  ) -> Bool {
    func isNear(_ name: String?) -> Bool {
      guard let name, !name.isEmpty else { return false }
      // Whole words: `web-server` of `web`, but not `webb`.
      return "-\(mention.name)-".contains("-\(name)-") || "-\(name)-".contains("-\(mention.name)-")
    }
    let releases = cluster.releases(in: mention.namespace)
    return cluster.makes(mention)
      || releases.contains { release in
        let spec = release.value["spec"]
        return isNear(release.name) || isNear(spec?["releaseName"]?.plainText)
          || isNear(spec?["chart", "spec", "chart"]?.plainText)
          || isNear(spec?["chartRef", "name"]?.plainText)
      }
  }

  /// What may make the object; nil where nothing that is known does.
  private static func maker(
    of mention: CheckedObject.Mention, _ group: String, _ cluster: CheckedCluster
  ) -> String? {
    if flux.contains(group) { return nil }
    if let release = cluster.releases(in: mention.namespace).first {
      return "the HelmRelease \(release.name)"
    }
    if ["Deployment", "StatefulSet", "DaemonSet", "Job", "Service"].contains(mention.kind) {
      return cluster.objects.first { $0.namespace == mention.namespace && $0.isCustom }.map {
        "the \($0.kind) \($0.name)"
      }
    }
    // Definitions, objects without a namespace, and what operators make of them.
    return cluster.objects.first { $0.isOf("helm.toolkit.fluxcd.io", "HelmRelease") }.map { _ in
      "a HelmRelease"
    }
  }
}

extension CheckedObject {
  /// Whether this is of a kind that Kubernetes itself does not have, so that a controller may make others of it.
  fileprivate var isCustom: Bool {
    let group = applied.identity.group
    return group.contains(".") && !group.hasSuffix(".k8s.io") && !group.hasSuffix(".fluxcd.io")
  }
}
