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
