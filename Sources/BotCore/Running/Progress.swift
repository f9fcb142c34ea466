public import Git

/// Where a command says what it is doing while it does it.
public struct Progress {
  /// Called at the beginning of each phase.
  public var phase: (String) -> Void
  /// Called while objects arrive or leave; nil when nobody looks.
  public var transfer: ((TransferProgress) -> Void)?

  public init(
    phase: @escaping (String) -> Void = { _ in }, transfer: ((TransferProgress) -> Void)? = nil
  ) {
    self.phase = phase
    self.transfer = transfer
  }
}
