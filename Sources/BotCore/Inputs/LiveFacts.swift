internal import Providers

/// What live sources told of one environment, now or in an earlier run.
///
/// The lock keeps it, so that a run without the source proposes nothing back.
struct LiveFacts: Codable, Hashable, Sendable {
  var environment: String
  var facts: ClusterFacts
  /// What the sources told, by key.
  var values: [String: String]
  /// The source of each key, for the report.
  var sources: [String: String]
  /// What `infrastructure.config.json` said of the same keys then.
  ///
  /// While it still says so, a fact goes before it; once the owner changed it there, the owner's
  /// word is the newer one.
  var written: [String: String]

  /// Reads the live sources of `request`; nil when it has none.
  ///
  /// - Throws: ConfigurationError with a position for anything that cannot be read.
  static func read(
    _ request: Request, mapping: [String: String], keys: ValueKeys = ValueKeys(),
    environment: String, from file: InfrastructureFile, at index: Int
  ) throws(ConfigurationError) -> LiveFacts? {
    guard !request.live.isEmpty else { return nil }
    var live = LiveFacts(
      environment: environment, facts: ClusterFacts(), values: [:], sources: [:], written: [:])
    let known = LiveEnvironment(
      provider: file.provider(environment: index), outputs: mapping,
      usualOutputs: LiveFacts.usualOutputs(of: keys))
    for kind in LiveSourceKind.allCases {
      guard let answer = request.live[kind] else { continue }
      do {
        live.take(try kind.source.told(by: answer, of: known), from: answer.name)
      } catch {
        throw ConfigurationError(error, of: answer.name)
      }
    }
    for key in keys.all where live.values[key.name] != nil {
      live.written[key.name] = file.text(of: key, environment: index)
    }
    return live
  }

  /// For each key an output whose name is the key in snake case, such as `cluster_node_size`.
  private static func usualOutputs(of keys: ValueKeys) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: keys.all.map { key in
        (key.name, key.variable.dropFirst(ValueKey.variablePrefix.count).lowercased())
      })
  }

  /// Adds what a source told; an earlier source goes before a later one.
  private mutating func take(_ told: LiveTold, from source: String) {
    facts = facts.completed(from: told.facts)
    for (key, value) in told.facts.values.merging(
      told.values, uniquingKeysWith: { fact, _ in fact })
    where values[key] == nil {
      values[key] = value
      sources[key] = source
    }
  }

  /// These facts with what they lack taken from the `recorded` ones that still hold.
  func completed(from recorded: LiveFacts) -> LiveFacts {
    var result = self
    result.facts = facts.completed(from: recorded.facts)
    result.values.merge(recorded.values) { now, _ in now }
    result.sources.merge(recorded.sources) { now, _ in now }
    result.written.merge(recorded.written) { now, _ in now }
    return result
  }

  /// The facts without those of `keys`.
  func removing(_ keys: some Sequence<String>) -> LiveFacts {
    var result = self
    for key in keys {
      result.values[key] = nil
      result.sources[key] = nil
      result.written[key] = nil
      result.facts.remove(key)
    }
    return result
  }

  /// The keys of which the file says something else than when these facts were told.
  func outdatedKeys(
    of keys: ValueKeys = ValueKeys(), in file: InfrastructureFile, at index: Int
  ) -> [String] {
    keys.all.filter { key in
      values[key.name] != nil && file.text(of: key, environment: index) != written[key.name]
    }.map(\.name)
  }
}

extension ConfigurationError {
  /// What is wrong with the text of a live source, called `file`.
  init(_ error: LiveSourceError, of file: String?) {
    self.init(
      error.problems.map { problem in
        let nearest = problem.misspelling.flatMap { nearestSpelling(to: $0.name, among: $0.known) }
        return Problem(
          problem.message, file: file, position: problem.position,
          remedy: nearest.map { "did you mean \"\($0)\"?" } ?? problem.remedy)
      })
  }
}
