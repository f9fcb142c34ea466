internal import Findings
internal import Providers

extension Sizing {
  /// Notes each profile in use, and each application with amounts of its own, that no node holds.
  ///
  /// - Parameter names: Profiles that are in use elsewhere; unknown ones are left to others.
  mutating func noteWhatDoesNotFit(_ names: Set<String>) {
    var inUse = names
    var asked: [(what: String, profile: ResourceProfile)] = []
    for (name, application) in settings.applications.sorted(by: { $0.key < $1.key }) {
      let profile = application.profile?.name ?? defaults.profile
      if let own = application.resources {
        asked.append(("what the application \"\(name)\" asks for", own.over(profiles[profile])))
      } else {
        inUse.insert(profile)
      }
    }
    asked += inUse.sorted().compactMap { name in
      profiles[name].map { ("the profile \"\(name)\"", $0) }
    }
    for (what, profile) in asked where !nodesHold(profile) {
      note(
        .profileDoesNotFit, "no node can hold \(what): \(profile.requestedText)",
        remedy: "choose a smaller profile, or larger nodes")
    }
  }

  private func nodesHold(_ profile: ResourceProfile) -> Bool {
    let pools = situation.facts.pools
    if pools.isEmpty { return nominalNodeHolds(profile) }
    return pools.contains { pool in
      profile.resources.allSatisfy { pool.holds(profile.requested($0), of: $0) }
    }
  }

  /// Judges by the nominal size, where there are no live nodes to judge by.
  ///
  /// Some of it always goes to the system, so a request has to stay below; other resources than CPU
  /// and memory are not judged.
  private func nominalNodeHolds(_ profile: ResourceProfile) -> Bool {
    if let memory = profile.requested("memory"),
      memory >= Quantity(bytes: situation.memoryBytes)
    {
      return false
    }
    guard let cpu = profile.requested("cpu"), let cores = situation.cpuMillicores else {
      return true
    }
    return cpu < Quantity(thousandths: cores)
  }
}

extension ClusterFacts.Pool {
  /// Whether a node of this pool has `amount` of `resource` for pods.
  ///
  /// What a node does not list it does not have, but for the resources that every node has.
  fileprivate func holds(_ amount: Quantity?, of resource: String) -> Bool {
    guard let amount else { return true }
    let present = allocatable[resource]
    switch resource {
    case "cpu": return amount <= Quantity(thousandths: present ?? cpuMillicores)
    case "memory": return amount <= Quantity(bytes: present ?? memoryBytes)
    case "ephemeral-storage": return present.map { amount <= Quantity(bytes: $0) } ?? true
    default: return amount <= Quantity(bytes: present ?? 0)
    }
  }
}

extension ResourceProfile {
  /// Every resource it names, in order.
  fileprivate var resources: [String] { Set(requests.keys).union(limits.keys).sorted() }

  /// `cpu 2000m, memory 4Gi`.
  fileprivate var requestedText: String {
    resources.compactMap { name in
      (requests[name] ?? limits[name]).map { "\(name) \($0.text)" }
    }.joined(separator: ", ")
  }
}
