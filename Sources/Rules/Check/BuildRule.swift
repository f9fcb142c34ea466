import Findings
import Flux
import YAML

/// What Flux does not build, and what is not followed here.
///
/// A mistake in a folder is told once, however many Kustomizations build the folder.
enum BuildRule: CheckRule {
  static func findings(in tree: CheckedTree) -> [Finding] {
    tree.clusters.flatMap { cluster in
      cluster.kustomizations.compactMap { finding($0, cluster, tree) } + makers(cluster, tree)
    }
  }

  private static func finding(
    _ kustomization: AppliedKustomization, _ cluster: CheckedCluster, _ tree: CheckedTree
  ) -> Finding? {
    guard let problem = kustomization.problem else { return nil }
    let file = problem.place?.file ?? kustomization.place?.file ?? ""
    switch problem.stage {
    case .build, .object:
      // The file that is at fault says so itself.
      guard !tree.brokenFiles.contains(file) else { return nil }
      return Finding(
        .buildFailed, .error, path: file, position: position(of: problem, in: file, tree),
        "Flux cannot build this: \(problem.message)",
        remedy: problem.remedy.isEmpty ? "correct what it names" : problem.remedy)
    case .notFollowed:
      return Finding(
        .notFollowed, .note, path: file, position: position(of: problem, in: file, tree),
        problem.message,
        remedy: problem.remedy.isEmpty ? "what depends on it is not judged" : problem.remedy)
    case .source:
      let source = kustomization.spec.source
      let mention = CheckedObject.Mention(
        kind: source.kind, namespace: source.namespace, name: source.name)
      // One that is nowhere has a finding of its own.
      guard cluster.object(mention) != nil || source.kind == "ExternalArtifact" else { return nil }
      return tree.finding(
        .notFollowed, .note, kustomization, in: cluster, at: ["spec", "sourceRef"],
        "what the Flux Kustomization \(kustomization.spec.name) applies is not followed: "
          + problem.message,
        remedy: "what depends on it is not judged")
    case .path, .variables, .substitution: return nil
    }
  }

  /// Where a problem stands; where that is not known, the text that its message names.
  private static func position(
    of problem: ApplyProblem, in file: String, _ tree: CheckedTree
  ) -> TextPosition? {
    if let position = problem.place?.position { return position }
    var found: TextPosition?
    for document in tree.reader.stream(file)?.documents ?? [] {
      document.forEachScalar { node, scalar in
        // Shorter ones are in any sentence.
        guard found == nil, scalar.text.utf8.count > 8, problem.message.contains(scalar.text) else {
          return
        }
        found = node.position
      }
    }
    return found
  }

  /// Objects that make others in ways that are not followed.
  private static func makers(_ cluster: CheckedCluster, _ tree: CheckedTree) -> [Finding] {
    cluster.objects.filter { $0.isOf("fluxcd.controlplane.io", "ResourceSet") }.map { object in
      tree.finding(
        .notFollowed, .note, object, at: [],
        "what the ResourceSet \(object.name) makes is not followed",
        remedy: "what depends on it is not judged")
    }
  }
}
