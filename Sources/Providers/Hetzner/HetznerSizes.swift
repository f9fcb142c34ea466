/// The server types of Hetzner Cloud.
struct HetznerSizes: NodeSizes {
  let names: Set<String> = ["hetzner", "hcloud"]
  // It sells machines, and no Kubernetes.
  let hasAvailableControlPlane = false

  func size(_ name: String) -> NodeSize? {
    HetznerSizes.serverTypes[name].map { NodeSize(cpu: $0.cpu, gibibytes: $0.memory) }
  }

  /// vCPUs and memory in GB of the server types, as `hcloud server-type list` and
  /// https://docs.hetzner.com/cloud/servers/overview give them; a GB there is 2³⁰ bytes.
  private static let serverTypes: [String: (cpu: Int, memory: Int)] = [
    // Shared, Intel or AMD
    "cx22": (2, 4), "cx32": (4, 8), "cx42": (8, 16), "cx52": (16, 32),
    "cx23": (2, 4), "cx33": (4, 8), "cx43": (8, 16), "cx53": (16, 32),
    // Shared, AMD
    "cpx11": (2, 2), "cpx21": (3, 4), "cpx31": (4, 8), "cpx41": (8, 16), "cpx51": (16, 32),
    "cpx12": (1, 2), "cpx22": (2, 4), "cpx32": (4, 8), "cpx42": (8, 16), "cpx52": (12, 24),
    "cpx62": (16, 32),
    // Shared, Arm
    "cax11": (2, 4), "cax21": (4, 8), "cax31": (8, 16), "cax41": (16, 32),
    // Dedicated, AMD
    "ccx13": (2, 8), "ccx23": (4, 16), "ccx33": (8, 32), "ccx43": (16, 64), "ccx53": (32, 128),
    "ccx63": (48, 192),
  ]
}
