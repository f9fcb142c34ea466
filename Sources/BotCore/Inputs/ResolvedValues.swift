/// The values of every known key for one environment, each with where it came from.
struct ResolvedValues: Sendable {
  /// The environment of a configuration that names none.
  static let defaultEnvironment = "production"

  var environment: String
  var values: [String: String] = [:]
  var sources: [String: String] = [:]

  /// Looks up every key in the file (where overrides stand by now), then in the lock, then in what
  /// the repository itself tells.
  ///
  /// - Parameters:
  ///   - file: What the installation is.
  ///   - index: The environment's place in the file; 0 when the file names none.
  ///   - overrides: What options and variables gave, to name as a source.
  ///   - live: What live sources told, without what the overrides gave.
  ///   - standIns: For each key the texts that count as missing: the template's stand-ins.
  ///   - locked: What the lock recorded for this environment.
  ///   - repositoryName: The last part of the repository's location.
  init(
    _ file: InfrastructureFile, environment index: Int, overrides: Overrides,
    live: LiveFacts?, standIns: [String: Set<String>], locked: [String: String],
    repositoryName: String?
  ) {
    let environments = file.configuration.environments
    environment =
      environments.indices.contains(index)
      ? environments[index].name : ResolvedValues.defaultEnvironment
    let given = Dictionary(
      overrides.entries.map { ($0.key.name, $0.source) }, uniquingKeysWith: { first, _ in first })
    func take(_ key: String, _ value: String?, from source: String) {
      guard let value, values[key] == nil, standIns[key]?.contains(value) != true else { return }
      values[key] = value
      sources[key] = source
    }
    for (key, value) in live?.values ?? [:] {
      take(key, value, from: live?.sources[key] ?? "")
    }
    for key in ValueKey.all {
      let source = given[key.name] ?? InfrastructureFile.name
      take(key.name, file.text(of: key, environment: index), from: source)
    }
    // What is derived goes before the lock, so that a renamed project renames its cluster.
    func derive() {
      take("environment.domain", values["project.domain"], from: "project.domain")
      let project = values["project.name"].map { "\($0)-\(environment)" }
      take("cluster.name", project, from: "project and environment")
    }
    derive()
    for key in ValueKey.all { take(key.name, locked[key.name], from: Lock.fileName) }
    take("environment.name", environment, from: "the environment")
    take("project.name", repositoryName, from: "the repository's name")
    derive()
  }
}
