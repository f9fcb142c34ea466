import Findings
import Flux
import YAML

/// A value of `postBuild.substitute` that is not a text, which Kubernetes refuses.
enum SubstituteTypeRule: CheckRule {
  static func findings(in tree: CheckedTree) -> [Finding] {
    tree.clusters.flatMap { cluster in
      cluster.kustomizations.flatMap { kustomization -> [Finding] in
        let values = kustomization.spec("postBuild", "substitute")?.members ?? []
        return values.compactMap { key, value in
          guard let type = value.nameOfType else { return nil }
          return tree.finding(
            .substituteType, .error, kustomization, in: cluster,
            at: ["spec", "postBuild", "substitute", .key(key)],
            "the variable \(key) is \(type), and postBuild.substitute takes nothing but texts",
            remedy: "write it in quotes")
        }
      }
    }
  }
}

extension Value {
  /// What this is, where it is no text.
  fileprivate var nameOfType: String? {
    switch self {
    case .string, .null: nil
    case .bool: "a boolean"
    case .int, .double: "a number"
    case .list: "a list"
    case .map: "a map"
    }
  }
}
