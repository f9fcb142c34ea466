internal import YAML

/// A JSON file without the member or element at `path`, every other byte as it was.
///
/// An element of a list is named by its index. What is absent is removed already.
///
/// - Throws: ParseError when the bytes are not JSON.
func removingJSON(_ bytes: [UInt8], path: [String]) throws(ParseError) -> [UInt8] {
  guard let last = path.last else { return bytes }
  var parent = try PositionedValue.parse(json: bytes)
  for step in path.dropLast() {
    guard let child = parent.child(step) else { return bytes }
    parent = child
  }
  guard let index = parent.place(of: last) else { return bytes }
  let parts = parent.parts
  let hole: Range<Int>
  if index + 1 < parts.count {
    hole = parts[index].lowerBound..<parts[index + 1].lowerBound
  } else if index > 0 {
    hole = parts[index - 1].upperBound..<parts[index].upperBound
  } else {
    hole = parent.range.lowerBound + 1..<parent.range.upperBound - 1
  }
  return Array(bytes[..<hole.lowerBound] + bytes[hole.upperBound...])
}

extension PositionedValue {
  /// The member or element that `step` names.
  func child(_ step: String) -> PositionedValue? {
    guard case .list(let elements) = kind else { return member(step)?.value }
    guard let index = Int(step), elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// The bytes of each member, name included, or of each element.
  fileprivate var parts: [Range<Int>] {
    switch kind {
    case .map(let members): members.map { $0.keyRange.lowerBound..<$0.value.range.upperBound }
    case .list(let elements): elements.map(\.range)
    default: []
    }
  }

  fileprivate func place(of step: String) -> Int? {
    switch kind {
    case .map(let members): members.firstIndex { $0.key == step }
    case .list(let elements): Int(step).flatMap { elements.indices.contains($0) ? $0 : nil }
    default: nil
    }
  }
}
