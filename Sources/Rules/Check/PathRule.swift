import Findings
import Flux

/// A `spec.path` that is not in its source.
enum PathRule: CheckRule {
  static func findings(in tree: CheckedTree) -> [Finding] {
    tree.clusters.flatMap { cluster in
      cluster.kustomizations.filter { $0.problem?.stage == .path }.map { kustomization in
        let path = kustomization.spec.path
        let isLeftOut =
          RepositoryPath.normalised(path).map { tree.reader.entries(of: $0) != nil } ?? false
        return tree.finding(
          .brokenReference, .error, kustomization, in: cluster, at: ["spec", "path"],
          isLeftOut
            ? "\"\(path)\" is not in the source, which leaves it out" : "\"\(path)\" leads nowhere",
          remedy: isLeftOut
            ? "let ignore, sparseCheckout or .sourceignore of the source keep it, or correct the path"
            : "correct the path, or add what it names")
      }
    }
  }
}
