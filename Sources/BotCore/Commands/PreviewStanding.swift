internal import Flux

/// What a preview says of a member of a cluster.
struct PreviewStanding {
  typealias Problem = ConfigurationError.Problem

  /// What is applied; empty where that is not known, or Flux fails.
  let objects: [AppliedObject]
  /// Why Flux would apply nothing.
  var failure: Problem?
  /// Why it is not known what Flux applies.
  var unknown: Problem?
  /// What is known in part.
  var notes: [Problem] = []

  /// - Parameters:
  ///   - member: The Kustomization, or the folder.
  ///   - secrets: What no message may repeat.
  init(_ member: ClusterMember, withholding secrets: SecretTexts) {
    guard let kustomization = member.kustomization else {
      objects = member.cluster.rootObjects
      return
    }
    let problem = kustomization.knownProblem
    objects = problem == nil ? kustomization.objects : []
    if let problem { take(problem, of: kustomization, in: member.cluster, secrets) }
    let title = Self.title(kustomization, in: member.cluster)
    if kustomization.spec.isSuspended {
      notes.append(
        kustomization.problem(
          "\(title) is suspended: until it is resumed, Flux leaves the cluster as it is", remedy: ""
        ))
    }
    guard problem == nil else { return }
    for object in kustomization.objects where kustomization.isUnreadable(object) {
      let identity = object.identity
      notes.append(
        Problem(
          "\(title): \(identity.kind) \(identity.name) is valid YAML only with the values of variables that are not "
            + "known, and is shown without them", file: object.place?.file,
          position: object.place?.position, remedy: ""))
    }
    notes += kustomization.missing.map { missing in
      let names = kustomization.variables.unknown.sorted().map { "${\($0)}" }
      let left = names.isEmpty ? "variables that it may have" : names.joined(separator: ", ")
      let reason =
        missing.isEncrypted
        ? "is encrypted" : "is not in this repository, and may be made by others"
      return kustomization.problem(
        "\(title): \(missing.reference.kind) \(missing.reference.namespace)/\(missing.reference.name) "
          + "\(reason), so the values of \(left) are not known and stay as they are written",
        remedy: "")
    }
  }

  private mutating func take(
    _ problem: ApplyProblem, of kustomization: AppliedKustomization, in cluster: AppliedCluster,
    _ secrets: SecretTexts
  ) {
    let title = Self.title(kustomization, in: cluster)
    let isFollowed = problem.stage != .source && problem.stage != .notFollowed
    let place = problem.place ?? kustomization.place
    let shown = Problem(
      "\(title) \(isFollowed ? "fails in Flux" : "is not followed"): "
        + Self.words(of: problem, withholding: secrets),
      file: place?.file, position: place?.position,
      remedy: problem.remedy.isEmpty ? Self.remedy(for: problem.stage) : problem.remedy)
    if isFollowed { failure = shown } else { unknown = shown }
  }

  /// What is said of a problem; where files are repeated in it, without the values of Secrets.
  private static func words(of problem: ApplyProblem, withholding secrets: SecretTexts) -> String {
    switch problem.stage {
    case .build, .notFollowed, .object: secrets.withheld(problem.message)
    case .source, .path, .variables, .substitution: problem.message
    }
  }

  /// Such as `Kustomization flux-system/apps of cluster clusters/a`.
  private static func title(
    _ kustomization: AppliedKustomization, in cluster: AppliedCluster
  ) -> String {
    "Kustomization \(kustomization.spec.identifier) of cluster \(RepositoryPath.shown(cluster.root))"
  }

  private static func remedy(for stage: ApplyProblem.Stage) -> String {
    switch stage {
    case .source: "preview it in the repository where its source is"
    case .path: "correct spec.path, or add the folder"
    case .build, .object: "correct the file"
    case .notFollowed: "see what Flux makes of it in the cluster"
    case .variables: "add it, or mark it as optional"
    case .substitution:
      "set the variable, double the $, or switch substitution off for this object"
    }
  }
}

extension AppliedKustomization {
  /// A problem at the place of this Kustomization.
  fileprivate func problem(
    _ message: String, remedy: String
  ) -> ConfigurationError.Problem {
    ConfigurationError.Problem(
      message, file: place?.file, position: place?.position, remedy: remedy)
  }
}
