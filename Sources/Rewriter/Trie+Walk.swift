extension Trie {
  /// Calls `body` with each pattern that stands at `start` and the offset behind it, shortest
  /// first; where case matters the caller has yet to compare it.
  func forEachPattern(
    at start: Int, in input: UnsafeRawBufferPointer, _ body: (_ pattern: Int, _ end: Int) -> Void
  ) {
    var number = Int(roots[Int(ASCII.lowercased(input[start]))])
    var end = start + 1
    while number != 0 {
      let node = nodes[number]
      guard follows(node, at: end, in: input) else { return }
      end += Int(node.runCount)
      for ending in Int(node.firstEnding)..<Int(node.firstEnding) + Int(node.endingCount) {
        body(Int(endings[ending]), end)
      }
      guard end < input.count else { return }
      number = child(of: node, by: ASCII.lowercased(input[end]))
      end += 1
    }
  }

  private func follows(_ node: Node, at offset: Int, in input: UnsafeRawBufferPointer) -> Bool {
    let count = Int(node.runCount)
    guard offset + count <= input.count else { return false }
    return runs.withUnsafeBytes { runs in
      let run = Int(node.runStart)
      var index = 0
      while index <= count - 8 {
        let word = input.loadUnaligned(fromByteOffset: offset &+ index, as: UInt64.self)
        let wanted = runs.loadUnaligned(fromByteOffset: run &+ index, as: UInt64.self)
        if ASCII.lowercased(word) != wanted { return false }
        index &+= 8
      }
      while index < count {
        if ASCII.lowercased(input[offset &+ index]) != runs[run &+ index] { return false }
        index &+= 1
      }
      return true
    }
  }

  /// The child that `byte` leads to, or 0, which is the root and nobody's child.
  @inline(__always)
  private func child(of node: Node, by byte: UInt8) -> Int {
    labels.withUnsafeBufferPointer { labels in
      let first = Int(node.firstChild)
      let last = first + Int(node.childCount)
      var child = first
      while child < last, labels[child] != byte { child &+= 1 }
      return child == last ? 0 : child
    }
  }
}
