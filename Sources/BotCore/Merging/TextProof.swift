internal import YAML

/// Tells whether the merged lines of a file mean what its sides meant.
struct TextProof {
  private let isJSON: Bool
  private let ways: YAMLContent.Ways
  private let base: YAMLContent
  private let ours: YAMLContent
  private let theirs: YAMLContent
  private let changingValues: ([UInt8]) -> [UInt8]

  /// Reads the sides; nil where the file is no YAML or JSON by its name, or a side is not.
  init?(
    path: String, base: [UInt8], ours: [UInt8], theirs: [UInt8],
    changingValues: @escaping ([UInt8]) -> [UInt8]
  ) {
    let isJSON = path.hasSuffix(".json")
    // An empty text stands for a file that is not there.
    let ways = YAMLContent.Ways()
    let isReadable = [base, ours, theirs].allSatisfy { $0.isEmpty || !isJSON || $0.isJSON }
    guard isYAML(path), isReadable,
      let base = YAMLContent(base, ways: ways, changingValues: changingValues),
      let ours = YAMLContent(ours, ways: ways, changingValues: changingValues),
      let theirs = YAMLContent(theirs, ways: ways, changingValues: changingValues)
    else { return nil }
    self.isJSON = isJSON
    self.ways = ways
    self.base = base
    self.ours = ours
    self.theirs = theirs
    self.changingValues = changingValues
  }

  /// Whether a reader takes the text, no map has a key twice, and nothing went to another place.
  func holds(for bytes: [UInt8]) -> Bool {
    if isJSON, !bytes.isJSON { return false }
    let merged = YAMLContent(bytes, ways: ways, changingValues: changingValues)
    return merged?.isMerge(base: base, ours: ours, theirs: theirs) ?? false
  }
}

extension [UInt8] {
  fileprivate var isJSON: Bool { (try? PositionedValue.parse(json: self)) != nil }
}
