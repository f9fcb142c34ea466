/// Why a test's surroundings could not be set up.
public struct TestSupportError: Error, CustomStringConvertible {
  /// A sentence.
  public let description: String

  /// Makes an error.
  ///
  /// - Parameter description: A sentence.
  public init(_ description: String) { self.description = description }
}
