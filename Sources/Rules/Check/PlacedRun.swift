import YAML

/// A run of `$` in a scalar, and where it stands in the file.
struct PlacedRun {
  let run: DollarRun
  /// Where the scalar starts.
  let scalarPosition: TextPosition
  /// The byte of the run; nil where the scalar's text cannot be found again in the file.
  let offset: Int?

  /// The runs of a scalar, in order, read in the file's own bytes.
  static func all(
    in scalar: YAMLNode.Scalar, _ node: YAMLNode, of bytes: [UInt8]
  ) -> [PlacedRun] {
    guard scalar.text.utf8.contains(0x24) else { return [] }
    let runs =
      scalar.extent.map { DollarRun.all(in: bytes, $0.inner) } ?? DollarRun.all(in: scalar.text)
    return runs.map {
      PlacedRun(
        run: $0, scalarPosition: node.position,
        offset: scalar.extent == nil ? nil : $0.range.lowerBound)
    }
  }

  /// The place of the run, or else of its scalar.
  func position(in positions: TextPositions) -> TextPosition {
    offset.map { positions[$0] } ?? scalarPosition
  }
}
