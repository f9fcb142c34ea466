internal import YAML

/// Where a text of the owner's stands, for errors.
struct MessagePlace {
  /// The file that holds it.
  let file: String
  /// The key that it is the value of; nil where it is the whole file.
  let key: String?
  /// Where the value begins; nil where it is the whole file.
  let position: TextPosition?

  /// The error for a mistake at `inner` within the text.
  func error(_ message: String, at inner: TextPosition, remedy: String) -> ConfigurationError {
    guard let key, let position else {
      return ConfigurationError(message, file: file, position: inner, remedy: remedy)
    }
    // What the value's escapes moved is not known, so the value itself is the place.
    let line = inner.line == 1 ? "" : ", in its line \(inner.line)"
    return ConfigurationError(
      "\"\(key)\"\(line): \(message)", file: file, position: position, remedy: remedy)
  }
}
