internal import Flux
internal import YAML

/// A path of the repository, and the Flux Kustomization that applies it.
struct FluxPath {
  let path: String
  let kustomization: FluxKustomization

  /// Finds the Kustomization whose `spec.path` is `path`; nil when there is none.
  ///
  /// - Throws: BotError when several apply it with different substitutions.
  static func find(_ path: String, in tree: GitTree) throws(BotError) -> FluxPath? {
    let wanted = normalised(path)
    let placed = FluxKustomization.placed(in: tree).filter { $0.path == wanted }
    // One that no cluster of the repository applies may still be meant.
    let found =
      placed.isEmpty
      ? FluxObjects(in: tree).kustomizations.filter { $0.path == wanted } : placed
    guard let first = found.first else { return nil }
    let isOne = found.allSatisfy {
      $0.substitute == first.substitute && $0.namespace == first.namespace
        && $0.substituteFrom.map(\.name) == first.substituteFrom.map(\.name)
    }
    guard isOne else {
      let names = found.map { "\($0.file):\($0.position.line)" }
      throw BotError(
        "\(path) is applied by several Kustomizations with different substitutions",
        file: first.file, position: first.position,
        remedy: "they stand in \(names.joined(separator: ", "))")
    }
    return FluxPath(path: wanted, kustomization: first)
  }

  /// `path` without `./` and slashes around it.
  static func normalised(_ path: String) -> String {
    path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  /// The variables that Flux substitutes: those of `substituteFrom` in order, then `substitute`.
  ///
  /// - Throws: BotError that names each ConfigMap or Secret that the repository does not have.
  func variables(in tree: GitTree) throws(BotError) -> [String: String] {
    var variables: [String: String] = [:]
    let objects = FluxObjects(in: tree)
    for source in kustomization.substituteFrom {
      let kind = source.kind ?? "ConfigMap"
      let object = objects.objects(kind).first {
        $0.name == source.name
          && ($0.namespace ?? kustomization.namespace) == kustomization.namespace
      }
      if let object, let data = try data(of: object, in: tree) {
        variables.merge(data) { _, later in later }
      } else if !source.isOptional {
        throw BotError(
          "\(kind) \(source.name) of namespace \(kustomization.namespace ?? "flux-system") "
            + (object == nil ? "is not in the repository" : "is encrypted"),
          file: kustomization.file, position: source.position,
          remedy: "its variables are unknown here; add it, or mark it as optional")
      }
    }
    return variables.merging(kustomization.substitute) { _, inline in inline }
  }

  /// The texts of a ConfigMap or a Secret; nil when it is encrypted.
  private func data(of object: FluxObject, in tree: GitTree) throws(BotError) -> [String: String]? {
    guard let bytes = tree.file(object.file) else { return nil }
    let documents: [Value]
    do {
      documents = try FluxSubstitution.substituted(stream: bytes, variables: [:], isStrict: false)
    } catch {
      throw BotError(error.shownMessage, file: object.file, remedy: "correct the YAML")
    }
    let document = documents.first {
      $0["kind"] == .string(object.kind) && $0["metadata", "name"] == .string(object.name)
    }
    guard let document, document["sops"] == nil else { return nil }
    var data: [String: String] = [:]
    if object.kind == "Secret" {
      for value in SecretValue.all(in: bytes) { data[value.key] = value.text }
    } else {
      for (key, value) in document["data"]?.members ?? [] { data[key] = value.plainText }
    }
    for (key, value) in document["stringData"]?.members ?? [] { data[key] = value.plainText }
    return data
  }
}
