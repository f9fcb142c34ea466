internal import YAML

/// One entry of `kubernetes_clusters` in the DigitalOcean API, as far as sizing cares.
struct DigitalOceanCluster {
  /// `id`, a UUID.
  var id: String?
  /// `name`.
  var name: String
  /// `region`, a slug such as `nyc1`.
  var region: String
  /// `version`, a slug such as `1.31.1-do.4`.
  var version: String
  /// `ha`.
  var isHighlyAvailable: Bool
  /// Whether `status.state` says that it is deleted or about to be.
  var isGoing: Bool
  /// `node_pools`.
  var pools: [DigitalOceanPool]
  var position: TextPosition

  /// The clusters of one page.
  ///
  /// - Throws: ConfigurationError at what is not as the API documents it.
  static func list(
    _ page: PositionedValue, file: String
  ) throws(ConfigurationError) -> [DigitalOceanCluster] {
    guard let list = page.member("kubernetes_clusters")?.value, case .list(let items) = list.kind
    else {
      throw unexpected("this is no list of Kubernetes clusters", at: page.position, file: file)
    }
    var clusters: [DigitalOceanCluster] = []
    for item in items { clusters.append(try DigitalOceanCluster(item, file: file)) }
    return clusters
  }

  private init(_ value: PositionedValue, file: String) throws(ConfigurationError) {
    // Keys that are not asked for are the API's own business, so that the reader never finishes.
    var reader = try ObjectReader(value, file: file, name: "a cluster")
    position = value.position
    id = try reader.string("id")
    name = try reader.requiredString("name")
    region = try reader.requiredString("region")
    version = try reader.requiredString("version")
    isHighlyAvailable = try reader.bool("ha") ?? false
    let state = reader.value("status")?.member("state")?.value.value
    isGoing = state == .string("deleting") || state == .string("deleted")
    pools = []
    for item in try reader.list("node_pools") {
      pools.append(try DigitalOceanPool(item, file: file))
    }
  }

  /// The error for a text that the API did not give.
  static func unexpected(
    _ message: String, at position: TextPosition, file: String
  ) -> ConfigurationError {
    ConfigurationError(
      message, file: file, position: position,
      remedy: "give what GET /v2/kubernetes/clusters of the DigitalOcean API answers")
  }
}
