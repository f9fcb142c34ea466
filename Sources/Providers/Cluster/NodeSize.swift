/// What a node of some size nominally has, before the system takes its share.
public struct NodeSize: Hashable, Sendable {
  /// Thousandths of a core.
  public var cpuMillicores: Int
  /// Bytes.
  public var memoryBytes: Int

  /// A size of `cpu` cores and `memory` GiB.
  init(cpu: Int, gibibytes memory: Int) {
    self.init(cpuMillicores: cpu * 1000, memoryBytes: memory << 30)
  }

  /// A size from both its amounts.
  public init(cpuMillicores: Int, memoryBytes: Int) {
    self.cpuMillicores = cpuMillicores
    self.memoryBytes = memoryBytes
  }

  /// The size that a provider sells under the name `slug`, such as `s-4vcpu-8gb` or `cx32`.
  ///
  /// - Parameters:
  ///   - slug: The name, in upper or lower case.
  ///   - provider: Such as `digitalocean` or `hetzner`; nil tries all, whose names of
  ///     sizes do not overlap.
  /// - Returns: The nominal size.
  /// - Throws: NodeSizeError when the provider has no such size, or is another one.
  public static func parse(
    _ slug: String, provider: String?
  ) throws(NodeSizeError) -> NodeSize {
    let name = slug.lowercased()
    for sizes in NodeSeller.allCases.map(\.sizes) {
      if let provider, !sizes.names.contains(provider.lowercased()) { continue }
      if let size = sizes.size(name) { return size }
    }
    let seller = provider.map { " of \($0)" } ?? ""
    throw NodeSizeError(
      message: "the CPU and memory of the node size \"\(slug)\"\(seller) are not known",
      remedy: "set cluster.nodeCpu and cluster.nodeMemory, such as \"4\" and \"8Gi\", beside it")
  }
}

extension NodeSize {
  /// Whether a cluster's provider is known to sell highly available control planes.
  ///
  /// - Parameters:
  ///   - provider: Such as `digitalocean`; nil to tell it by the size of the nodes.
  ///   - nodeSize: The name of that size.
  /// - Returns: False also where nothing is known.
  public static func sellsAvailableControlPlanes(provider: String?, nodeSize: String?) -> Bool {
    NodeSeller.allCases.map(\.sizes).contains { seller in
      seller.hasAvailableControlPlane
        && (provider.map { seller.names.contains($0.lowercased()) }
          ?? (nodeSize.flatMap { seller.size($0.lowercased()) } != nil))
    }
  }
}

/// A node size whose CPU and memory nobody here knows.
public struct NodeSizeError: Error, Hashable, Sendable {
  /// What is wrong, as one sentence without a final full stop.
  public var message: String
  /// What to do about it, as one sentence without a final full stop.
  public var remedy: String
}
