/// All patterns in one automaton, over folded bytes.
///
/// It is only entered where the prefilter saw a possible start, so it needs no failure links.
/// Chains without a branch are one node: a node is the run of bytes that must follow, the
/// patterns that end behind it, and its children, which are consecutive nodes.
struct Trie: Sendable {
  /// What one step of a walk reads.
  struct Node: Sendable {
    /// Where in `runs` the bytes of the node stand, and how many they are.
    var runStart: UInt32 = 0
    var runCount: UInt32 = 0
    /// The first child, and how many there are; their first bytes are their `labels`.
    var firstChild: UInt32 = 0
    var childCount: UInt16 = 0
    /// Where in `endings` the patterns of the node stand, and how many end here.
    var firstEnding: UInt32 = 0
    var endingCount: UInt32 = 0
  }

  private(set) var nodes: [Node] = []
  /// The byte that leads to each node.
  private(set) var labels: [UInt8] = [0]
  private(set) var runs: [UInt8] = []
  /// Numbers of patterns, by the node at which they end.
  private(set) var endings: [UInt32] = []
  /// The node that each first byte leads to, 0 where none does.
  private(set) var roots = [UInt32](repeating: 0, count: 256)

  /// A node yet to be written: the sorted patterns that share its path.
  private struct Branch {
    let range: Range<Int>
    let depth: Int
  }

  /// - Parameter texts: the folded texts of the patterns, by pattern number; none is empty.
  init(_ texts: [[UInt8]]) {
    let order = texts.indices.sorted { texts[$0].lexicographicallyPrecedes(texts[$1]) }
    let sorted = order.map { texts[$0] }
    var queue = [Branch(range: 0..<order.count, depth: 0)]
    var next = 0
    while next < queue.count {
      let branch = queue[next]
      next += 1
      var node = Node()
      let depth = appendRun(of: branch, in: sorted, to: &node)
      let rest = appendEndings(of: branch, at: depth, sorted, order, to: &node)
      node.firstChild = UInt32(labels.count)
      for child in Trie.children(of: rest, at: depth, in: sorted) {
        labels.append(sorted[child.range.lowerBound][depth])
        queue.append(child)
      }
      node.childCount = UInt16(labels.count - Int(node.firstChild))
      nodes.append(node)
    }
    for child in nodes[0].firstChild..<nodes[0].firstChild + UInt32(nodes[0].childCount) {
      roots[Int(labels[Int(child)])] = child
    }
  }

  /// The memory of the automaton in bytes.
  var byteCount: Int {
    nodes.count * MemoryLayout<Node>.stride + labels.count + runs.count
      + 4 * (endings.count + roots.count)
  }

  /// Appends what all patterns of `branch` go on with; nothing at the root, whose children are
  /// looked up by their first byte.
  private mutating func appendRun(
    of branch: Branch, in sorted: [[UInt8]], to node: inout Node
  ) -> Int {
    node.runStart = UInt32(runs.count)
    guard branch.depth > 0, let first = sorted[branch.range].first,
      let last = sorted[branch.range].last
    else { return branch.depth }
    var depth = branch.depth
    while depth < first.count, depth < last.count, first[depth] == last[depth] {
      runs.append(first[depth])
      depth += 1
    }
    node.runCount = UInt32(depth - branch.depth)
    return depth
  }

  /// Appends the patterns of `branch` that end at `depth`, and returns the others.
  private mutating func appendEndings(
    of branch: Branch, at depth: Int, _ sorted: [[UInt8]], _ order: [Int], to node: inout Node
  ) -> Range<Int> {
    node.firstEnding = UInt32(endings.count)
    let ending = branch.range.prefix { sorted[$0].count == depth }
    endings += ending.map { UInt32(order[$0]) }
    node.endingCount = UInt32(ending.count)
    return ending.endIndex..<branch.range.upperBound
  }

  private static func children(
    of range: Range<Int>, at depth: Int, in sorted: [[UInt8]]
  ) -> [Branch] {
    var children: [Branch] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let label = sorted[start][depth]
      let end = range[start...].first { sorted[$0][depth] != label } ?? range.upperBound
      children.append(Branch(range: start..<end, depth: depth + 1))
      start = end
    }
    return children
  }
}
