public import Findings
public import Providers
public import YAML

/// The dynamic configuration of one environment.
public struct Sized: Hashable, Sendable {
  /// The map that stands under `values.yaml`.
  ///
  /// Keys: `resourceProfiles`, `storage`, `nodeSelectors`, `cluster`, `networking`, `applications`;
  /// `nodeSelectors` and `applications` only where there are any.
  public var values: Value
  /// What a person should know about it.
  public var notes: [Finding]
}

/// Fits resource profiles, storage and networking to a cluster.
///
/// Every fact is taken from the first of `facts`, `configuration` and `recorded` that has it.
/// Pure: equal arguments give equal values.
///
/// - Parameters:
///   - configuration: What `infrastructure.config.json` says.
///   - environment: A name of the configuration; any, where that lists none.
///   - facts: What a live source told just now.
///   - recorded: What a live source told when the lock was written.
///   - previous: The values of the lock. Storage does not become smaller than there, and the load
///     balancer does not by itself.
///   - profilesInUse: Profiles that manifests refer to, besides those of the applications.
/// - Returns: The values, and notes about them.
/// - Throws: ConfigurationError with every mistake: unknown environment, node size, profile, storage
///   or node selector; own storage without a size; what `missingKeys` names.
public func sized(
  configuration: InfrastructureConfiguration, environment: String, facts: ClusterFacts?,
  recorded: ClusterFacts? = nil, previous: Value?, profilesInUse: Set<String> = []
) throws(ConfigurationError) -> Sized {
  guard let found = configuration.environment(named: environment) else {
    let names = configuration.environments.map(\.name)
    throw ConfigurationError(
      "there is no environment \"\(environment)\"", file: configuration.file,
      remedy: nearestSpelling(to: environment, among: names).map { "did you mean \"\($0)\"?" }
        ?? "known: \(names.joined(separator: ", "))")
  }
  let missing = configuration.missingKeys(for: environment, facts: facts, recorded: recorded)
  guard missing.isEmpty else {
    throw ConfigurationError(
      "not known: \(missing.joined(separator: ", "))", file: configuration.file,
      remedy: "set each there for the environment \"\(environment)\"")
  }
  let situation = try ClusterSituation(
    found.cluster, live: facts, recorded: recorded, file: configuration.file)
  var sizing = Sizing(
    configuration: configuration, environment: found, situation: situation, previous: previous)
  return try sizing.sized(profilesInUse: profilesInUse)
}

extension InfrastructureConfiguration {
  /// The keys without which an environment cannot be sized and that nothing gave.
  ///
  /// `cluster.nodeSize` (which `cluster.nodeMemory` makes unnecessary) and `cluster.nodeCount`
  /// (which `minNodes` with `maxNodes`, or a given size of the load balancer, makes unnecessary).
  /// Empty for an unknown environment.
  public func missingKeys(
    for environment: String, facts: ClusterFacts? = nil, recorded: ClusterFacts? = nil
  ) -> [String] {
    guard let environment = self.environment(named: environment) else { return [] }
    let told = environment.cluster.facts.completed(from: recorded ?? ClusterFacts())
    let known = facts?.completed(from: told) ?? told
    var keys: [String] = []
    if known.nodeSize == nil, known.nodeMemoryBytes == nil { keys.append("cluster.nodeSize") }
    let networking = environment.settings.networking.over(settings.networking)
    if known.sizedCount == nil, networking.loadBalancerSize == nil {
      keys.append("cluster.nodeCount")
    }
    return keys
  }
}
