internal import YAML

/// Values that no owner has, one for each value that a template asks for.
///
/// With them everything that a template does with values can be seen without an owner.
struct CanaryValues: Hashable {
  /// By key.
  let values: [String: String]

  /// As `--set` takes them.
  var settings: [String] { values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" } }

  /// The values of the keys that rules name; with `sizes` those too from which sizes follow.
  ///
  /// A pattern that none of a few usual texts fits has no canary.
  init(for bot: BotConfiguration, sizes: Bool) {
    var names: [String] = bot.replacements.flatMap { Placeholder.keys(in: $0.to) }
    for field in bot.fields {
      if case .string(let text) = field.to { names += Placeholder.keys(in: text) }
    }
    if sizes { names += ["cluster.nodeSize", "cluster.nodeCount", "cluster.region"] }
    let keys = ValueKeys(declared: bot.values)
    var values: [String: String] = [:]
    for (number, name) in Set(names + ["project.name"]).sorted().enumerated() {
      // The environment is chosen, and not set.
      guard name != "environment.name", let key = keys.named(name) else { continue }
      values[name] = Self.facts[name] ?? Self.value(of: key.kind, number)
    }
    self.values = values
  }

  /// Facts of a cluster that there can be.
  private static let facts = [
    "cluster.provider": "digitalocean", "cluster.region": "nyc3", "cluster.version": "1.31.0",
    "cluster.nodeSize": "s-4vcpu-8gb", "cluster.nodeCount": "3", "cluster.minNodes": "2",
    "cluster.maxNodes": "6", "cluster.haControlPlane": "true", "cluster.nodeCpu": "4",
    "cluster.nodeMemory": "8Gi",
  ]

  private static func value(of kind: ValueKind, _ number: Int) -> String? {
    let usual = [
      "canary\(number)", "canary\(number).dev", "canary\(number)@canary.dev",
      "10.77.0.\(number % 256)",
      "https://canary\(number).dev/canary", "7\(number)", "true", "8Gi", "CANARY\(number)",
      "canary", "v1.2.3",
    ]
    let digits = (1...20).map { String(repeating: "7", count: $0) }
    return (usual + digits).first(where: kind.accepts)
  }
}
