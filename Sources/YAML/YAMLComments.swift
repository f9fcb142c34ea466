extension YAMLStream {
  /// The offsets of the `#` that comments start with, rising; nil where the bytes of a scalar are not
  /// known, so that one may lie within it.
  ///
  /// A comment on the line that opens a block scalar counts as a part of the scalar.
  public var commentStarts: [Int]? {
    guard bytes.contains(.hash) else { return [] }
    guard let scalars = scalarExtents else { return nil }
    var starts: [Int] = []
    var (index, next) = (0, 0)
    while index < bytes.count {
      if next < scalars.count, scalars[next].lowerBound <= index {
        index = max(index, scalars[next].upperBound)
        next += 1
      } else if bytes[index] == .hash, index == 0 || bytes[index - 1].isJSONSpace {
        starts.append(index)
        index = bytes.lineEnd(of: index)
      } else {
        index += 1
      }
    }
    return starts
  }

  /// The bytes of each scalar, keys included; nil where those of one are not known.
  private var scalarExtents: [Range<Int>]? {
    var extents: [Range<Int>] = []
    var isKnown = true
    for document in documents {
      document.forEachScalar { _, scalar in
        if let extent = scalar.extent {
          extents.append(extent.outer)
        } else if !scalar.text.isEmpty {
          isKnown = false
        }
      }
    }
    return isKnown ? extents : nil
  }
}
