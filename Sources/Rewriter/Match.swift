/// A pattern found where its boundary allows it.
struct Match: Hashable, Sendable {
  /// Byte offsets in the input.
  let range: Range<Int>
  /// Which pattern, by its number in the matcher.
  let pattern: Int
}
