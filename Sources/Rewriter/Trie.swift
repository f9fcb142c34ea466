/// All patterns in one automaton, over folded bytes.
///
/// It is only entered where the prefilter saw a possible start, so it needs no failure links.
/// Chains without a branch are one node: a node is a run of up to eight bytes, the patterns that
/// end behind it, and its children, which are consecutive nodes.
struct Trie: Sendable {
  /// What one step of a walk reads.
  struct Node: Sendable {
    /// The bytes of the run as a number, the first the lowest.
    var run: UInt64 = 0
    /// Which of the eight bytes of a number are in the run; `runCount` says how many.
    var runMask: UInt64 = 0
    /// Which nodes the children are; no two begin with the same byte.
    var firstChild: UInt32 = 0
    var childCount: UInt16 = 0
    var runCount: UInt16 = 0
    /// Where in `endings` the patterns of the node stand, and how many end here.
    var firstEnding: UInt32 = 0
    var endingCount: UInt32 = 0
  }

  let nodes: Table<Node>
  /// Numbers of patterns, by the node at which they end.
  let endings: Table<UInt32>
  /// The node that begins with each byte at the start of a pattern, 0 where none does.
  let roots: Table<UInt32>

  /// Builds it, in `arena`, of the folded texts of the patterns, by pattern number; none is empty.
  init(_ texts: [[UInt8]], in arena: Arena) {
    let builder = TrieBuilder(texts)
    nodes = arena.table(builder.nodes)
    endings = arena.table(builder.endings)
    roots = arena.table(builder.roots)
  }

  /// The memory of the automaton in bytes.
  var byteCount: Int { nodes.byteCount + endings.byteCount + roots.byteCount }
}

extension Trie {
  /// Calls `body` with each pattern that stands at `start` and the offset behind it, shortest
  /// first; where case matters the caller has yet to compare it.
  @inline(__always)
  func forEachPattern(
    at start: Int, in input: UnsafeRawBufferPointer, _ body: (_ pattern: Int, _ end: Int) -> Void
  ) {
    var word = ASCII.lowercased(ASCII.word(input, at: start))
    var number = Int(roots[Int(word & 0xFF)])
    var last = number &+ 1
    var end = start
    if number == 0 { return }
    while number < last {
      let node = nodes[number]
      guard (word ^ node.run) & node.runMask == 0 else {
        number &+= 1
        continue
      }
      end &+= Int(node.runCount)
      guard end <= input.count else { return }
      for ending in 0..<Int(node.endingCount) {
        body(Int(endings[Int(node.firstEnding) &+ ending]), end)
      }
      word = ASCII.lowercased(ASCII.word(input, at: end))
      number = Int(node.firstChild)
      last = number &+ Int(node.childCount)
    }
  }
}

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
    let run = ASCII.word(first, at: branch.depth, count: count)
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
