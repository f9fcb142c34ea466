internal import Providers
internal import YAML

extension InfrastructureConfiguration {
  /// Reads the object `root` of `file`, which may hold the values of `keys`.
  ///
  /// - Throws: ConfigurationError with every mistake of the file and its position: unknown keys
  ///   with the nearest right one, values of a wrong type or kind, quantities that are none, negative
  ///   sizes, two environments of one name, `minNodes` above `maxNodes`.
  static func decode(
    _ root: PositionedValue, file: String, keys: ValueKeys = ValueKeys()
  ) throws(ConfigurationError) -> InfrastructureConfiguration {
    let (configuration, problems) = try read(root, file: file, keys: keys)
    if !problems.isEmpty { throw ConfigurationError(problems) }
    return configuration
  }

  /// The same with the mistakes beside what could be read in spite of them.
  ///
  /// - Throws: ConfigurationError where the file holds no object.
  static func read(
    _ root: PositionedValue, file: String, keys: ValueKeys
  ) throws(ConfigurationError) -> (InfrastructureConfiguration, [ConfigurationError.Problem]) {
    var reader = try CollectingReader(root, file: file, name: "the configuration", keys: keys)
    var configuration = InfrastructureConfiguration(file: file)
    configuration.project = reader.object("project", Project.init(reading:)) ?? Project()
    configuration.environments = environments(&reader)
    configuration.settings = Settings(reading: &reader)
    reader.checkDeclaredValues()
    do throws(ConfigurationError) {
      try reader.finish()
    } catch {
      return (configuration, error.problems)
    }
    return (configuration, [])
  }

  private static func environments(_ reader: inout CollectingReader) -> [Environment] {
    var environments: [Environment] = []
    for item in reader.list("environments") {
      guard
        let environment = reader.object(item, name: "an environment", Environment.init(reading:))
      else { continue }
      if environments.contains(where: { $0.name == environment.name }) {
        reader.report(
          "there are two environments \"\(environment.name)\"", at: item.position,
          remedy: "keep one of them")
      }
      environments.append(environment)
    }
    return environments
  }
}

extension InfrastructureConfiguration.Project {
  fileprivate init(reading reader: inout CollectingReader) {
    name = reader.string("name", as: "project.name")
    domain = reader.string("domain", as: "project.domain")
    email = reader.string("email", as: "project.email")
    description = reader.string("description", as: "project.description")
  }
}

extension InfrastructureConfiguration.Environment {
  fileprivate init?(reading reader: inout CollectingReader) {
    let name = reader.requiredString("name")
    let place = reader.value("name")?.position
    let domain = reader.string("domain", as: "environment.domain")
    let cluster = reader.object("cluster", InfrastructureConfiguration.Cluster.init(reading:))
    let settings = InfrastructureConfiguration.Settings(reading: &reader)
    reader.checkDeclaredValues()
    guard let name else { return nil }
    if !name.isLabel {
      reader.report(
        "the environment's name \"\(name)\" cannot be part of names in Kubernetes", at: place,
        remedy: "use at most 63 of a-z, 0-9 and -, with a letter or digit at both ends")
    }
    (self.name, self.domain, self.settings) = (name, domain, settings)
    self.cluster = cluster ?? InfrastructureConfiguration.Cluster()
  }
}

extension InfrastructureConfiguration.Cluster {
  fileprivate init(reading reader: inout CollectingReader) {
    name = reader.string("name", as: "cluster.name")
    provider = reader.string("provider", as: "cluster.provider")
    region = reader.string("region", as: "cluster.region")
    nodeSize = reader.string("nodeSize", as: "cluster.nodeSize")
    nodeSizePosition = reader.value("nodeSize")?.position
    nodeCount = reader.count("nodeCount", as: "cluster.nodeCount")
    minNodes = reader.count("minNodes", as: "cluster.minNodes")
    maxNodes = reader.count("maxNodes", as: "cluster.maxNodes")
    haControlPlane = reader.bool("haControlPlane", as: "cluster.haControlPlane")
    version = reader.string("version", as: "cluster.version")
    nodeCpu = reader.positiveAmount("nodeCpu")?.quantity
    nodeMemory = reader.size("nodeMemory")?.quantity
    reportBounds(&reader)
  }

  private func reportBounds(_ reader: inout CollectingReader) {
    let place = reader.value("minNodes")?.position
    if let minNodes, let maxNodes, minNodes > maxNodes {
      reader.report(
        "minNodes is above maxNodes: \(minNodes) > \(maxNodes)", at: place,
        remedy: "exchange or correct them")
    }
    if nodeCount == 0 {
      reader.report(
        "nodeCount is 0", at: reader.value("nodeCount")?.position,
        remedy: "give the number of nodes, or leave it out")
    }
  }
}

extension InfrastructureConfiguration.Settings {
  /// Reads the settings among the keys of `reader`.
  init(reading reader: inout CollectingReader) {
    resourceProfiles = reader.named("resourceProfiles") { (member, reader) in
      ResourceProfile(reading: member.value, name: "the profile \"\(member.key)\"", &reader)
    }
    storage = reader.named("storage") { (member, reader) in
      reader.object(
        member.value, name: "the storage \"\(member.key)\"",
        InfrastructureConfiguration.Storage.init(reading:))
    }
    nodeSelectors = reader.named("nodeSelectors", selector)
    networking =
      reader.object("networking", InfrastructureConfiguration.Networking.init(reading:))
      ?? InfrastructureConfiguration.Networking()
    applications = reader.named("applications") { (member, reader) in
      reader.object(
        member.value, name: "the application \"\(member.key)\"",
        InfrastructureConfiguration.Application.init(reading:))
    }
  }
}

private func selector(
  _ member: PositionedValue.Member, _ reader: inout CollectingReader
) -> [String: String]? {
  guard case .map(let labels) = member.value.kind else {
    reader.report(
      "the node selector \"\(member.key)\" must be an object", at: member.value.position,
      remedy: "write {\"label\": \"value\"} there")
    return nil
  }
  var selector: [String: String] = [:]
  for label in labels {
    if case .string(let text) = label.value.kind {
      selector[label.key] = text
    } else {
      reader.report(
        "the label \"\(label.key)\" must be a string in double quotes", at: label.value.position,
        remedy: "put the value between \"")
    }
  }
  return selector
}

extension InfrastructureConfiguration.Storage {
  fileprivate init(reading reader: inout CollectingReader) {
    storageClass = reader.string("storageClass")
    size = reader.size("size")
    position = reader.position
  }
}

extension InfrastructureConfiguration.Networking {
  fileprivate init(reading reader: inout CollectingReader) {
    let loadBalancer: (size: String?, algorithm: String?)? = reader.object("loadBalancer") {
      (size: $0.string("size"), algorithm: $0.string("algorithm"))
    }
    loadBalancerSize = loadBalancer?.size
    loadBalancerAlgorithm = loadBalancer?.algorithm
    ingressClass = reader.string("ingressClass")
  }
}

extension InfrastructureConfiguration.Application {
  fileprivate init(reading reader: inout CollectingReader) {
    profile = reader.reference("profile")
    storage = reader.reference("storage")
    nodeSelector = reader.reference("nodeSelector")
    replicas = reader.count("replicas")
    resources = reader.value("resources").map {
      ResourceProfile(reading: $0, name: "\"resources\"", &reader)
    }
    storageClass = reader.string("storageClass")
    size = reader.size("size")
  }
}

extension CollectingReader {
  fileprivate mutating func reference(
    _ key: String
  ) -> InfrastructureConfiguration.Reference? {
    guard let name = string(key), let value = value(key) else { return nil }
    return InfrastructureConfiguration.Reference(name: name, position: value.position)
  }
}
