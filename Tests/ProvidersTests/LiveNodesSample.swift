/// Builds texts in the shape of `kubectl get nodes -o json`.
enum LiveNodesSample {
  /// One node, shortened to the parts that are read and some that are not.
  static func node(
    pool: String? = "apps", size: String? = "s-4vcpu-8gb", region: String? = "nyc3",
    labels: [String: String] = ["doks.digitalocean.com/version": "1.31.1-do.4"],
    cpu: String = #""4""#, memory: String = #""8148040Ki""#, taints: String = "[]",
    allocatable: String =
      #"{"cpu": "3900m", "memory": "6694Mi", "pods": "110", "hugepages-2Mi": "0"}"#
  ) -> String {
    var all = labels
    all["doks.digitalocean.com/node-pool"] = pool
    all["node.kubernetes.io/instance-type"] = size
    all["topology.kubernetes.io/region"] = region
    let texts = all.sorted { $0.key < $1.key }.map { #""\#($0.key)": "\#($0.value)""# }
    return """
      {
        "apiVersion": "v1", "kind": "Node",
        "metadata": {"name": "apps-x1y2z", "labels": {\(texts.joined(separator: ", "))}},
        "spec": {"podCIDR": "10.244.0.0/25", "taints": \(taints)},
        "status": {
          "addresses": [{"address": "10.108.0.4", "type": "InternalIP"}],
          "allocatable": \(allocatable),
          "capacity": {"cpu": \(cpu), "ephemeral-storage": "165056368Ki", "memory": \(memory), "pods": "110"}
        }
      }
      """
  }

  static func list(_ nodes: [String]) -> String {
    """
    {
      "apiVersion": "v1",
      "items": [
    \(nodes.joined(separator: ",\n"))
      ],
      "kind": "List", "metadata": {"resourceVersion": ""}
    }
    """
  }
}
