internal import YAML

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
