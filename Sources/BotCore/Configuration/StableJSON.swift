internal import Foundation

/// JSON with sorted keys and stable indentation.
///
/// - Throws: ConfigurationError when a number cannot be written as JSON (infinity, not a number).
func stableJSON(_ value: some Encodable, file: String) throws(ConfigurationError) -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  do {
    return Array(try encoder.encode(value))
  } catch {
    throw ConfigurationError(
      "a value cannot be written as JSON (\(describe(error)))", file: file,
      remedy: "remove numbers that are infinite or not numbers")
  }
}

/// The reason of a coding error, without the noise of its type.
private func describe(_ error: any Error) -> String { codingPlace(of: error).reason }

/// The place and reason of a coding error.
func codingPlace(of error: any Error) -> (path: [String], reason: String) {
  func steps(_ context: DecodingError.Context) -> [String] {
    context.codingPath.map { key in key.intValue.map(String.init) ?? key.stringValue }
  }
  switch error as? DecodingError {
  case .keyNotFound(let key, let context):
    return (steps(context) + [key.stringValue], context.debugDescription)
  case .dataCorrupted(let context), .typeMismatch(_, let context), .valueNotFound(_, let context):
    return (steps(context), context.debugDescription)
  default: return ([], String(describing: error))
  }
}
