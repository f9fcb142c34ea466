import Flux
import YAML

/// Finds references in the files of a build.
///
/// A class, since files that many builds share are read once.
final class Mentions {
  private let reader: ManifestReader
  private var known: [String: Bool] = [:]

  init(reader: ManifestReader) {
    self.reader = reader
  }

  /// Whether what a Kustomization applies holds a reference that Flux would have to substitute.
  func isConsuming(_ member: FluxCluster.Member) -> Bool {
    let own = reader.keptStream(member.kustomization.file)?.documents
    if let root = own?[member.kustomization.document],
      root["spec"]?["patches"]?.hasReference == true
    {
      return true
    }
    return member.marked.contains(where: hasReference)
  }

  private func hasReference(_ file: KustomizeBuild.File) -> Bool {
    if let known = known[file.path] { return known }
    var answer = false
    if reader.marks(file.path).contains(.reference) {
      if let stream = reader.stream(file.path) {
        answer = stream.documents.contains { !$0.isSubstitutionDisabled && $0.hasReference }
      } else if case .generated = file.role, let bytes = reader.readableBytes(file.path) {
        answer = DollarRun.all(in: bytes, 0..<bytes.count).contains(where: \.isReference)
      }
    }
    known[file.path] = answer
    return answer
  }
}

extension DollarRun {
  /// Whether Flux has to substitute one of our values here.
  var isReference: Bool { startsVariable && namesOurs }

  /// Whether the name is one of ours, substituted or not.
  var namesOurs: Bool {
    guard let name = brace?.name else { return false }
    return name == FlatValues.prefix || name.hasPrefix(FlatValues.prefix + "_")
  }
}

extension YAMLNode {
  /// Whether a scalar holds a reference; what a Flux Kustomization hands on to its own objects is
  /// left out.
  var hasReference: Bool {
    let isKustomization = isObject(FluxKustomization.group, "Kustomization")
    var found = false
    forEachScalar(skipping: { isKustomization && Self.belongsToItself($0) }) { _, scalar in
      found = found || DollarRun.all(in: scalar.text).contains(where: \.isReference)
    }
    return found
  }

  private static func belongsToItself(_ keys: [String]) -> Bool {
    keys == ["spec", "patches"] || keys == ["spec", "postBuild"]
  }

  /// Whether Flux leaves the object alone.
  ///
  /// Source: `SubstituteVariables` of fluxcd/pkg, `kustomize/kustomize_varsub.go`.
  var isSubstitutionDisabled: Bool {
    ["annotations", "labels"].contains {
      node("metadata", $0)?[SubstitutionMark.key]?.text == SubstitutionMark.value
    }
  }
}

/// The annotation that makes Flux leave an object alone.
enum SubstitutionMark {
  static let key = "kustomize.toolkit.fluxcd.io/substitute"
  static let value = "disabled"
}
