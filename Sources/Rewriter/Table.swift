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

/// Numbers in an arena, read without counting references and without checking bounds.
///
/// `@unchecked`, as the compiler cannot see that the memory is never written again.
struct Table<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  private let start: UnsafePointer<Element>
  let count: Int

  /// A table of `count` elements, behind which eight further bytes can be read.
  init(_ start: UnsafePointer<Element>, count: Int) {
    self.start = start
    self.count = count
  }

  var byteCount: Int { count * MemoryLayout<Element>.stride }

  /// The element at `index`, which the caller has checked.
  @inline(__always)
  subscript(index: Int) -> Element {
    assert(index >= 0 && index < count)
    return start[index]
  }
}

extension Table<UInt8> {
  /// The eight bytes at `index`, the first the lowest; zeros behind the end.
  @inline(__always)
  func word(at index: Int) -> UInt64 {
    assert(index >= 0 && index <= count)
    let word = UnsafeRawPointer(start).loadUnaligned(fromByteOffset: index, as: UInt64.self)
    return UInt64(littleEndian: word)
  }
}
