import Findings
import Flux
import Kustomize
import YAML

/// What Flux would fail on, leave unsubstituted or give another type, in all that it applies.
enum SubstitutionRule: CheckRule {
  static func findings(in tree: CheckedTree) -> [Finding] {
    let places = TextPlaces(tree.reader)
    var findings: [Finding] = []
    for cluster in tree.clusters {
      let checks = cluster.kustomizations.map {
        TextCheck($0, in: cluster, names: tree.names, tree.configuration, places)
      }
      for object in cluster.objects {
        guard let owner = object.owner, !object.isEncrypted,
          !FluxSubstitution.isDisabled(object.value)
        else { continue }
        findings += checks[owner].findings(in: object)
      }
    }
    return findings
  }
}

/// Judges what Flux makes of the texts that one Kustomization applies.
struct TextCheck {
  private let kustomization: AppliedKustomization
  private let cluster: CheckedCluster
  private let names: ValueNames
  private let places: TextPlaces
  private let substituted: SubstitutedTexts
  /// Whether Flux looks for variables at all.
  private let substitutes: Bool
  /// Whether all names of variables are such that Flux takes them.
  private let isFit: Bool
  /// Whether the generated values may be among the variables that are not known.
  private let isOpenForOurs: Bool

  init(
    _ kustomization: AppliedKustomization, in cluster: CheckedCluster, names: ValueNames,
    _ configuration: WiringConfiguration, _ places: TextPlaces
  ) {
    self.kustomization = kustomization
    self.cluster = cluster
    self.names = names
    self.places = places
    let variables = kustomization.variables
    substituted = SubstitutedTexts(variables: variables.known)
    isFit = variables.known.keys.allSatisfy(FluxSubstitution.isName)
    var hasPostBuild = false
    if case .map = kustomization.spec("postBuild") { hasPostBuild = true }
    let isAlways = kustomization.spec("postBuild", "substituteStrategy") == .string("Always")
    substitutes = hasPostBuild && (isAlways || !variables.isEmpty)
    // A source that is not known may change what an earlier one says, and hides it.
    let readsOurs = kustomization.spec.substituteFrom.contains {
      configuration.isOwnName($0.name)
    }
    isOpenForOurs =
      variables.isOpen && readsOurs
      || kustomization.missing.contains {
        configuration.ownName(meantBy: $0.reference.name) != nil
      }
  }

  /// What is wrong with the variables in an object.
  func findings(in object: CheckedObject) -> [Finding] {
    // One name that is none fails everything, and has a finding where it comes from.
    guard isFit else { return [] }
    var findings: [Finding] = []
    var hasReported = false
    // What Flux reads in the end depends on texts that are not known.
    var usesUnknown = false
    let isFlux = object.applied.identity.isFluxKustomization
    object.applied.built.forEachScalar { path, node in
      guard let text = node.text, text.utf8.contains(0x24) else { return }
      let runs = DollarRun.all(in: text)
      guard runs.contains(where: \.startsVariable) else { return }
      usesUnknown =
        usesUnknown
        || runs.contains { kustomization.variables.isUnknown($0.brace?.name ?? "") }
      if runs.contains(where: isReported) {
        hasReported = true
      } else if substitutes {
        findings += judged(text, runs, node, object)
      } else if !(isFlux && path.starts(with: ["spec"]) && Self.isHandedOn(path)) {
        findings += unsubstituted(runs, node, object)
      }
    }
    if let problem = object.applied.problem, !hasReported, !usesUnknown,
      !findings.contains(where: { $0.severity == .error })
    {
      let place = object.applied.place
      findings.append(Self.invalid(problem.shownMessage, place))
    }
    return findings
  }

  /// Whether a field of a Flux Kustomization is for what that one applies.
  private static func isHandedOn(_ path: [String]) -> Bool {
    path.count > 1 && ["patches", "postBuild"].contains(path[1])
  }

  /// Whether the reference has a finding of its own, since there is no such value.
  private func isReported(_ run: DollarRun) -> Bool {
    guard run.startsVariable, let brace = run.brace else { return false }
    if brace.dotted?.utf8.starts(with: "\(FlatValues.prefix).".utf8) == true { return true }
    return run.namesOurs && !names.contains(brace.name)
  }

  private func judged(
    _ text: String, _ runs: [DollarRun], _ node: ManifestNode, _ object: CheckedObject
  ) -> [Finding] {
    let variables = kustomization.variables
    let used: [EnvsubstNode]
    do throws(GoError) {
      used = try EnvsubstParser.parse(text)
    } catch {
      // A brace may close in a later text of the object; whether Flux fails is known.
      guard object.applied.problem != nil else { return [] }
      return [Self.invalid("Flux fails here: " + error.message, firstPlace(node, object))]
    }
    let missing = Set(used.flatMap(\.needed).filter { variables.known[$0] == nil && isMissing($0) })
    if !missing.isEmpty {
      return missing.sorted().map { unresolved($0, node, object) }
    }
    let isKnown = used.flatMap(\.names).allSatisfy {
      variables.known[$0] != nil || !variables.isUnknown($0)
    }
    guard isKnown, !variables.isOpen, node.isQuoted || object.applied.problem != nil else {
      return []
    }
    return typeChange(of: text, runs, node, object)
  }

  private func isMissing(_ name: String) -> Bool {
    if kustomization.variables.unknown.contains(name) { return false }
    let isOurs = name == FlatValues.prefix || name.utf8.starts(with: "\(FlatValues.prefix)_".utf8)
    return isOurs ? !isOpenForOurs : !kustomization.variables.isOpen
  }

  private func firstPlace(_ node: ManifestNode, _ object: CheckedObject) -> SourcePlace? {
    places.place(where: \.startsVariable, in: node, of: object)
  }

  private static func invalid(_ message: String, _ place: SourcePlace?) -> Finding {
    Finding(
      .substitutionInvalid, .error, at: place, message,
      remedy: "correct the expression, or write $${ where a $ is meant")
  }
}

extension TextCheck {
  /// References to our values in what is not substituted at all.
  private func unsubstituted(
    _ runs: [DollarRun], _ node: ManifestNode, _ object: CheckedObject
  ) -> [Finding] {
    runs.filter { $0.isReference && !isReported($0) }.map { run in
      let place = places.place(
        where: { $0.isReference && $0.brace?.name == run.brace?.name }, in: node, of: object)
      return Finding(
        .substitutionMissing, .error, at: place,
        "\(run.brace?.name ?? "") stays as it is, since the Flux Kustomization "
          + "\(kustomization.spec.name) substitutes nothing",
        remedy: "let gitops-bot run wire it, or add postBuild.substituteFrom to it")
    }
  }

  private func unresolved(
    _ name: String, _ node: ManifestNode, _ object: CheckedObject
  ) -> Finding {
    let place = places.place(
      where: { $0.startsVariable && $0.brace?.name == name }, in: node, of: object)
    let isOurs = name == FlatValues.prefix || name.utf8.starts(with: "\(FlatValues.prefix)_".utf8)
    return Finding(
      .substitutionUnresolved, .error, at: place,
      "the Flux Kustomization \(kustomization.spec.identifier) of \(cluster.name) has no variable "
        + "\(name): it is not in \(sources)",
      remedy: isOurs
        ? "add the ConfigMap with the variables to its postBuild.substituteFrom"
        : "define it in its postBuild, or write $${ where a $ is meant")
  }

  /// Where the variables come from, as a sentence lists it.
  private var sources: String {
    let read = kustomization.spec.substituteFrom.map { "\($0.kind) \($0.name)" }
    let all = read + (kustomization.spec.substitute.isEmpty ? [] : ["postBuild.substitute"])
    guard let last = all.last else { return "postBuild" }
    return all.count == 1 ? last : all.dropLast().joined(separator: ", ") + " and " + last
  }

  /// What substitution makes of a text, where that is no text any more.
  ///
  /// A quoted reference to a map or list is how one writes that one is meant.
  private func typeChange(
    of text: String, _ runs: [DollarRun], _ node: ManifestNode, _ object: CheckedObject
  ) -> [Finding] {
    let result: Value?
    do throws(SubstitutionError) {
      result = try substituted.value(of: text)
    } catch {
      guard object.applied.problem != nil else { return [] }
      let reason = error.shownMessage.split(separator: "': ", maxSplits: 1).last ?? ""
      return [Self.invalid("Flux fails here: " + reason, firstPlace(node, object))]
    }
    guard node.isQuoted, let name = result?.nameOfOtherScalar else { return [] }
    let place = firstPlace(node, object)
    let isOurs = runs.first { $0.startsVariable }?.namesOurs == true
    return [
      Finding(
        .substitutionType, .warning, at: place,
        "the text becomes \(name), since Flux forgets the quotes",
        remedy: isOurs
          ? "take the variable that ends in _string, or write no quotes"
          : "put quotes into the variable itself, or write none here")
    ]
  }
}

extension EnvsubstNode {
  /// The names in this part and in what is within it.
  fileprivate var names: [String] {
    guard case .expansion(let name, _, let arguments) = self else { return [] }
    return [name] + arguments.flatMap(\.names)
  }

  /// The names without which Flux fails.
  fileprivate var needed: [String] {
    guard case .expansion(let name, let operation, let arguments) = self else { return [] }
    return (operation.givesDefault ? [] : [name]) + arguments.flatMap(\.needed)
  }
}

extension Value {
  /// What this scalar is, where it is no text.
  fileprivate var nameOfOtherScalar: String? {
    switch self {
    case .null: "nothing at all"
    // Not which one: it may be a password of digits alone.
    case .bool: "a boolean"
    case .int, .double: "a number"
    case .string, .list, .map: nil
    }
  }
}

/// What Flux makes of texts, each found out once: many are one and the same reference.
final class SubstitutedTexts {
  private let variables: [String: String]
  private var known: [String: Result<Value?, SubstitutionError>] = [:]

  init(variables: [String: String]) {
    self.variables = variables
  }

  /// What a text becomes that is a value of its own in a resource; nil where its key is gone too.
  func value(of text: String) throws(SubstitutionError) -> Value? {
    if let known = known[text] { return try known.get() }
    let result = Result { () throws(SubstitutionError) in
      try FluxSubstitution.substituted(
        .map(["value": .string(text)]), variables: variables, isStrict: false)["value"]
    }
    known[text] = result
    return try result.get()
  }
}
