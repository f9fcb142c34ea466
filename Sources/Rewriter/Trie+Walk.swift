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
