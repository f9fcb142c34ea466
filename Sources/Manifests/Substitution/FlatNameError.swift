/// Two values that would have the same variable.
public struct FlatNameError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The variable's name.
  public let name: String
  /// The path of the value that has it.
  public let firstPath: String
  /// The path of the value that would have it too.
  public let secondPath: String

  /// Makes an error from its parts.
  public init(name: String, firstPath: String, secondPath: String) {
    self.name = name
    self.firstPath = firstPath
    self.secondPath = secondPath
  }

  /// Both paths, and what to do.
  public var description: String {
    "\(firstPath) and \(secondPath) both become the variable \(name); rename one of the keys"
  }
}
