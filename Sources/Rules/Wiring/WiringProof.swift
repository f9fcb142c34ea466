import Findings
import Flux
import Kustomize
import YAML

/// Why the wiring of a Kustomization is not proposed.
struct WiringDoubt: Hashable {
  /// The key of the Kustomization, of which each cluster has its own.
  let key: String
  let finding: Finding
}

/// Compares what Flux applies before and after wiring.
///
/// Every object has to be equal but for the scalars with references, the mark by which Flux leaves it alone, and what
/// wires it: the fields of Flux Kustomizations that name variables, and the ConfigMaps with the values.
struct WiringProof {
  private let before: AppliedTree
  private let after: AppliedTree
  private let attempt: WiringAttempt
  private let ownNames: Set<String>
  /// The files of objects in which Flux substituted our variables before, so that `$` is doubled in them.
  private let escapedFiles: Set<String>

  init(
    _ before: AppliedTree, _ after: AppliedTree, _ attempt: WiringAttempt,
    _ configuration: WiringConfiguration
  ) {
    let names = Set(configuration.places.map(\.variablesName))
    let wired = before.clusters.flatMap(\.kustomizations).filter { kustomization in
      kustomization.spec.substituteFrom.contains { names.contains($0.name) }
    }
    escapedFiles = Set(wired.flatMap { $0.objects.compactMap(\.place?.file) })
    self.before = before
    self.after = after
    self.attempt = attempt
    ownNames = Set(configuration.ownNames)
  }

  /// What differs otherwise.
  func doubts() -> [WiringDoubt] {
    let later = Dictionary(after.clusters.map { ($0.root, $0) }) { first, _ in first }
    return before.clusters.flatMap { cluster -> [WiringDoubt] in
      guard let now = later[cluster.root] else {
        return cluster.kustomizations.map { doubt($0, of: cluster, "is no longer found") }
      }
      return doubts(cluster, now)
    }
  }

  private func doubts(_ old: AppliedCluster, _ new: AppliedCluster) -> [WiringDoubt] {
    let later = Dictionary(new.kustomizations.map { ($0.spec.identifier, $0) }) { first, _ in first
    }
    var found: [WiringDoubt] = []
    for kustomization in old.kustomizations {
      guard let now = later[kustomization.spec.identifier] else {
        found.append(doubt(kustomization, of: old, "would no longer be applied"))
        continue
      }
      found += doubts(kustomization, now, old)
    }
    let reason = comparison(old.rootObjects, new.rootObjects, isActive: true).difference
    if let reason { found += old.kustomizations.prefix(1).map { doubt($0, of: old, "", reason) } }
    return found
  }

  private func doubts(
    _ old: AppliedKustomization, _ new: AppliedKustomization, _ cluster: AppliedCluster
  ) -> [WiringDoubt] {
    if attempt.changed.contains(cluster.key(of: old.spec)), !hasVariables(new) {
      return [replaced(old, of: cluster)]
    }
    if let problem = new.problem, problem.stage != old.problem?.stage,
      !isExpected(new, cluster.start)
    {
      return [doubt(old, of: cluster, "would fail: \(problem.message)")]
    }
    // What was not applied cannot be compared.
    guard old.unknownContent == nil else { return [] }
    let difference = comparison(
      old.objects, new.objects, isActive: !old.variables.isEmpty
    ).difference
    return difference.map { [doubt(old, of: cluster, "", $0)] } ?? []
  }

  private func comparison(
    _ old: [AppliedObject], _ new: [AppliedObject], isActive: Bool
  ) -> ObjectComparison {
    ObjectComparison(old, new, ownNames, escapedFiles: isActive ? [] : escapedFiles)
  }

  /// Whether nothing is missing but the ConfigMaps that `flux bootstrap` will apply from above the folder that is
  /// taken for the cluster's now.
  private func isExpected(
    _ kustomization: AppliedKustomization, _ start: AppliedCluster.Start
  ) -> Bool {
    start == .folder && kustomization.problem?.stage == .variables
      && kustomization.missing.allSatisfy { ownNames.contains($0.reference.name) }
  }

  private func hasVariables(_ kustomization: AppliedKustomization) -> Bool {
    kustomization.spec.substituteFrom.contains { ownNames.contains($0.name) }
  }

  /// That a patch gives a Kustomization other sources than its file has.
  private func replaced(
    _ kustomization: AppliedKustomization, of cluster: AppliedCluster
  ) -> WiringDoubt {
    WiringDoubt(
      key: cluster.key(of: kustomization.spec),
      finding: Finding(
        .wiringImpossible, .error, path: kustomization.place?.file ?? "",
        position: kustomization.place?.position,
        "a patch of what applies \(kustomization.spec.name) sets its postBuild.substituteFrom, and "
          + "is not found or cannot be edited",
        remedy: "add \(ownNames.sorted().last ?? "the ConfigMap") to the list that the patch sets"))
  }

  private func doubt(
    _ kustomization: AppliedKustomization, of cluster: AppliedCluster, _ reason: String,
    _ difference: ObjectComparison.Difference? = nil
  ) -> WiringDoubt {
    let place = difference?.place ?? kustomization.place
    let text =
      difference.map { "\($0.object), which \(kustomization.spec.name) applies, \($0.reason)" }
      ?? "\(kustomization.spec.name) \(reason)"
    return WiringDoubt(
      key: cluster.key(of: kustomization.spec),
      finding: Finding(
        .wiringUnproven, .error, path: place?.file ?? "", position: place?.position,
        "with the variables of the generated values, \(text)",
        remedy: "write it so that Flux finds no $ in it but references, or keep the object out of "
          + "substitution with \(SubstitutionMark.key): \(SubstitutionMark.value)"))
  }
}

/// Compares the objects of one Kustomization before and after wiring.
struct ObjectComparison {
  /// What differs.
  struct Difference {
    let object: String
    let place: SourcePlace?
    let reason: String
  }

  /// What identifies an object, and a number where several have one name.
  fileprivate struct Key: Hashable {
    let group: String
    let kind: String
    let namespace: String?
    let name: String
    let number: Int
  }

  private let old: [(key: Key, object: AppliedObject)]
  private let new: [Key: AppliedObject]
  private let ownNames: Set<String>
  private let escapedFiles: Set<String>
  /// The new names of generated objects by their old ones: content is in the hash at their end.
  private var renamed: [String: String] = [:]

  /// Compares objects; in `escapedFiles` `$` is doubled for others that apply them, though nothing was substituted here.
  init(
    _ old: [AppliedObject], _ new: [AppliedObject], _ ownNames: Set<String>,
    escapedFiles: Set<String>
  ) {
    self.escapedFiles = escapedFiles
    self.old = Self.keyed(old)
    self.new = Dictionary(Self.keyed(new).map { ($0.key, $0.object) }) { first, _ in first }
    self.ownNames = ownNames
    renamed = Self.renamed(self.old.map(\.key), Set(self.new.keys))
  }

  private static func keyed(_ objects: [AppliedObject]) -> [(key: Key, object: AppliedObject)] {
    var counts: [Key: Int] = [:]
    return objects.map { object in
      let identity = object.identity
      // A reference in its name is what wiring is for.
      func text(_ field: String) -> String? {
        let built = object.built.node("metadata", field)?.text
        return built?.holdsReference == true ? built : nil
      }
      func key(_ number: Int) -> Key {
        Key(
          group: identity.group, kind: identity.kind,
          namespace: text("namespace") ?? identity.namespace, name: text("name") ?? identity.name,
          number: number)
      }
      counts[key(0), default: 0] += 1
      return (key((counts[key(0)] ?? 1) - 1), object)
    }
  }

  private static func renamed(_ old: [Key], _ new: Set<Key>) -> [String: String] {
    let known = Set(old)
    let lost = old.filter { !new.contains($0) && $0.stem != nil }
    let found = new.filter { !known.contains($0) && $0.stem != nil }
    var renamed: [String: String] = [:]
    for key in lost {
      let candidates = found.filter { (other: Key) -> Bool in
        other.stem == key.stem && other.kind == key.kind && other.namespace == key.namespace
      }
      if candidates.count == 1 { renamed[key.name] = candidates.first?.name }
    }
    return renamed
  }

  /// The first difference that wiring must not make.
  var difference: Difference? {
    for (key, object) in old where !isOwn(key) {
      guard let now = new[key] ?? new[key.named(renamed[key.name])] else {
        return Difference(object, "would no longer be applied")
      }
      if let reason = reason(object, now) { return Difference(object, reason) }
    }
    let known = Set(old.map(\.key))
    for (key, object) in new where !known.contains(key) && !isOwn(key) {
      if !renamed.values.contains(key.name) { return Difference(object, "would be applied") }
    }
    return nil
  }

  private func isOwn(_ key: Key) -> Bool {
    key.kind == "ConfigMap" && ownNames.contains(key.name)
      || key.isFluxKustomization && key.name == ClusterWiring.ownName
  }

  private func reason(_ old: AppliedObject, _ new: AppliedObject) -> String? {
    // One that fails now has no value to be compared.
    guard old.problem == nil else { return nil }
    if let problem = new.problem { return "would fail: \(problem.shownMessage)" }
    var referring: Set<[String]> = []
    old.forEachBuiltText { path, text in if text.holdsReference { referring.insert(path) } }
    let comparison = ValueComparison(
      referring: old.isLeftAlone ? [] : referring, renamed: renamed,
      isEscaped: old.place.map { escapedFiles.contains($0.file) } ?? false,
      ignored: old.identity.isFluxKustomization ? ValueComparison.wiringFields : [])
    guard let path = comparison.difference(old.value, new.value) else { return nil }
    return "would change in \(path.joined(separator: "."))"
  }
}

extension ObjectComparison.Difference {
  fileprivate init(_ object: AppliedObject, _ reason: String) {
    self.init(
      object: "\(object.identity.kind) \(object.identity.name)", place: object.place,
      reason: reason)
  }
}

extension ObjectComparison.Key {
  fileprivate var isFluxKustomization: Bool {
    kind == "Kustomization" && group == FluxKustomization.group
  }

  /// The name without the hash of a generator; nil where it ends in none.
  fileprivate var stem: Substring? {
    guard kind == "ConfigMap" || kind == "Secret", let dash = name.lastIndex(of: "-"),
      name[dash...].utf8.count == 11
    else { return nil }
    return name[..<dash]
  }

  fileprivate func named(_ name: String?) -> Self {
    Self(group: group, kind: kind, namespace: namespace, name: name ?? self.name, number: number)
  }
}

/// Compares two values of one object.
private struct ValueComparison {
  /// Where references stand.
  let referring: Set<[String]>
  let renamed: [String: String]
  /// Whether `$$` stood for `$`.
  let isEscaped: Bool
  /// The fields that may differ.
  let ignored: Set<[String]>

  /// What wiring writes into Flux Kustomizations.
  static let wiringFields: Set<[String]> = [
    ["spec", "postBuild", "substituteFrom"], ["spec", "dependsOn"], ["spec", "patches"],
  ]

  /// The keys that lead to the first difference; nil where there is none.
  func difference(_ old: Value?, _ new: Value?, at path: [String] = []) -> [String]? {
    if old == new || referring.contains(path) && old?.isScalar == true || ignored.contains(path) {
      return nil
    }
    switch (old.nonEmpty(at: path), new.nonEmpty(at: path)) {
    case (.map(let left), .map(let right)): return difference(left, right, at: path)
    case (.map(let left), nil): return difference(left, [:], at: path)
    case (nil, .map(let right)): return difference([:], right, at: path)
    case (.list(let left), .list(let right)) where left.count == right.count:
      for index in left.indices {
        let found = difference(left[index], right[index], at: path + [String(index)])
        if let found { return found }
      }
      return nil
    // One that a Kustomization hands on to its objects stands there raw.
    case (.string(let left), _) where left.holdsReference: return nil
    case (.string(let left), .string(let right)) where left.renamed(renamed) == right: return nil
    case (.string(let left), .string(let right))
    where isEscaped && left.replacing("$$", with: "$") == right:
      return nil
    case (nil, nil): return nil
    default: return path
    }
  }

  private func difference(
    _ left: [String: Value], _ right: [String: Value], at path: [String]
  ) -> [String]? {
    // A key that holds a reference is another one afterwards.
    if referring.contains(path) { return nil }
    for key in Set(left.keys).union(right.keys).sorted() {
      guard !(key == SubstitutionMark.key && path.first == "metadata") else { continue }
      if let found = difference(left[key], right[key], at: path + [key]) { return found }
    }
    return nil
  }
}

extension Value {
  fileprivate var isScalar: Bool {
    switch self {
    case .map, .list: false
    default: true
    }
  }
}

extension Value? {
  /// This value, or nil for a map that wiring may add or leave without members.
  fileprivate func nonEmpty(at path: [String]) -> Value? {
    switch path {
    case ["metadata", "annotations"], ["metadata", "labels"], ["spec", "postBuild"]:
      self == .null || self == .map([:]) ? nil : self
    default: self
    }
  }
}

extension String {
  /// This text with each of the old names in it as the new one.
  fileprivate func renamed(_ names: [String: String]) -> String {
    names.reduce(self) { $0.replacing($1.key, with: $1.value) }
  }
}
