internal import Providers
internal import YAML

/// The sizes that come without configuration, fitted to the memory of a node.
struct BaseSizes {
  /// `micro` to `xlarge`.
  let profiles: [String: ResourceProfile]
  /// `fast`, `bulk` and `backup`.
  let storage: [String: Quantity]

  /// The storage class of storage that names none.
  static let storageClass = "do-block-storage"

  /// Sizes for nodes of `memoryBytes` nominal memory.
  ///
  /// The factor is that memory over 4 GiB, held between 1 and 4. It acts on memory and storage;
  /// where a node's memory is no plain number of GiB, results are rounded down to whole Mi and Gi.
  init(nodeMemoryBytes memoryBytes: Int) {
    let one = 4 << 30
    let factor = min(max(memoryBytes, one), 4 * one)
    profiles = BaseSizes.profilesAtOne.mapValues { base in
      let memory = Quantity(bytes: base.mebibytes << 20)
        .scaled(by: factor, over: one, step: .mebibyte)
      let cpu = ResourceAmount(
        written: .string("\(base.millicores)m"), quantity: Quantity(thousandths: base.millicores))
      return ResourceProfile(["cpu": cpu, "memory": ResourceAmount(memory)])
    }
    storage = BaseSizes.storageAtOne.mapValues {
      Quantity(bytes: $0 << 30).scaled(by: factor, over: one, step: .gibibyte)
    }
  }

  private static let profilesAtOne = [
    "micro": (millicores: 100, mebibytes: 128), "small": (millicores: 500, mebibytes: 512),
    "medium": (millicores: 1000, mebibytes: 1024), "large": (millicores: 2000, mebibytes: 2048),
    "xlarge": (millicores: 4000, mebibytes: 4096),
  ]

  /// GiB.
  private static let storageAtOne = ["fast": 10, "bulk": 100, "backup": 50]
}

/// What an environment's name says about applications that do not say it themselves.
struct EnvironmentDefaults {
  var profile = "small"
  var replicas = 1
  var expectsHighAvailability = false

  init(for environment: String) {
    guard environment == "production" else { return }
    (profile, replicas, expectsHighAvailability) = ("large", 2, true)
  }
}
