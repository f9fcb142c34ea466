public import YAML

/// How the text of a file gets into a generated ConfigMap or Secret.
public enum GeneratorInput: Hashable, Sendable {
  /// As one value, whole.
  case file
  /// As a value for each of its lines.
  case variables
}

extension ManifestReader {
  /// The files that generators of kustomizations read, as far as they have one of `marks`.
  ///
  /// - Returns: how each is read, by its path; whole where it is read in both ways.
  public func generatorInputs(marked marks: FileMarks) -> ExactMap<GeneratorInput> {
    var found: ExactMap<GeneratorInput> = [:]
    for listing in generatingKustomizations() {
      let paths = generatorFiles(of: listing).filter {
        content($0)?.marks.isDisjoint(with: marks) == false
      }
      guard !paths.isEmpty else { continue }
      let variables = variableFiles(of: listing)
      for path in paths {
        found[path] = variables.contains(path) && found[path] != .file ? .variables : .file
      }
    }
    return found
  }

  /// The files whose text the generators of the kustomization file `listing` put into ConfigMaps and Secrets.
  private func generatorFiles(of listing: String) -> [String] {
    let folder = RepositoryPath.folder(of: listing)
    return (kustomization(listing)?.entries ?? []).compactMap { entry in
      guard case .generated = entry.role else { return nil }
      return RepositoryPath.joined(folder, entry.text)
    }
  }

  private func generatingKustomizations() -> [String] {
    yamlFiles(marked: .generator).filter(RepositoryPath.isKustomization)
  }

  private func variableFiles(of listing: String) -> ExactSet {
    let folder = RepositoryPath.folder(of: listing)
    let root = stream(listing)?.documents.first
    let generators = ["configMapGenerator", "secretGenerator"].flatMap {
      root?[$0]?.elements ?? []
    }
    let sources = generators.flatMap { generator in
      (generator["envs"]?.elements ?? []) + (generator["env"].map { [$0] } ?? [])
    }
    return ExactSet(sources.compactMap(\.text).compactMap { RepositoryPath.joined(folder, $0) })
  }
}
