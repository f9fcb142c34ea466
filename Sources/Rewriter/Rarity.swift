/// Where in a pattern the bytes stand that manifests have least of.
///
/// A rule such as `namespace-of-acme` would make its first bytes stop the search at every
/// `namespace:`; a window behind them is met where the rule may really stand.
enum Rarity {
  /// The bytes of manifests, the commonest first, as counted in `Examples/template`.
  private static let commonest = Array("eastroi n:mlcpudfkvghyxbzw".utf8)

  /// How far into a text a window may end, so that distances fit a word of 32 bits.
  private static let farthest = 31

  /// The offset in `text` of the window whose commonest gram is the rarest.
  ///
  /// The first window counts for a little more than it is: with no window behind it, a search
  /// need not look on for matches that begin earlier.
  static func window(in text: [UInt8], gram: Int, stride: Int) -> Int {
    let ranks = text.map { commonest.firstIndex(of: $0) ?? commonest.count }
    let last = min(text.count - gram, farthest)
    let grams = (0...last).map { start in ranks[start..<start + gram].reduce(0, +) }
    var best = 0
    var bestRank = (grams[..<stride].min() ?? 0) + gram
    for window in 0...last + 1 - stride {
      let rank = grams[window..<window + stride].min() ?? 0
      if rank > bestRank { (best, bestRank) = (window, rank) }
    }
    return best
  }
}
