/// The memory of tables, which lives as long as this does.
///
/// `@unchecked`, as the blocks are added while one owner builds its tables and only read after.
final class Arena: @unchecked Sendable {
  private var blocks: [UnsafeMutableRawPointer] = []

  deinit {
    for block in blocks { block.deallocate() }
  }

  /// A copy of `elements`.
  func table<Element>(_ elements: [Element]) -> Table<Element> {
    let byteCount = elements.count * MemoryLayout<Element>.stride + 8
    let block = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 16)
    block.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    blocks.append(block)
    let start = block.bindMemory(to: Element.self, capacity: elements.count)
    start.update(from: elements, count: elements.count)
    return Table(start, count: elements.count)
  }
}
