internal import Flux
internal import YAML

/// The parts of a preview, as they are found.
struct PreviewParts {
  typealias Problem = ConfigurationError.Problem

  let objects: PreviewObjects
  private(set) var kustomizations: [PreviewedKustomization] = []
  /// Why Flux would not apply some.
  private(set) var failures: [Problem] = []
  /// Why it is not known what Flux applies.
  private(set) var unknown: [Problem] = []
  private(set) var notes: [Problem] = []
  /// Whether there is one of which it is known what Flux makes of it.
  private(set) var hasKnown = false

  private let secrets: SecretTexts
  private let baseSecrets: SecretTexts

  /// - Parameters:
  ///   - objects: What shows and compares objects.
  ///   - tree: What is looked at.
  ///   - base: What it is compared with; the same where it is not.
  init(objects: PreviewObjects, of tree: GitTree, base: GitTree) {
    self.objects = objects
    (secrets, baseSecrets) = (SecretTexts(in: tree), SecretTexts(in: base))
  }

  /// Adds a member, compared with what the base has in its place where that is given: nil for nothing.
  mutating func add(_ member: ClusterMember, base: ClusterMember??) throws(BotError) {
    let standing = PreviewStanding(member, withholding: secrets)
    note(standing)
    let problem = standing.failure ?? standing.unknown
    guard case .some(let earlier) = base, problem == nil else {
      return kustomizations.append(
        PreviewedKustomization(member, problem, objects.shown(standing.objects)))
    }
    let before = earlier.map { PreviewStanding($0, withholding: baseSecrets) }
    if let known = before?.failure ?? before?.unknown {
      notes.append(
        Problem(
          "every object counts as created, since what the base has is not known: \(known.message)",
          file: known.file, position: known.position, remedy: ""))
    }
    let compared = try objects.compared(
      before?.objects ?? [], standing.objects,
      prunes: member.kustomization?.spec.prunes ?? false, in: member.fileFolder)
    kustomizations.append(PreviewedKustomization(member, nil, compared))
  }

  /// Adds a member that only the base has.
  mutating func addDeleted(_ member: ClusterMember) throws(BotError) {
    let standing = PreviewStanding(member, withholding: baseSecrets)
    hasKnown = true
    if let known = standing.failure ?? standing.unknown {
      notes.append(
        Problem(
          "what is deleted with it is not known: \(known.message)", file: known.file,
          position: known.position, remedy: ""))
    }
    let compared = try objects.compared(
      standing.objects, [], prunes: member.kustomization?.spec.prunes ?? false,
      in: member.fileFolder)
    kustomizations.append(PreviewedKustomization(member, nil, compared, isDeleted: true))
  }

  private mutating func note(_ standing: PreviewStanding) {
    if let failure = standing.failure { failures.append(failure) }
    if let reason = standing.unknown { unknown.append(reason) } else { hasKnown = true }
    notes += standing.notes
  }
}

extension ClusterMember {
  /// The folder of its objects in patches.
  fileprivate var fileFolder: String {
    let spec = kustomization?.spec
    let parts =
      cluster.root.split(separator: "/").map(String.init)
      + [spec?.namespace, spec?.name].compactMap(\.self)
    return parts.map(PreviewObjects.fileName).joined(separator: "/")
  }
}

extension PreviewedKustomization {
  fileprivate init(
    _ member: ClusterMember, _ problem: ConfigurationError.Problem?, _ objects: [PreviewedObject],
    isDeleted: Bool = false
  ) {
    let root = RepositoryPath.shown(member.cluster.root)
    let own = member.kustomization
    self.init(
      cluster: root, namespace: own?.spec.namespace ?? "", name: own?.spec.name ?? "",
      path: own?.spec.path ?? root,
      folder: own == nil ? member.cluster.root : own?.folder, file: own?.place?.file,
      line: own?.place?.position?.line, isSuspended: own?.spec.isSuspended ?? false,
      isRemote: own?.spec.isRemote ?? false, isDeleted: isDeleted, problem: problem?.message,
      objects: objects)
  }
}
