internal import Manifests

/// A format of text files that a merge can break without leaving a conflict.
enum TextFormat {
  case json
  case yaml

  /// The format of a file by its name; nil where one of its texts is not of that format as it is.
  init?(path: String, texts: [[UInt8]]) {
    guard isYAML(path) else { return nil }
    let format = path.hasSuffix(".json") ? TextFormat.json : .yaml
    // An empty text stands for a file that is not there.
    guard texts.allSatisfy({ $0.isEmpty || format.canHold($0) }) else { return nil }
    self = format
  }

  /// Whether a reader of the format takes the text; no map has a key twice then.
  func canHold(_ bytes: [UInt8]) -> Bool {
    switch self {
    case .json: (try? PositionedValue.parse(json: bytes)) != nil
    case .yaml: isReadableYAML(bytes)
    }
  }
}
