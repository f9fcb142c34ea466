import Findings
import Flux
import YAML

/// A namespace of applied objects that nothing creates; once for each.
enum NamespaceRule: CheckRule {
  static func findings(in tree: CheckedTree) -> [Finding] {
    tree.clusters.flatMap { cluster in
      var known = created(in: cluster)
      return cluster.objects.compactMap { object -> Finding? in
        guard !object.isRemote, let namespace = object.applied.identity.namespace,
          !isAlwaysThere(namespace), known.insert(namespace).inserted
        else { return nil }
        return tree.finding(
          .namespaceMissing, .note, object, at: ["metadata", "namespace"],
          "nothing that \(cluster.name) applies creates the namespace \(namespace)",
          remedy: "add a Namespace, or make sure that somebody else creates it")
      }
    }
  }

  private static func isAlwaysThere(_ namespace: String) -> Bool {
    namespace.isEmpty || namespace == "default" || namespace == KustomizationSpec.defaultNamespace
      || namespace.hasPrefix("kube-") || namespace.contains("$")
  }

  /// The namespaces that objects are, that releases create, and that Flux Kustomizations are in.
  private static func created(in cluster: CheckedCluster) -> Set<String> {
    var created: Set<String> = []
    for kustomization in cluster.kustomizations where kustomization.parent == nil {
      created.insert(kustomization.spec.namespace)
    }
    for object in cluster.objects {
      if object.isOf("", "Namespace") { created.insert(object.name) }
      guard object.isOf("helm.toolkit.fluxcd.io", "HelmRelease"),
        object.value["spec", "install", "createNamespace"] == .bool(true)
      else { continue }
      created.insert(object.value["spec", "targetNamespace"]?.plainText ?? object.namespace)
    }
    return created
  }
}
