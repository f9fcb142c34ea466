/// The slugs of DigitalOcean's Droplets.
struct DigitalOceanSizes: NodeSizes {
  let names: Set<String> = ["digitalocean", "do", "doks"]
  let hasAvailableControlPlane = true

  /// Slugs of every family tell vCPUs and memory: `FAMILY-4vcpu-8gb`, where the disk and the
  /// processor's maker may follow (`s-2vcpu-8gb-160gb-intel`). Two kinds do not:
  /// - `c-4`, CPU-Optimized, which has 2 GiB for each vCPU
  ///   (https://docs.digitalocean.com/products/droplets/concepts/choosing-a-plan/);
  /// - `gpu-h100x1-80gb`, which names the memory of the GPUs.
  func size(_ slug: String) -> NodeSize? {
    let parts = slug.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 2, !parts.contains("") else { return nil }
    if parts[0] == "gpu" { return gpu(slug) }
    guard DigitalOceanSizes.families.contains(String(parts[0])) else { return nil }
    if parts[0] == "c", let cpu = positive(parts[1]) {
      return NodeSize(cpu: cpu, gibibytes: cpu * 2)
    }
    guard parts.count >= 3, let cpu = positive(parts[1], before: "vcpu") else { return nil }
    if let memory = positive(parts[2], before: "gb") {
      return NodeSize(cpu: cpu, gibibytes: memory)
    }
    guard let memory = positive(parts[2], before: "mb") else { return nil }
    return NodeSize(cpuMillicores: cpu * 1000, memoryBytes: memory << 20)
  }

  /// Basic, CPU-Optimized, General Purpose, Memory-Optimized and Storage-Optimized, each with its
  /// variants of more disk.
  private static let families: Set<String> = [
    "s", "c", "c2", "g", "gd", "m", "m3", "m6", "so", "so1_5",
  ]

  /// vCPUs and GiB of GPU Droplets, as `doctl compute size list` and
  /// https://docs.digitalocean.com/products/droplets/details/features/#gpu-droplets give them.
  private static let gpuDroplets: [String: (cpu: Int, memory: Int)] = [
    "gpu-4000adax1-20gb": (8, 32), "gpu-6000adax1-48gb": (8, 64), "gpu-l40sx1-48gb": (8, 64),
    "gpu-h100x1-80gb": (20, 240), "gpu-h100x8-640gb": (160, 1920),
    "gpu-h200x1-141gb": (24, 240), "gpu-h200x8-1128gb": (192, 1920),
    "gpu-mi300x1-192gb": (20, 240), "gpu-mi300x8-1536gb": (160, 1920),
    "gpu-mi325x8-2048gb": (160, 1280), "gpu-mi350x8-2304gb": (192, 2048),
    "gpu-mi355x8-2304gb": (192, 2048),
  ]

  /// How a GPU Droplet is paid for does not change its size: `gpu-h200x8-1128gb-contracted`.
  private func gpu(_ slug: String) -> NodeSize? {
    let plan = slug.split(separator: "-").prefix(3).joined(separator: "-")
    return DigitalOceanSizes.gpuDroplets[plan].map { NodeSize(cpu: $0.cpu, gibibytes: $0.memory) }
  }

  /// The number in front of `unit`; nil for anything else, and for sizes that no machine has.
  private func positive(_ text: Substring, before unit: String = "") -> Int? {
    guard text.hasSuffix(unit) else { return nil }
    let digits = text.dropLast(unit.count)
    guard digits.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(digits) else {
      return nil
    }
    return (1...100_000).contains(number) ? number : nil
  }
}
