/// Finds what a cluster would answer by deleting something, or by refusing the change.
///
/// Pure, and without the cluster: what Flux substitutes is compared as it is written, and patches
/// that stand within a kustomization are not read. The renaming of Jobs is no danger, since that is
/// how they are run again. Files that are no YAML are passed over. As long as the changed files alone
/// show no danger and no kustomization changes what it takes in, no other file is read.
///
/// - Parameters:
///   - before: the tree that the cluster has applied.
///   - after: the tree that it would apply.
///   - files: the files that differ, renamed ones with both paths.
///   - amount: the amount that a Kubernetes quantity such as `1.5Gi` stands for; nil for other texts.
/// - Returns: the changes in the order of files and places, each once.
public func dangerousChanges<Amount: Comparable>(
  from before: some ManifestTree, to after: some ManifestTree, in files: [ChangedFile],
  amount: @escaping (String) -> Amount?
) -> [DangerousChange] {
  let search = DangerSearch(
    before: ManifestSide(before), after: ManifestSide(after), files: files
  ) { left, right in
    guard let left = amount(left), let right = amount(right) else { return nil }
    return left < right ? -1 : left == right ? 0 : 1
  }
  return search.changes()
}
