/// Writes the nodes of an automaton, one level after the other.
struct TrieBuilder {
  private(set) var nodes: [Trie.Node] = []
  private(set) var endings: [UInt32] = []
  private(set) var roots = [UInt32](repeating: 0, count: 256)

  /// A node yet to be written: the sorted patterns that share its path, of which `depth` bytes
  /// are written.
  private struct Branch {
    let range: Range<Int>
    let depth: Int
  }

  /// - Parameter texts: the folded texts of the patterns, by pattern number; none is empty.
  init(_ texts: [[UInt8]]) {
    let order = texts.indices.sorted { texts[$0].lexicographicallyPrecedes(texts[$1]) }
    let sorted = order.map { texts[$0] }
    var queue = TrieBuilder.children(of: 0..<order.count, at: 0, in: sorted)
    // The number 0 is nobody's child: it says that there is none.
    nodes.append(Trie.Node())
    for (index, branch) in queue.enumerated() {
      roots[Int(sorted[branch.range.lowerBound][0])] = UInt32(index + 1)
    }
    var next = 0
    while next < queue.count {
      let branch = queue[next]
      next += 1
      var node = TrieBuilder.run(of: branch, in: sorted)
      let depth = branch.depth + Int(node.runCount)
      let rest = appendEndings(of: branch.range, at: depth, sorted, order, to: &node)
      let children = TrieBuilder.children(of: rest, at: depth, in: sorted)
      node.firstChild = UInt32(queue.count + 1)
      node.childCount = UInt16(children.count)
      queue += children
      nodes.append(node)
    }
  }

  /// Appends those of the sorted patterns in `range` that end at `depth`, and returns the others.
  private mutating func appendEndings(
    of range: Range<Int>, at depth: Int, _ sorted: [[UInt8]], _ order: [Int],
    to node: inout Trie.Node
  ) -> Range<Int> {
    let ending = range.prefix { sorted[$0].count == depth }
    node.firstEnding = UInt32(endings.count)
    node.endingCount = UInt32(ending.count)
    endings += ending.map { UInt32(order[$0]) }
    return ending.endIndex..<range.upperBound
  }

  /// A node of what all patterns of `branch` go on with, at most eight bytes.
  private static func run(of branch: Branch, in sorted: [[UInt8]]) -> Trie.Node {
    let (first, last) = (sorted[branch.range.lowerBound], sorted[branch.range.upperBound - 1])
    let end = min(branch.depth + 8, first.count, last.count)
    let count = (branch.depth..<end).prefix { first[$0] == last[$0] }.count
    let run = Rarity.word(first, branch.depth, count)
    return Trie.Node(run: run, runMask: ASCII.mask(count), runCount: UInt16(count))
  }

  private static func children(
    of range: Range<Int>, at depth: Int, in sorted: [[UInt8]]
  ) -> [Branch] {
    var children: [Branch] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let label = sorted[start][depth]
      let end = range[start...].first { sorted[$0][depth] != label } ?? range.upperBound
      children.append(Branch(range: start..<end, depth: depth))
      start = end
    }
    return children
  }
}
