internal import Findings
internal import Providers
internal import YAML

extension Sizing {
  /// A kind of storage with everything decided.
  struct Storage {
    var storageClass: String
    var size: ResourceAmount

    var value: Value {
      .map(["storageClass": .string(storageClass), "size": size.written])
    }
  }

  /// Every kind of storage by name: the built-in ones and the configuration's.
  mutating func storages() -> [String: Storage] {
    var storages: [String: Storage] = [:]
    for name in Set(base.storage.keys).union(settings.storage.keys).sorted() {
      let own = settings.storage[name]
      guard let size = own?.size ?? base.storage[name].map(ResourceAmount.init) else {
        report(
          "the storage \"\(name)\" has no size", at: own?.position,
          remedy: "add \"size\", such as \"20Gi\"")
        continue
      }
      storages[name] = Storage(
        storageClass: own?.storageClass ?? BaseSizes.storageClass,
        size: neverSmaller(size, than: ["storage", name, "size"], "the storage \"\(name)\""))
    }
    return storages
  }

  /// `size`, or what stood at `path` before when that was more: a volume cannot shrink
  /// (https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims).
  mutating func neverSmaller(
    _ size: ResourceAmount, than path: [String], _ what: String
  ) -> ResourceAmount {
    guard let written = previous?[path: path] else { return size }
    var before = ResourceAmount(written: written, quantity: size.quantity)
    guard let quantity = try? Quantity(parsing: before.text), quantity > size.quantity else {
      return size
    }
    before.quantity = quantity
    note(
      .storageKept, "\(what) stays at \(before.text) instead of \(size.text)",
      remedy: "Kubernetes cannot shrink volumes: for smaller ones define storage of another name "
        + "and move the data")
    return before
  }
}

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
