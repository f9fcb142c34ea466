/// The sources of live facts; where several tell of one thing, the first counts.
///
/// This is the one list of them: what each is like stands in its folder. The raw value names its part
/// in what a run is known by.
public enum LiveSourceKind: String, CaseIterable, Hashable, Sendable {
  case terraform
  case nodes
  case digitalOcean

  public var source: any LiveSource {
    switch self {
    case .terraform: Terraform()
    case .nodes: Nodes()
    case .digitalOcean: DigitalOcean()
    }
  }
}

/// Who sells nodes under names that tell their size.
enum NodeSeller: CaseIterable {
  case digitalOcean
  case hetzner

  var sizes: any NodeSizes {
    switch self {
    case .digitalOcean: DigitalOceanSizes()
    case .hetzner: HetznerSizes()
    }
  }
}

/// What the names of one seller's nodes stand for.
protocol NodeSizes {
  /// As `cluster.provider` names the seller, in lower case.
  var names: Set<String> { get }

  /// Whether the seller runs the control plane, and a highly available one can be had.
  var hasAvailableControlPlane: Bool { get }

  /// The size that is sold under `name`, in lower case; nil when it is none.
  func size(_ name: String) -> NodeSize?
}
