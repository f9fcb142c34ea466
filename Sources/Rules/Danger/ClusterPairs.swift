import Flux

/// The clusters of two trees, paired.
struct ClusterPairs {
  private(set) var pairs: [(before: AppliedCluster, after: AppliedCluster)] = []
  /// Those that no root leads to any more.
  private(set) var gone: [AppliedCluster] = []

  /// - Parameters:
  ///   - before: the clusters of the tree before.
  ///   - after: those of the tree after.
  ///   - pathsAfter: the new paths of files that were renamed, by the old ones.
  ///   - isThere: whether the tree after has a folder.
  init(
    _ before: [AppliedCluster], _ after: [AppliedCluster], pathsAfter: [String: String],
    isThere: (String) -> Bool
  ) {
    var left = after
    func take(_ cluster: AppliedCluster, where isSame: (AppliedCluster) -> Bool) -> Bool {
      guard let index = left.firstIndex(where: isSame) else { return false }
      pairs.append((cluster, left.remove(at: index)))
      return true
    }
    var open = before.filter { cluster in !take(cluster) { $0.root == cluster.root } }
    open = open.filter { cluster in
      let moved = Set(
        pathsAfter.lazy.filter { RepositoryPath.holds(cluster.root, $0.key) }.map(\.value))
      return !take(cluster) { other in moved.contains { RepositoryPath.holds(other.root, $0) } }
    }
    if open.count == 1, left.count == 1 {
      pairs.append((open.removeFirst(), left.removeFirst()))
    }
    for cluster in open {
      if cluster.start == .folder, isThere(cluster.root) {
        pairs.append((cluster, cluster.emptied))
      } else {
        gone.append(cluster)
      }
    }
  }
}

extension AppliedCluster {
  /// The change that no root leads to this cluster any more; nil where it was never bootstrapped.
  ///
  /// `isThere` says whether the tree after has its folder.
  func goneChange(isThere: Bool) -> DangerousChange? {
    guard start != .folder, let kustomization = kustomizations.first,
      !kustomization.spec.isSuspended
    else { return nil }
    // A Kustomization whose path is not there fails, and deletes nothing.
    let effect =
      isThere
      ? "Flux would delete the Kustomization that applies the cluster, and what that has applied"
      : "the cluster goes on reading the old path, finds nothing there, and stops syncing"
    return DangerousChange(
      code: isThere ? .removal : .flux, path: kustomization.place?.file ?? root,
      position: kustomization.place?.position, object: "Kustomization/\(kustomization.spec.name)",
      field: isThere ? nil : "spec.path", old: isThere ? nil : kustomization.spec.path, new: nil,
      effect: effect,
      remedy: "keep it; or, if the cluster is no longer there, give --allow-replace")
  }
}
