/// What a program did.
public struct ProgramResult: Sendable {
  /// The exit code; 128 and the signal's number when a signal ended it.
  public let status: Int32

  /// What it printed.
  public let standardOutput: [UInt8]

  /// What it printed as errors.
  public let standardError: [UInt8]

  /// What it printed, as text.
  public var output: String { String(decoding: standardOutput, as: UTF8.self) }

  /// What it printed as errors, as text.
  public var errorOutput: String { String(decoding: standardError, as: UTF8.self) }
}
