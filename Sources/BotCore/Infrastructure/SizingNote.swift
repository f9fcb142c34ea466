/// Something about the sizes that a person should know; no mistake.
public struct SizingNote: Codable, Hashable, Sendable {
  /// What kind of note it is.
  public enum Code: String, Codable, CaseIterable, Sendable {
    /// A volume would have become smaller, which Kubernetes cannot do.
    case storageKept = "storage-kept"
    /// The load balancer would have become smaller.
    case loadBalancerKept = "load-balancer-kept"
    /// No node can hold what an application asks for.
    case doesNotFit = "profile-does-not-fit"
    /// A production cluster without a highly available control plane.
    case controlPlane = "ha-control-plane-expected"
  }

  /// What kind of note it is.
  public var code: Code
  /// One sentence without a final full stop.
  public var message: String
  /// What to do about it, as one sentence without a final full stop.
  public var remedy: String
}
