import Findings
import Flux
import YAML

/// A Secret that SOPS has encrypted, in what a Kustomization without `decryption` applies.
enum DecryptionRule: CheckRule {
  static func findings(in tree: CheckedTree) -> [Finding] {
    tree.clusters.flatMap { cluster in
      cluster.objects.compactMap { object -> Finding? in
        guard object.isOf("", "Secret"), case .map = object.value["sops"],
          let owner = cluster.owner(of: object), owner.spec("decryption") == nil
        else { return nil }
        return tree.finding(
          .decryptionMissing, .error, object, at: [],
          "the Secret \(object.name) is encrypted, and the Flux Kustomization "
            + "\(owner.spec.identifier) of \(cluster.name) has no decryption",
          remedy: "add decryption: { provider: sops, secretRef: … } to its spec")
      }
    }
  }
}
