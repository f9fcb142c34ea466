internal import YAML

extension Sizing {
  mutating func networking() -> Value {
    let own = settings.networking
    return .map([
      "loadBalancer": .map([
        "size": .string(own.loadBalancerSize ?? loadBalancerSize()),
        "algorithm": .string(own.loadBalancerAlgorithm ?? "round_robin"),
      ]),
      "ingressClass": .string(own.ingressClass ?? "nginx"),
    ])
  }

  /// From the smallest.
  private static let loadBalancerSizes = ["lb-small", "lb-medium", "lb-large"]

  /// The size for the number of nodes, or the one before when that was larger: stepping down cuts
  /// the connections that are open.
  private mutating func loadBalancerSize() -> String {
    let count = situation.facts.sizedCount ?? 0
    let size = count >= 5 ? "lb-medium" : "lb-small"
    let sizes = Sizing.loadBalancerSizes
    guard case .string(let before) = previous?["networking", "loadBalancer", "size"],
      let old = sizes.firstIndex(of: before), let new = sizes.firstIndex(of: size), old > new
    else { return size }
    note(
      .loadBalancerKept, "the load balancer stays \(before), though \(count) nodes ask for \(size)",
      remedy: "set networking.loadBalancer.size to \"\(size)\" to make it smaller")
    return before
  }
}
