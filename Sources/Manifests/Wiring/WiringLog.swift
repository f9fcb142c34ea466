/// What has been wired and what there is to say about it.
struct WiringLog {
  /// What the last merged proposal had wired.
  let earlier: Set<String>
  private(set) var wired: Set<String> = []
  private(set) var findings: [ManifestFinding] = []
  /// Whether the cluster that is being wired was none of an earlier proposal's.
  var isNewCluster = false
  private var reported: Set<ManifestFinding> = []

  init(earlier: Set<String>) {
    self.earlier = earlier
  }

  /// Notes a finding once.
  mutating func report(_ finding: ManifestFinding) {
    if reported.insert(finding).inserted { findings.append(finding) }
  }

  /// Notes one piece of wiring, which is added unless it is there or the owner removed it.
  ///
  /// - Parameters:
  ///   - identifier: its name in the lock.
  ///   - isOfCluster: whether it belongs to one cluster; another one's has the same name, as a rule.
  ///   - isPresent: whether the tree has it.
  ///   - add: makes the change; false where it cannot be made.
  /// - Returns: whether it is there now.
  @discardableResult
  mutating func ensure(
    _ identifier: String, isOfCluster: Bool = false, isPresent: Bool, add: (inout WiringLog) -> Bool
  ) -> Bool {
    let mayBeRemoved = !isOfCluster || !isNewCluster
    if !isPresent, mayBeRemoved, isRemoved(identifier) { return false }
    guard isPresent || add(&self) else { return false }
    wired.insert(identifier)
    return true
  }

  /// Whether an earlier run wired what is no longer there; it stays known.
  private mutating func isRemoved(_ identifier: String) -> Bool {
    guard earlier.contains(identifier) else { return false }
    wired.insert(identifier)
    return true
  }
}
