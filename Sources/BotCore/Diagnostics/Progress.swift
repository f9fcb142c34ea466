public import Git

/// Where a command says what it is doing while it does it.
public struct Progress {
  /// Called at the beginning of each phase.
  public var phase: (String) -> Void
  /// Called while objects arrive or leave; nil when nobody looks.
  public var transfer: ((TransferProgress) -> Void)?
  /// Called while files are looked at, with how many are done and how many there are; nil when nobody
  /// looks.
  public var count: ((_ done: Int, _ total: Int) -> Void)?

  public init(
    phase: @escaping (String) -> Void = { _ in }, transfer: ((TransferProgress) -> Void)? = nil,
    count: ((_ done: Int, _ total: Int) -> Void)? = nil
  ) {
    self.phase = phase
    self.transfer = transfer
    self.count = count
  }
}
