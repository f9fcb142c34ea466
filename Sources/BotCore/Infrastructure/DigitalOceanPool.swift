internal import YAML

/// One entry of `node_pools` in the DigitalOcean API.
///
/// Fields are those of
/// https://docs.digitalocean.com/products/kubernetes/reference/api/#kubernetes_list_nodePools.
struct DigitalOceanPool {
  /// `name`.
  var name: String
  /// `size`, the slug of its Droplets.
  var size: String
  /// How many nodes count: `min_nodes` where the pool is autoscaled, else `count`.
  var count: Int
  /// `min_nodes` and `max_nodes`; nil unless `auto_scale` is true, when the API gives 0 for both.
  var bounds: (least: Int, most: Int)?
  /// Whether ordinary pods may run there.
  var runsApplications: Bool
  var position: TextPosition

  /// What `size` stands for.
  var sold: Result<NodeSize, NodeSizeError> {
    Result { () throws(NodeSizeError) in try NodeSize.parse(size, provider: "digitalocean") }
  }

  /// - Throws: ConfigurationError at what is not as the API documents it.
  init(_ value: PositionedValue, file: String) throws(ConfigurationError) {
    var reader = try ObjectReader(value, file: file, name: "a node pool")
    position = value.position
    name = try reader.requiredString("name")
    size = try reader.requiredString("size")
    let present = try reader.count("count")
    if try reader.bool("auto_scale") == true {
      let least = try reader.count("min_nodes") ?? 0
      bounds = (least, max(least, try reader.count("max_nodes") ?? 0))
      count = least
    } else {
      guard let present else {
        throw DigitalOceanCluster.unexpected(
          "the pool \"\(name)\" has no count", at: value.position, file: file)
      }
      count = present
    }
    // DOKS taints the nodes of GPU pools itself, beside what a pool lists
    // (https://llm-d.ai/docs/infrastructure/providers/digitalocean).
    let taints = try reader.list("taints")
    runsApplications =
      !size.hasPrefix("gpu-") && taints.allSatisfy(DigitalOceanPool.admitsApplications)
  }

  /// `effect` is `NoSchedule`, `PreferNoSchedule` or `NoExecute`; the middle one is a wish only.
  private static func admitsApplications(_ taint: PositionedValue) -> Bool {
    taint.value["effect"] == .string("PreferNoSchedule")
  }
}
