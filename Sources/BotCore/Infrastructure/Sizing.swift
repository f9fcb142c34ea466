internal import Findings
internal import Providers
internal import YAML

/// The work of `sized`, with the notes and problems it gathers.
struct Sizing {
  let project: InfrastructureConfiguration.Project
  let environment: InfrastructureConfiguration.Environment
  /// The environment's settings laid over those of the file.
  let settings: InfrastructureConfiguration.Settings
  let situation: ClusterSituation
  let previous: Value?
  let file: String
  let defaults: EnvironmentDefaults
  let base: BaseSizes
  /// The built-in profiles with the configuration's laid over them.
  let profiles: [String: ResourceProfile]
  var notes: [Finding] = []
  var problems: [ConfigurationError.Problem] = []

  init(
    configuration: InfrastructureConfiguration,
    environment: InfrastructureConfiguration.Environment, situation: ClusterSituation,
    previous: Value?
  ) {
    project = configuration.project
    file = configuration.file
    self.environment = environment
    self.situation = situation
    self.previous = previous
    settings = environment.settings.over(configuration.settings)
    defaults = EnvironmentDefaults(for: environment.name)
    base = BaseSizes(nodeMemoryBytes: situation.memoryBytes)
    profiles = base.profiles.merging(settings.resourceProfiles) { base, own in own.over(base) }
  }

  /// - Throws: ConfigurationError with every problem that was met.
  mutating func sized(profilesInUse: Set<String>) throws(ConfigurationError) -> Sized {
    let storage = storages()
    let applications = applications(storage)
    var values: [String: Value] = [
      "resourceProfiles": .map(profiles.mapValues(\.value)),
      "storage": .map(storage.mapValues(\.value)),
      "cluster": cluster(),
      "networking": networking(),
    ]
    let selectors = settings.nodeSelectors.mapValues { $0.mapValues(Value.string) }
    if !selectors.isEmpty { values["nodeSelectors"] = .map(selectors.mapValues(Value.map)) }
    if !applications.isEmpty { values["applications"] = .map(applications) }
    noteWhatDoesNotFit(profilesInUse)
    noteControlPlane()
    guard problems.isEmpty else {
      throw ConfigurationError(problems.sorted { $0.place < $1.place })
    }
    return Sized(values: .map(values), notes: notes)
  }

  private func cluster() -> Value {
    let facts = situation.facts
    let name =
      environment.cluster.name ?? project.name.map { "\($0)-\(environment.name)" }
    let known: [String: Value?] = [
      "name": name.map(Value.string),
      "environment": .string(environment.name),
      "region": facts.region.map(Value.string),
      "domain": (environment.domain ?? project.domain).map(Value.string),
      "nodeSize": facts.nodeSize.map(Value.string),
      "nodeCount": facts.sizedCount.map(Value.int),
      "minNodes": facts.minNodes.map(Value.int),
      "maxNodes": facts.maxNodes.map(Value.int),
      "haControlPlane": facts.haControlPlane.map(Value.bool),
      "version": facts.version.map(Value.string),
    ]
    return .map(known.compactMapValues { $0 })
  }

  mutating func report(_ message: String, at position: TextPosition?, remedy: String) {
    problems.append(
      ConfigurationError.Problem(message, file: file, position: position, remedy: remedy))
  }

  mutating func note(_ code: FindingCode, _ message: String, remedy: String) {
    notes.append(Finding(code, .warning, message, remedy: remedy))
  }

  private mutating func noteControlPlane() {
    guard defaults.expectsHighAvailability, situation.facts.haControlPlane != true,
      NodeSize.sellsAvailableControlPlanes(
        provider: environment.cluster.provider, nodeSize: situation.facts.nodeSize)
    else { return }
    // Who has merged it has read it.
    if let previous, previous["cluster", "haControlPlane"] != .bool(true) { return }
    let isKnown = situation.facts.haControlPlane != nil
    note(
      .haControlPlaneExpected,
      isKnown
        ? "the control plane of \"\(environment.name)\" is not highly available"
        : "whether the control plane of \"\(environment.name)\" is highly available is not known",
      remedy: "set cluster.haControlPlane to true once it is")
  }
}

extension ConfigurationError.Problem {
  fileprivate var place: TextPosition { position ?? TextPosition(line: 0, column: 0) }
}
