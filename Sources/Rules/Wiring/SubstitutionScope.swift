import Flux
import YAML

/// What Flux would make of the `$` in a file, once the Kustomizations that apply it are wired.
struct SubstitutionScope {
  /// The variables that are defined besides ours.
  var names: Set<String> = []
  /// Whether variables may come from objects that are not in the repository.
  var isOpen = false
  /// Whether Flux substituted here before, so that authors have written `$$` for `$`.
  var isActive = false
  /// Whether it did so for others than our variables: then wiring changes nothing but references.
  var isOwners = false

  /// The scope of both.
  func union(_ other: SubstitutionScope) -> SubstitutionScope {
    SubstitutionScope(
      names: names.union(other.names), isOpen: isOpen || other.isOpen,
      isActive: isActive || other.isActive, isOwners: isOwners || other.isOwners)
  }

  /// Whether a run starts a variable that is meant to be substituted.
  func isReference(_ run: DollarRun) -> Bool {
    guard run.startsVariable, let brace = run.brace else { return false }
    return run.namesOurs || (brace.isWellFormed && names.contains(brace.name))
  }

  /// Whether Flux would change what belongs to a shell or another language, or fail on it.
  ///
  /// Where Flux substituted the owner's own variables before, it does so as before. Where it did not substitute, every
  /// `${` and `$$` is such. Where it did with our variables alone, `$$` is already an escape and a default is Flux's
  /// own way to write an optional variable.
  func isHazard(_ run: DollarRun) -> Bool {
    guard !isOwners, !isReference(run) else { return false }
    guard isActive else {
      return (run.brace != nil || run.range.count > 1) && !run.namesOurs
    }
    guard run.startsVariable, let brace = run.brace else { return false }
    return !brace.isWellFormed || !(isOpen || brace.hasDefault)
  }

  /// The edit after which Flux gives back a hazard as it was.
  private func escape(_ run: DollarRun) -> ByteEdit? {
    guard isHazard(run) else { return nil }
    let start = run.range.lowerBound
    let dollars = [UInt8](repeating: 0x24, count: isActive ? 1 : run.range.count)
    return ByteEdit(range: start..<start, replacement: dollars)
  }

  /// The edits that escape every hazard in a part of some bytes.
  func escapes(in bytes: [UInt8], _ range: Range<Int>) -> [ByteEdit] {
    DollarRun.all(in: bytes, range).compactMap(escape)
  }

  /// What the scalars of a node hold.
  func contents(of node: YAMLNode) -> (hasHazards: Bool, hasReferences: Bool) {
    var contents = (hasHazards: false, hasReferences: false)
    node.forEachScalar { _, scalar in
      for run in DollarRun.all(in: scalar.text) {
        contents.hasHazards = contents.hasHazards || isHazard(run)
        contents.hasReferences = contents.hasReferences || isReference(run)
      }
    }
    return contents
  }
}

extension ClusterWiring {
  /// The scope of what one member applies.
  func scope(of member: WiringCluster.Member) -> SubstitutionScope {
    let variables = member.applied.variables
    let others = Set(variables.known.keys).union(variables.unknown).filter {
      !DollarRun.isOurs($0)
    }
    let isOpen = member.applied.missing.contains {
      !$0.isEncrypted && $0.reference.name != place.variablesName
    }
    let isOurs = member.spec.substituteFrom.contains { $0.name == place.variablesName }
    return SubstitutionScope(
      names: others, isOpen: isOpen, isActive: isOurs || isOpen || !others.isEmpty,
      isOwners: isOpen || !others.isEmpty || member.spec.alwaysSubstitutes)
  }
}

/// The scopes of the files that several clusters apply: a file gets one treatment for all of them.
struct SharedScopes {
  private var byPath: [String: SubstitutionScope] = [:]
  /// Whether there is more than one cluster.
  private let areShared: Bool

  /// The scopes of what Flux substitutes already.
  init(_ clusters: [ClusterWiring]) {
    areShared = clusters.count > 1
    for wiring in clusters {
      let members = wiring.cluster.members.indices
      add(members.filter { wiring.scope(of: wiring.cluster.members[$0]).isActive }, of: wiring)
    }
  }

  /// Notes what Flux will substitute from now on.
  mutating func add(_ wired: [Int], of wiring: ClusterWiring) {
    guard areShared else { return }
    for index in wired {
      let member = wiring.cluster.members[index]
      var scope = wiring.scope(of: member)
      scope.isActive = true
      for file in member.marked { byPath[file.path] = byPath[file.path]?.union(scope) ?? scope }
    }
  }

  /// The scope of a file, which is `own` for the cluster that is being wired.
  func scope(of path: String, _ own: SubstitutionScope) -> SubstitutionScope {
    byPath[path]?.union(own) ?? own
  }
}
