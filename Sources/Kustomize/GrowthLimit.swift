/// How much a patch or a replacement may copy, so that a small file cannot fill the memory.
///
/// A copy of a map into itself doubles it, and thirty of them make a billion nodes. kustomize has no such limit and
/// does not come back.
struct GrowthLimit {
  private static let most = 16_000_000
  private var copied = 0

  /// Counts a node that is copied.
  ///
  /// - Throws: `BuildError` where it is too much.
  mutating func count(_ node: ManifestNode) throws(BuildError) {
    copied += node.weight(upTo: Self.most - copied)
    guard copied < Self.most else {
      throw .unsupported(
        "copies of more than 16 MB", remedy: "copy less, or write out what is meant")
    }
  }
}

extension ManifestNode {
  /// The bytes of the texts and some for each node; not more than about `limit`.
  fileprivate func weight(upTo limit: Int) -> Int {
    var weight = 32
    switch content {
    case .scalar(let text): weight += text.utf8.count
    case .list(let elements):
      for element in elements where weight < limit {
        weight += element.weight(upTo: limit - weight)
      }
    case .map(let members):
      for member in members where weight < limit {
        weight += 32 + member.value.weight(upTo: limit - weight)
      }
    }
    return weight
  }
}
