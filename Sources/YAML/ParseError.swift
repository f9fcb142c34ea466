/// Why a text is not what it has to be, where, and what to do about it.
public struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where in the text.
  public let position: TextPosition
  /// What is wrong, as one sentence without a full stop.
  public let message: String
  /// What the reader can do, as one sentence without a full stop.
  public let remedy: String

  /// Makes an error from its three parts.
  public init(position: TextPosition, message: String, remedy: String) {
    self.position = position
    self.message = message
    self.remedy = remedy
  }

  /// `line:column: message; remedy`.
  public var description: String { "\(position): \(message); \(remedy)" }
}

/// Why a manifest cannot be written or edited, where if a file has the place, and what to do.
public struct ManifestError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where in the edited file; nil where no file is involved.
  public let position: TextPosition?
  /// What is wrong, as one sentence without a full stop.
  public let message: String
  /// What the reader can do, as one sentence without a full stop.
  public let remedy: String

  /// Makes an error from its three parts.
  public init(position: TextPosition? = nil, message: String, remedy: String) {
    self.position = position
    self.message = message
    self.remedy = remedy
  }

  /// An edited file that cannot be read.
  public init(_ error: ParseError) {
    self.init(position: error.position, message: error.message, remedy: error.remedy)
  }

  /// `line:column: message; remedy`, without the place where there is none.
  public var description: String {
    (position.map { "\($0): " } ?? "") + message + "; " + remedy
  }
}
