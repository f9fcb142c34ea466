extension AppliedKustomization {
  /// Why Flux applies nothing, or why that is not known; nil where what it applies can be told.
  ///
  /// As `problem`, but for what follows from variables whose texts are not known. Those of a Secret that no file has are
  /// not: it may be made in the cluster, by hand or by an operator. A ConfigMap is Git's as a rule.
  public var knownProblem: ApplyProblem? {
    guard let problem else { return nil }
    let isKnown =
      switch problem.stage {
      case .variables: missing.contains { !$0.isEncrypted && $0.reference.kind != "Secret" }
      case .substitution: false
      default: true
      }
    if isKnown { return problem }
    return objects.lazy.filter { !isUnreadable($0) }.compactMap { object in
      object.problem.map { ApplyProblem(.substitution, $0.shownMessage, at: object.place) }
    }.first
  }

  /// Whether an object is no YAML after substitution, and the texts of variables that are not known may be why.
  public func isUnreadable(_ object: AppliedObject) -> Bool {
    (variables.isOpen || !variables.unknown.isEmpty)
      && object.problem?.message.contains("envsubst error: YAMLToJSON: ") == true
  }
}
