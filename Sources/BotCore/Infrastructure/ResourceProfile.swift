public import Providers
public import YAML

/// What a container asks for and may use, by resource name: `cpu`, `memory`, `nvidia.com/gpu`.
public struct ResourceProfile: Hashable, Sendable {
  /// What the scheduler sets aside.
  public var requests: [String: ResourceAmount]
  /// What the container may not exceed.
  public var limits: [String: ResourceAmount]
  /// Whether it was written as one list of amounts, which are both requests and limits.
  public var isShorthand: Bool

  /// Amounts that are requests and limits alike.
  init(_ amounts: [String: ResourceAmount]) {
    (requests, limits, isShorthand) = (amounts, amounts, true)
  }

  init(requests: [String: ResourceAmount], limits: [String: ResourceAmount]) {
    (self.requests, self.limits, isShorthand) = (requests, limits, false)
  }

  /// This profile laid over `base`: a shorthand changes the amounts that it names, the full form
  /// stands for itself.
  func over(_ base: ResourceProfile?) -> ResourceProfile {
    guard isShorthand, let base else { return self }
    var result = base
    result.requests.merge(requests) { _, mine in mine }
    result.limits.merge(limits) { _, mine in mine }
    return result
  }

  /// `{requests: {…}, limits: {…}}`, without a part that is empty.
  var value: Value {
    var parts: [String: Value] = [:]
    for (name, amounts) in [("requests", requests), ("limits", limits)] where !amounts.isEmpty {
      parts[name] = .map(amounts.mapValues(\.written))
    }
    return .map(parts)
  }

  /// What the scheduler sets aside of `resource`: a limit without a request is also the request
  /// (https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#requests-and-limits).
  func requested(_ resource: String) -> Quantity? {
    (requests[resource] ?? limits[resource])?.quantity
  }
}

/// A quantity from a configuration, with the value that was written there.
///
/// What somebody wrote goes into the ConfigMap as it stands: `1024Mi` is not turned into `1Gi`.
public struct ResourceAmount: Hashable, Sendable {
  /// A string or a number.
  public var written: Value
  /// What it amounts to.
  public var quantity: Quantity

  /// An amount that this program chose.
  init(_ quantity: Quantity) {
    self.init(written: .string(quantity.description), quantity: quantity)
  }

  init(written: Value, quantity: Quantity) {
    self.written = written
    self.quantity = quantity
  }

  /// The written value as text.
  var text: String {
    if case .string(let text) = written { text } else { written.description }
  }

  /// Whether it is a whole number of units; bytes are.
  var isWhole: Bool { quantity.isWhole }
}

extension ResourceProfile {
  /// Reads `{cpu, memory, …}` or `{requests: {…}, limits: {…}}`.
  init(reading value: PositionedValue, name: String, _ reader: inout CollectingReader) {
    let isFull = value.member("requests") != nil || value.member("limits") != nil
    let read: ResourceProfile? = reader.object(value, name: name) { profile in
      if !isFull {
        let amounts = ResourceProfile.amounts(of: value, &profile)
        // The keys are resources, and judged as such.
        if case .map(let members) = value.kind {
          for member in members { _ = profile.value(member.key) }
        }
        return ResourceProfile(amounts)
      }
      let requests = profile.value("requests").map { ResourceProfile.amounts(of: $0, &profile) }
      let limits = profile.value("limits").map { ResourceProfile.amounts(of: $0, &profile) }
      let full = ResourceProfile(requests: requests ?? [:], limits: limits ?? [:])
      full.reportExcess(in: value, name: name, &profile)
      return full
    }
    self = read ?? ResourceProfile([:])
  }

  private static func amounts(
    of value: PositionedValue, _ reader: inout CollectingReader
  ) -> [String: ResourceAmount] {
    guard case .map(let members) = value.kind else {
      reader.report("resources must be an object", at: value.position, remedy: "write { … } there")
      return [:]
    }
    var amounts: [String: ResourceAmount] = [:]
    for member in members {
      guard isResource(member.key) else {
        let nearest = nearestSpelling(to: member.key, among: native + ["requests", "limits"])
        reader.report(
          "unknown resource \"\(member.key)\"", at: member.keyPosition,
          remedy: nearest.map { "did you mean \"\($0)\"?" }
            ?? "known: \(native.joined(separator: ", ")), and names with a domain: nvidia.com/gpu")
        continue
      }
      guard let amount = reader.amount(member.value, of: member.key) else { continue }
      amounts[member.key] = checked(amount, member, &reader)
    }
    return amounts
  }

  /// CPU is the one resource that has fractions.
  private static func checked(
    _ amount: ResourceAmount, _ member: PositionedValue.Member, _ reader: inout CollectingReader
  ) -> ResourceAmount? {
    if member.key == "cpu" || amount.isWhole { return amount }
    reader.report(
      "\(member.key) is not a whole amount: \(amount.text)", at: member.value.position,
      remedy: member.key.contains("/")
        ? "write a whole number" : "write a suffix such as Mi or Gi; m means thousandths")
    return nil
  }

  private static let native = ["cpu", "memory", "ephemeral-storage"]

  private static func isResource(_ name: String) -> Bool {
    if native.contains(name) || name.hasPrefix("hugepages-") { return true }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts.contains("")
  }

  /// Kubernetes refuses a request above its limit.
  private func reportExcess(
    in value: PositionedValue, name: String, _ reader: inout CollectingReader
  ) {
    for (resource, request) in requests.sorted(by: { $0.key < $1.key }) {
      guard let limit = limits[resource], request.quantity > limit.quantity else { continue }
      let place = value.member("requests")?.value.member(resource)?.value.position
      reader.report(
        "\(name) requests more \(resource) than its limit: \(request.text) > \(limit.text)",
        at: place, remedy: "raise the limit or lower the request")
    }
  }
}
