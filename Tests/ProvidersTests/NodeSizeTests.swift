import Testing

@testable import Providers

@Suite struct NodeSizeTests {
  /// A name, its millicores and its memory in MiB.
  static let sizes: [(name: String, millicores: Int, mebibytes: Int)] = [
    ("s-1vcpu-512mb-10gb", 1000, 512), ("s-1vcpu-1gb", 1000, 1024), ("s-2vcpu-4gb", 2000, 4096),
    ("s-4vcpu-8gb", 4000, 8192), ("S-4VCPU-8GB", 4000, 8192), ("s-8vcpu-16gb-amd", 8000, 16384),
    ("s-2vcpu-8gb-160gb-intel", 2000, 8192), ("s-8vcpu-32gb-640gb-intel", 8000, 32768),
    ("c-2", 2000, 4096), ("c-48-intel", 48000, 98304), ("c-4-amd", 4000, 8192),
    ("c2-4vcpu-8gb", 4000, 8192), ("c2-48vcpu-96gb-intel", 48000, 98304),
    ("g-2vcpu-8gb", 2000, 8192), ("g-40vcpu-160gb", 40000, 163_840),
    ("gd-4vcpu-16gb-intel", 4000, 16384),
    ("m-2vcpu-16gb", 2000, 16384), ("m3-4vcpu-32gb", 4000, 32768),
    ("m6-32vcpu-256gb", 32000, 262_144),
    ("so-2vcpu-16gb", 2000, 16384), ("so1_5-2vcpu-16gb-intel", 2000, 16384),
    ("gpu-4000adax1-20gb", 8000, 32768), ("gpu-h100x1-80gb", 20000, 245_760),
    ("gpu-h100x8-640gb", 160_000, 1_966_080), ("gpu-h200x8-1128gb-contracted", 192_000, 1_966_080),
    ("gpu-mi300x1-192gb", 20000, 245_760),
    ("cx22", 2000, 4096), ("CX32", 4000, 8192), ("cx42", 8000, 16384), ("cx52", 16000, 32768),
    ("cx23", 2000, 4096), ("cx53", 16000, 32768), ("cpx11", 2000, 2048), ("cpx21", 3000, 4096),
    ("cpx51", 16000, 32768),
    ("cpx52", 12000, 24576), ("cax11", 2000, 4096), ("cax41", 16000, 32768),
    ("ccx13", 2000, 8192), ("ccx63", 48000, 196_608),
  ]

  @Test("Sizes that a provider sells are known by name", arguments: sizes)
  func parses(_ row: (name: String, millicores: Int, mebibytes: Int)) throws {
    let size = try NodeSize.parse(row.name, provider: nil)
    #expect(size.cpuMillicores == row.millicores)
    #expect(size.memoryBytes == row.mebibytes << 20)
  }

  @Test(
    "A size that nobody knows is an error that names the way out",
    arguments: [
      "", "-", "m5.large", "e2-standard-4", "Standard_D4s_v3", "s-", "s-4vcpu", "s-vcpu-8gb",
      "s-4vcpu-gb",
      "s-4vcpu-8", "s-0vcpu-8gb", "s--4vcpu-8gb", "x-4vcpu-8gb", "c-", "c-x", "c--2", "s-4cpu-8gb",
      "s-99999999999999999999vcpu-8gb",
      "gpu-unknown-80gb", "gpu", "gpu-h100x1", "cx21x", "cx", "-4vcpu-8gb", "s-+4vcpu-8gb",
      "c-4vcpu",
    ])
  func refuses(_ name: String) {
    let error = #expect(throws: NodeSizeError.self) {
      try NodeSize.parse(name, provider: nil)
    }
    #expect(error?.message.contains("\"\(name)\"") == true)
    #expect(error?.remedy.contains("cluster.nodeCpu and cluster.nodeMemory") == true)
  }

  @Test(
    "A name is not taken for that of another provider",
    arguments: [
      ("cx22", "digitalocean", false), ("cx22", "hetzner", true), ("cx22", "HCLOUD", true),
      ("s-4vcpu-8gb", "hetzner", false), ("s-4vcpu-8gb", "DigitalOcean", true), ("c-4", "do", true),
      ("s-4vcpu-8gb", "aws", false), ("cx22", "", false),
    ])
  func respectsProvider(_ name: String, _ provider: String, _ isKnown: Bool) {
    #expect(((try? NodeSize.parse(name, provider: provider)) != nil) == isKnown)
  }
}
