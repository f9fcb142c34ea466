internal import YAML

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
