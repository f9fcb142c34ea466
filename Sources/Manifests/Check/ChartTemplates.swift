/// The folders with templates of Helm charts, whose files are no YAML before Helm has read them.
struct ChartTemplates {
  private let folders: [String]

  /// Finds every folder `templates` that stands beside a `Chart.yaml` among `files`.
  init(among files: [String]) {
    folders = files.filter { RepositoryPath.name(of: $0) == "Chart.yaml" }.map {
      ManifestReader.path(RepositoryPath.folder(of: $0), "templates/")
    }
  }

  /// Whether a file lies in one of them.
  func contains(_ path: String) -> Bool {
    folders.contains { path.utf8.starts(with: $0.utf8) }
  }
}
