internal import Findings
internal import Rewriter
internal import YAML

/// Turns the configuration files, the options and the lock into `Inputs`.
struct InputResolution {
  var request: Request
  var bot: BotConfiguration
  var keys: ValueKeys
  var infrastructure: InfrastructureFile
  var overrides: Overrides
  /// The inputs of the last merged proposal; nil before the first.
  var locked: Inputs?
  /// Whether what was given changes the file.
  var isWritten: Bool
  var repositoryName: String?

  /// What was resolved, and what the report says of it.
  struct Result {
    var inputs: Inputs
    var values: [ResolvedValues]
    var notes: [Finding]
  }

  /// Reads what is given: options, variables, and the bytes of `infrastructure.config.json`; nil where the
  /// repository has none.
  ///
  /// - Throws: ConfigurationError where the file is no JSON object, and where an option has no place in it.
  init(
    _ request: Request, _ bot: BotConfiguration, reading bytes: [UInt8]?, locked: Inputs?,
    repositoryName: String?
  ) throws(ConfigurationError) {
    (self.request, self.bot, self.locked) = (request, bot, locked)
    self.repositoryName = repositoryName
    let keys = bot.keys
    let overrides = Overrides(options: request.settings, variables: request.variables, keys: keys)
    infrastructure = try gathering(overrides.problems) { () throws(ConfigurationError) in
      try InfrastructureFile(
        reading: bytes, overrides: overrides, environment: request.environment, keys: keys)
    }
    (self.keys, self.overrides) = (keys, overrides)
    isWritten = !overrides.entries.isEmpty && infrastructure.bytes != bytes
  }

  /// Resolves everything, collecting every wrong and every missing value into one error.
  ///
  /// - Throws: ConfigurationError for those, for rules that cannot be used, an unknown environment, an unusable
  ///   path.
  func resolve() throws(ConfigurationError) -> Result {
    var problems = overrides.problems + replacementProblems() + infrastructure.problems
    let chosen = try gathering(problems) { () throws(ConfigurationError) in
      try chosenEnvironments()
    }
    let live = try gathering(problems) { () throws(ConfigurationError) in
      try liveFacts(of: chosen)
    }
    var resolved: [ResolvedValues] = []
    for index in chosen { resolved.append(values(ofEnvironment: index, live)) }
    problems += resolved.flatMap(wrongValues)
    problems += missingValues(zip(chosen, resolved).flatMap { missingKeys(in: $1, at: $0, live) })
    if !problems.isEmpty { throw ConfigurationError(problems) }

    var result = Result(
      inputs: locked ?? Inputs(), values: resolved, notes: unusedNotes(isWritten: isWritten))
    if request.only != .dynamic { result.inputs.replacements = replacements(resolved) }
    if request.only != .static {
      result.inputs.configMaps = try configMaps(resolved, live, &result.notes)
    }
    let known = keepingOthers(of: locked?.live, live, \.environment)
    result.inputs.live = known.isEmpty ? nil : known
    return result
  }

  // MARK: Environments

  private func chosenEnvironments() throws(ConfigurationError) -> [Int] {
    let names = infrastructure.configuration.environments.map(\.name)
    guard let environment = request.environment else {
      return Array(names.isEmpty ? 0..<1 : names.indices)
    }
    let known = names.isEmpty ? [ResolvedValues.defaultEnvironment] : names
    guard let index = known.firstIndex(of: environment) else {
      throw ConfigurationError(
        "there is no environment \"\(environment)\"", file: "--environment",
        remedy: nearestSpelling(to: environment, among: known).map { "did you mean \($0)?" }
          ?? "known: \(known.joined(separator: ", "))")
    }
    return [index]
  }

  private func name(ofEnvironment index: Int) -> String {
    let environments = infrastructure.configuration.environments
    return environments.indices.contains(index)
      ? environments[index].name : ResolvedValues.defaultEnvironment
  }

  /// What live sources told of the chosen environments, now or when the lock was written.
  ///
  /// Values that options or variables give go before, so they are taken out.
  private func liveFacts(of chosen: [Int]) throws(ConfigurationError) -> [LiveFacts] {
    var result: [LiveFacts] = []
    for index in chosen {
      let name = name(ofEnvironment: index)
      let now = try LiveFacts.read(
        request, mapping: bot.terraformOutputs, keys: keys, environment: name,
        from: infrastructure, at: index)
      if now != nil, chosen.count > 1 {
        throw ConfigurationError(
          "live facts belong to one environment, and there are \(chosen.count)",
          file: BotFile.infrastructure, remedy: "say which with --environment")
      }
      var recorded = locked?.live?.first { $0.environment == name }
      recorded = recorded.map {
        $0.removing($0.outdatedKeys(of: keys, in: infrastructure, at: index))
      }
      let known = recorded.flatMap { now?.completed(from: $0) ?? $0 } ?? now
      if let known { result.append(known.removing(overrides.entries.map(\.key.name))) }
    }
    return result
  }

  private func values(ofEnvironment index: Int, _ live: [LiveFacts]) -> ResolvedValues {
    let name = name(ofEnvironment: index)
    let recorded = locked?.replacements?.environments.first { $0.name == name }
    return ResolvedValues(
      infrastructure, environment: index, overrides: overrides,
      live: live.first { $0.environment == name }, keys: keys,
      locked: recorded?.values ?? [:], repositoryName: repositoryName)
  }

  // MARK: Parts

  private func replacements(_ resolved: [ResolvedValues]) -> Inputs.Replacements {
    let used = Set(bot.placeholders.map(\.key))
    let now = resolved.map { environment in
      Inputs.EnvironmentValues(
        name: environment.environment, values: environment.values.filter { used.contains($0.key) })
    }
    return Inputs.Replacements(
      include: bot.include, exclude: bot.exclude, perEnvironment: bot.perEnvironment,
      rules: bot.replacements.map(Inputs.RuleInput.init),
      fields: bot.fields.map(Inputs.FieldInput.init),
      environments: keepingOthers(of: locked?.replacements?.environments, now, \.name))
  }

  private func configMaps(
    _ resolved: [ResolvedValues], _ live: [LiveFacts], _ notes: inout [Finding]
  ) throws(ConfigurationError) -> [Inputs.GeneratedConfigMap]? {
    guard let place = bot.configMap else { return nil }
    var now: [Inputs.GeneratedConfigMap] = []
    for environment in resolved {
      let previous = locked?.configMaps?.first { $0.environment == environment.environment }
      let sizing = try sized(
        configuration: infrastructure.configuration, environment: environment.environment,
        facts: live.first { $0.environment == environment.environment }?.facts,
        previous: previous?.values)
      notes += sizing.notes
      if bot.wiring == .auto { try infrastructure.checkVariables(of: sizing.values) }
      now.append(
        Inputs.GeneratedConfigMap(
          environment: environment.environment, path: try path(place, environment),
          name: place.name, namespace: place.namespace,
          values: completed(sizing.values, with: environment)))
    }
    let all = keepingOthers(of: locked?.configMaps, now, \.environment)
    if let twin = firstTwin(in: all.map(\.path)) {
      throw ConfigurationError(
        "several environments would write \(twin)", file: bot.file, position: place.pathPosition,
        remedy: "put {{environment.name}} into configMap.path")
    }
    return all
  }

  private func path(
    _ place: BotConfiguration.ConfigMapPlace, _ environment: ResolvedValues
  ) throws(ConfigurationError) -> String {
    let unknown = Placeholder.keys(in: place.path).filter { environment.values[$0] == nil }
    guard let path = Placeholder.expand(place.path, with: environment.values) else {
      throw ConfigurationError(
        "configMap.path asks for unknown values: \(unknown.joined(separator: ", "))",
        file: bot.file, position: place.pathPosition,
        remedy: "use {{environment.name}} or another known value")
    }
    guard !BotFile.all.contains(path) else {
      throw ConfigurationError(
        "configMap.path \"\(path)\" is one of the bot's own files", file: bot.file,
        position: place.pathPosition, remedy: "choose another path")
    }
    guard isSafePath(path) else {
      throw ConfigurationError(
        "configMap.path \"\(path)\" does not stay inside the repository",
        file: bot.file, position: place.pathPosition,
        remedy: "write a relative path without \"..\", \".\", \".git\" or empty parts")
    }
    return path
  }

  /// The name and domain of a cluster that the file leaves to be derived.
  private func completed(_ values: Value, with environment: ResolvedValues) -> Value {
    guard case .map(var root) = values else { return values }
    var cluster: [String: Value] = [:]
    if case .map(let known)? = root["cluster"] { cluster = known }
    for (key, member) in [("cluster.name", "name"), ("environment.domain", "domain")] {
      if let text = environment.values[key] { cluster[member] = .string(text) }
    }
    root["cluster"] = .map(cluster)
    return .map(root)
  }

  /// `now`, and what was recorded of environments that this run leaves as they were.
  private func keepingOthers<Entry>(
    of recorded: [Entry]?, _ now: [Entry], _ name: (Entry) -> String
  ) -> [Entry] {
    guard request.environment != nil, let recorded else { return now }
    let names = Set(now.map(name))
    return (recorded.filter { !names.contains(name($0)) } + now).sorted { name($0) < name($1) }
  }
}

/// Runs `body`; what it throws comes behind `problems`.
private func gathering<Result>(
  _ problems: [ConfigurationError.Problem], _ body: () throws(ConfigurationError) -> Result
) throws(ConfigurationError) -> Result {
  do {
    return try body()
  } catch {
    throw ConfigurationError(problems + error.problems)
  }
}

private func firstTwin(in paths: [String]) -> String? {
  var seen: Set<String> = []
  return paths.first { !seen.insert($0).inserted }
}
