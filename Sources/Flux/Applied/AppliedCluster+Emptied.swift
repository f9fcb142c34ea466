extension AppliedCluster {
  /// This cluster where its root folder is there and holds nothing any more.
  public var emptied: AppliedCluster {
    AppliedCluster(root: root, start: start, kustomizations: [], rootObjects: [], rootProblem: nil)
  }
}
