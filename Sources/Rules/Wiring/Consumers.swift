import Findings
import Flux
import YAML

/// Finds the Kustomizations that apply an object with a reference.
///
/// A class, since what is known of files serves all of them.
final class Consumers {
  private let reader: ManifestReader
  private var known: [String: Bool] = [:]

  init(reader: ManifestReader) {
    self.reader = reader
  }

  /// Whether Flux would have to substitute one of our values in what a Kustomization applies.
  func isConsuming(_ member: WiringCluster.Member) -> Bool {
    mayRefer(member) && member.applied.objects.contains(where: \.needsValues)
  }

  /// Whether something that goes into a build, or its own patches, holds a reference: most hold none, and what they
  /// apply need not be found out.
  func mayRefer(_ member: WiringCluster.Member) -> Bool {
    let file = member.place.file
    if holdsReference(file) || member.marked.contains(where: { holdsReference($0.path) }) {
      return true
    }
    guard case .list(let patches) = member.spec.object["spec", "patches"] else { return false }
    return patches.contains { $0["patch"]?.plainText?.holdsReference == true }
  }

  private func holdsReference(_ path: String) -> Bool {
    if let known = known[path] { return known }
    var answer = reader.marks(path).contains(.reference)
    if !answer, !RepositoryPath.isYAML(path) {
      answer = reader.content(path)?.marks.contains(.reference) == true
    }
    known[path] = answer
    return answer
  }

  /// What cannot work of the references that a Kustomization applies.
  func findings(_ member: WiringCluster.Member) -> [Finding] {
    guard mayRefer(member) else { return [] }
    if let unknown = LostReference.unknown(member) { return [unknown] }
    return member.applied.objects.flatMap(\.encodedReferences)
  }
}

extension AppliedKustomization {
  /// The problem for which it is not known what it applies.
  var unknownContent: ApplyProblem? {
    guard objects.isEmpty, let problem else { return nil }
    switch problem.stage {
    case .build, .notFollowed, .object: return problem
    case .source, .path, .variables, .substitution: return nil
    }
  }
}

extension AppliedObject {
  /// Whether a scalar of it holds a reference that Flux would have to substitute.
  ///
  /// What a Flux Kustomization patches into its own objects is found in those.
  var needsValues: Bool {
    guard !isLeftAlone else { return false }
    let isKustomization = identity.isFluxKustomization
    var found = false
    forEachBuiltText { path, text in
      if isKustomization, path.starts(with: ["spec", "patches"]) { return }
      found = found || text.holdsReference
    }
    return found
  }

  /// The references that base64 hides from Flux.
  fileprivate var encodedReferences: [Finding] {
    decodedTexts.filter { $0.text.holdsReference || $0.text.holdsAuthoredReference }.map { key, _ in
      Finding(
        .substitutionMissing, .error, path: place?.file ?? "", position: place?.position,
        "Secret \(identity.name) has a reference in \(key), which is base64 to Flux, so that "
          + "nothing is substituted in it",
        remedy: "write the Secret as a manifest with stringData, or generate a ConfigMap")
    }
  }
}

extension String {
  /// Whether this holds a reference that Flux would have to substitute.
  var holdsReference: Bool {
    utf8.contains(0x24) && DollarRun.all(in: self).contains(where: \.isReference)
  }

  /// Whether this holds a reference with dots, as authors write it.
  fileprivate var holdsAuthoredReference: Bool {
    DollarRun.all(in: self).contains {
      $0.startsVariable && $0.brace?.dotted != nil && $0.namesOurs
    }
  }
}

/// References to the generated values that nothing will substitute, since no Flux Kustomization of this
/// repository that is known applies their files.
enum LostReference {
  /// A warning for each file with such a reference, at the document that holds the first, and an error for each
  /// Kustomization of which it is not known what it applies, so that it may be that.
  ///
  /// Without any Kustomization nothing is said: then the repository is applied in some other way.
  static func findings(_ reader: ManifestReader, _ clusters: [WiringCluster]) -> [Finding] {
    let members = clusters.flatMap(\.members)
    let isApplied =
      !members.isEmpty || !FluxObjects(ofFlux: reader).kustomizations.isEmpty
    guard isApplied else { return [] }
    let referring = reader.yamlFiles(marked: .reference)
    var lost = Set(referring).subtracting(members.map(\.place.file))
    for object in clusters.flatMap(\.rootObjects) {
      if let file = object.place?.file { lost.remove(file) }
    }
    for member in members where !lost.isEmpty {
      for file in member.marked { lost.remove(file.path) }
    }
    let found = referring.filter(lost.contains).compactMap { path -> Finding? in
      guard let documents = reader.stream(path)?.documents,
        let document = documents.first(where: \.hasReference)
      else { return nil }
      return Finding(
        .referenceUnreached, .warning, path: path, position: document.position,
        "no Flux Kustomization that reads this repository applies this file, so nothing substitutes "
          + "its references",
        remedy: "list it in a kustomization that Flux applies, or add postBuild.substituteFrom to "
          + "what applies it")
    }
    return found.isEmpty ? [] : found + members.compactMap(Self.unknown)
  }

  /// That it is not known what a member applies.
  static func unknown(_ member: WiringCluster.Member) -> Finding? {
    guard let problem = member.applied.unknownContent else { return nil }
    return Finding(
      .wiringUnproven, .error, path: problem.place?.file ?? member.place.file,
      position: problem.place?.position ?? member.place.position,
      "what \(member.spec.name) applies cannot be told, so that nothing is wired for it: "
        + problem.message,
      remedy: problem.remedy.isEmpty
        ? "correct it; until then its wiring stays as it is" : problem.remedy)
  }
}
