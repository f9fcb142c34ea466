import Flux
import YAML

extension DollarRun {
  /// Whether Flux has to substitute one of our values here.
  var isReference: Bool { startsVariable && namesOurs }

  /// Whether the name is one of ours, substituted or not.
  var namesOurs: Bool {
    guard let name = brace?.name else { return false }
    return Self.isOurs(name)
  }

  /// Whether a variable is one of ours by its name.
  static func isOurs(_ name: String) -> Bool {
    name == FlatValues.prefix || name.hasPrefix(FlatValues.prefix + "_")
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
  static let key = FluxSubstitution.switchName
  static let value = "disabled"

  /// A patch that sets it.
  static func patch(_ version: String, _ kind: String, _ metadata: [String: Value]) -> Value {
    var metadata = metadata
    metadata["annotations"] = .map([key: .string(value)])
    return .map([
      "apiVersion": .string(version), "kind": .string(kind), "metadata": .map(metadata),
    ])
  }
}
