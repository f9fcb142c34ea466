internal import Kustomize
internal import YAML

extension AppliedObject {
  /// Calls `body` with each scalar that the build gives, before variables are substituted.
  ///
  /// - Parameter body: takes the keys that lead to the scalar, elements of a list by their numbers, and its text. Of a
  ///   key the path is that of its map.
  public func forEachBuiltText(_ body: (_ path: [String], _ text: String) -> Void) {
    built.forEachText(at: [], body)
  }

  /// Whether Flux substitutes nothing in it, by its label or its annotation.
  public var isLeftAlone: Bool {
    ["labels", "annotations"].contains {
      built.node("metadata", $0, FluxSubstitution.switchName)?.text == "disabled"
    }
  }

  /// The texts of a Secret's `data`, decoded; none for other objects, nor for what is no text.
  public var decodedTexts: [(key: String, text: String)] {
    guard identity.kind == "Secret", identity.group.isEmpty else { return [] }
    return (built["data"]?.members ?? []).compactMap { member in
      guard let text = member.value.text?.base64Decoded else { return nil }
      return (member.key.text ?? "", text)
    }
  }
}

extension ManifestNode {
  fileprivate func forEachText(at path: [String], _ body: ([String], String) -> Void) {
    switch content {
    case .scalar(let text): body(path, text)
    case .list(let elements):
      for (index, element) in elements.enumerated() {
        element.forEachText(at: path + [String(index)], body)
      }
    case .map(let members):
      for member in members {
        member.key.forEachText(at: path, body)
        member.value.forEachText(at: path + [member.key.text ?? ""], body)
      }
    }
  }
}
