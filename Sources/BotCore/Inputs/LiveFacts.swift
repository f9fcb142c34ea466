internal import YAML

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
    _ request: Request, mapping: [String: String], environment: String,
    from file: InfrastructureFile, at index: Int
  ) throws(ConfigurationError) -> LiveFacts? {
    guard request.terraformOutput != nil || request.nodes != nil || request.digitalOcean != nil
    else { return nil }
    var live = LiveFacts(
      environment: environment, facts: ClusterFacts(), values: [:], sources: [:], written: [:])
    if let source = request.terraformOutput {
      try live.takeTerraform(source, mapping: mapping)
    }
    if let source = request.nodes {
      let root = try parsedJSON(source.bytes, file: source.name)
      let provider = file.provider(environment: index)
      live.take(
        try ClusterFacts.decode(nodes: root, file: source.name, provider: provider), [:],
        from: source.name)
    }
    if let answer = request.digitalOcean { try live.takeDigitalOcean(answer) }
    for key in ValueKey.all where live.values[key.name] != nil {
      live.written[key.name] = file.text(of: key, environment: index)
    }
    return live
  }

  private mutating func takeDigitalOcean(
    _ answer: Request.DigitalOceanAnswer
  ) throws(ConfigurationError) {
    let name = "DigitalOcean"
    var roots: [PositionedValue] = []
    for page in answer.pages { roots.append(try parsedJSON(page, file: name)) }
    let facts = try ClusterFacts.decode(digitalOcean: roots, cluster: answer.cluster, file: name)
    take(facts, [:], from: name)
  }

  private mutating func takeTerraform(
    _ source: Request.LiveSource, mapping: [String: String]
  ) throws(ConfigurationError) {
    let root = try parsedJSON(source.bytes, file: source.name)
    let output = try TerraformOutput.decode(
      root, file: source.name,
      mapping: mapping.isEmpty ? LiveFacts.usualNames(in: root) : mapping)
    take(output.facts, output.values.compactMapValues(\.plainText), from: source.name)
  }

  /// The outputs whose names are keys in snake case, such as `cluster_node_size`.
  private static func usualNames(in root: PositionedValue) -> [String: String] {
    var names: [String: String] = [:]
    for key in ValueKey.all {
      let name = key.variable.dropFirst(ValueKey.variablePrefix.count).lowercased()
      if root.member(name) != nil { names[key.name] = name }
    }
    return names
  }

  /// Adds what a source told; an earlier source goes before a later one.
  private mutating func take(
    _ facts: ClusterFacts, _ values: [String: String], from source: String
  ) {
    self.facts = self.facts.completed(from: facts)
    for (key, value) in facts.values.merging(values, uniquingKeysWith: { fact, _ in fact })
    where self.values[key] == nil {
      self.values[key] = value
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
  func outdatedKeys(in file: InfrastructureFile, at index: Int) -> [String] {
    ValueKey.all.filter { key in
      values[key.name] != nil && file.text(of: key, environment: index) != written[key.name]
    }.map(\.name)
  }
}
