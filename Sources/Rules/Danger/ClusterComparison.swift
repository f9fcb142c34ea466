import Flux
import YAML

/// What one cluster applies before and after a change, and what Flux would make of the difference.
struct ClusterComparison {
  let before: AppliedCluster
  let after: AppliedCluster
  /// Whether the folders are taken to be applied though nothing in the repository does.
  let isAssumed: Bool
  let oldObjects: [ClusterObject]
  let newObjects: [ClusterObject]

  /// The numbers of the Kustomizations after, by their identifiers.
  private let numbersAfter: [String: Int]
  /// The objects that the Kustomizations before are, by their identifiers.
  private let ownObjects: [String: ClusterObject]

  /// - Parameters:
  ///   - before: the cluster in the tree before.
  ///   - after: the same in the tree after.
  ///   - isAssumed: whether the folders are taken to be applied though nothing in the repository does.
  ///   - written: what stands in for a Kustomization that this program cannot build: its changed objects
  ///     as they are written, with those of the tree before or after.
  init(
    _ before: AppliedCluster, _ after: AppliedCluster, isAssumed: Bool,
    written: (AppliedKustomization, _ isBefore: Bool) -> [WrittenObjects.Found]
  ) {
    self.before = before
    self.after = after
    self.isAssumed = isAssumed
    let numbersAfter = Self.numbers(of: after)
    let numbersBefore = Self.numbers(of: before)
    func isUnbuilt(_ kustomization: AppliedKustomization) -> Bool {
      let identifier = kustomization.spec.identifier
      let old = numbersBefore[identifier].flatMap { before.kustomizations[$0].problem?.stage }
      let new = numbersAfter[identifier].flatMap { after.kustomizations[$0].problem?.stage }
      // One that failed before has applied what was there earlier.
      return old == .notFollowed || old == .build || new == .notFollowed
    }
    func objects(_ cluster: AppliedCluster, isBefore: Bool) -> [ClusterObject] {
      var found =
        isAssumed ? [] : cluster.rootObjects.map { ClusterObject($0, owner: nil, target: "") }
      for (number, kustomization) in cluster.kustomizations.enumerated() {
        let target = Self.target(of: kustomization.spec)
        if isUnbuilt(kustomization) {
          found += written(kustomization, isBefore).map {
            ClusterObject($0, owner: number, target: target)
          }
        } else {
          found += kustomization.objects.map { ClusterObject($0, owner: number, target: target) }
        }
      }
      return found
    }
    oldObjects = objects(before, isBefore: true)
    newObjects = objects(after, isBefore: false)
    self.numbersAfter = numbersAfter
    var ownObjects: [String: ClusterObject] = [:]
    for object in oldObjects where object.key.isFlux {
      let namespace = object.owner.map { before.kustomizations[$0].spec.namespace }
      let spec = KustomizationSpec(object.value, defaultNamespace: namespace ?? "flux-system")
      if let spec { ownObjects[spec.identifier] = object }
    }
    self.ownObjects = ownObjects
  }

  private static func numbers(of cluster: AppliedCluster) -> [String: Int] {
    Dictionary(
      cluster.kustomizations.enumerated().map { ($1.spec.identifier, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Where the objects of a Kustomization go; empty for its own cluster.
  private static func target(of spec: KustomizationSpec) -> String {
    guard spec.isRemote else { return "" }
    return spec.namespace + " " + (spec.object["spec", "kubeConfig"]?.description ?? "")
  }
}

extension ClusterComparison {
  /// How Flux deletes an object that is not in what it applies any more.
  enum Deletion {
    /// It stays in the cluster.
    case none
    /// Its Kustomization prunes it.
    case pruned
    /// Its Kustomization is deleted, and all that it applied.
    case withOwner
  }

  /// Whether an object of before that nothing applies any more is deleted.
  ///
  /// Sources: `prune` and `finalize` in fluxcd/kustomize-controller: what is deleted follows from the inventory
  /// of the last run, by the Kustomization as it is now; and from the annotations that the object has in the cluster.
  func deletion(of object: ClusterObject) -> Deletion {
    let stays =
      object.isMarked("prune", "disabled") || object.isMarked("reconcile", "disabled")
      || object.isMarked("ssa", "ignore")
    if stays { return .none }
    guard let number = object.owner else { return .pruned }
    let owner = before.kustomizations[number]
    let now = counterpart(of: owner.spec)
    if isAssumed { return now.map(fails) == true ? .none : .pruned }
    if let now { return prunes(now, object) ? .pruned : .none }
    if let own = ownObjects[owner.spec.identifier], own.owner != number {
      guard deletion(of: own) != .none, deletesWithItself(owner.spec) else { return .none }
      return .withOwner
    }
    // One that applies itself goes on by what it was, and deletes itself at last.
    let isThere = before.root == after.root
    return isThere && owner.spec.prunes && !owner.spec.isSuspended ? .pruned : .none
  }

  private func prunes(_ now: AppliedKustomization, _ object: ClusterObject) -> Bool {
    now.spec.prunes && !now.spec.isSuspended && !fails(now)
      && Self.target(of: now.spec) == object.target
  }

  /// Whether a Kustomization fails, and so applies nothing and deletes nothing.
  private func fails(_ kustomization: AppliedKustomization) -> Bool {
    kustomization.problem.map { kustomization.objects.isEmpty && $0.stage != .notFollowed } ?? false
  }

  /// Whether what a Kustomization applied is deleted with it.
  ///
  /// Source: `finalizerShouldDeleteResources` in fluxcd/kustomize-controller.
  func deletesWithItself(_ spec: KustomizationSpec) -> Bool {
    guard !spec.isSuspended else { return false }
    return switch spec.object["spec", "deletionPolicy"]?.plainText ?? "MirrorPrune" {
    case "MirrorPrune": spec.prunes
    case "Delete", "WaitForTermination": true
    default: false
    }
  }

  /// The Kustomization after by the identifier of one before.
  func counterpart(of spec: KustomizationSpec) -> AppliedKustomization? {
    numbersAfter[spec.identifier].map { after.kustomizations[$0] }
  }

  /// The Kustomization that applies an object before; nil for the root folder.
  func oldOwner(of object: ClusterObject) -> AppliedKustomization? {
    object.owner.map { before.kustomizations[$0] }
  }

  /// The Kustomization that applies an object after; nil for the root folder.
  func newOwner(of object: ClusterObject) -> AppliedKustomization? {
    object.owner.map { after.kustomizations[$0] }
  }

  /// Whether Flux would write what changes in an object that the cluster has.
  ///
  /// Source: `apply` in fluxcd/kustomize-controller (`Exclusions`, `IfNotPresentSelector`). `ssa: Merge` keeps only what
  /// others have added.
  func applies(_ pair: ObjectMatching.Pair) -> Bool {
    if let owner = newOwner(of: pair.after), owner.spec.isSuspended { return false }
    let isExcluded = [pair.before, pair.after].contains {
      $0.isMarked("reconcile", "disabled") || $0.isMarked("ssa", "ignore")
    }
    return !isExcluded && !pair.after.isMarked("ssa", "ifnotpresent")
  }
}
