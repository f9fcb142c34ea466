/// A prefilter at work on one input; valid while both are pinned.
struct Sampler {
  private let input: UnsafeRawBufferPointer
  private let bits: UnsafePointer<UInt64>
  private let distances: UnsafePointer<UInt32>
  private let mask: UInt64
  private let shift: UInt64
  private let gram: Int
  let stride: Int
  let reach: Int

  init?(
    _ filter: borrowing Prefilter, bits: UnsafeBufferPointer<UInt64>,
    distances: UnsafeBufferPointer<UInt32>, input: UnsafeRawBufferPointer
  ) {
    guard let bits = bits.baseAddress, let distances = distances.baseAddress else { return nil }
    self.input = input
    self.bits = bits
    self.distances = distances
    mask = filter.gramMask
    shift = filter.shift
    gram = filter.gram
    stride = filter.stride
    reach = filter.reach
  }

  /// The first sample at `offset`, `offset + stride`, … that can lie in a match.
  func next(from offset: Int) -> Int? {
    guard let base = input.baseAddress else { return nil }
    var offset = offset
    let lastOfFour = input.count - 8 - 3 * stride
    while offset <= lastOfFour {
      let first = bit(load(base, offset))
      let second = bit(load(base, offset &+ stride))
      let third = bit(load(base, offset &+ 2 &* stride))
      let fourth = bit(load(base, offset &+ 3 &* stride))
      let found = (first | second &<< 1 | third &<< 2 | fourth &<< 3)
      if found != 0 { return offset &+ found.trailingZeroBitCount &* stride }
      offset &+= 4 &* stride
    }
    while offset <= input.count - gram {
      if bit(hash(at: offset)) != 0 { return offset }
      offset &+= stride
    }
    return nil
  }

  /// The distances from `sample` back to where matches may begin, as bits.
  func distances(at sample: Int) -> UInt32 {
    guard sample <= input.count - gram else { return 0 }
    let hash = hash(at: sample)
    return bit(hash) == 0 ? 0 : distances[hash &>> Prefilter.coarseness]
  }

  @inline(__always)
  private func bit(_ hash: Int) -> UInt64 { bits[hash &>> 6] &>> UInt64(hash & 63) & 1 }

  @inline(__always)
  private func load(_ base: UnsafeRawPointer, _ offset: Int) -> Int {
    let word = base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    return Prefilter.hash(UInt64(littleEndian: word), mask: mask, shift: shift)
  }

  /// The hash of the sample at `offset`, which may be too near the end for a load of eight bytes.
  @inline(__always)
  private func hash(at offset: Int) -> Int {
    if let base = input.baseAddress, offset <= input.count - 8 { return load(base, offset) }
    let word = input[offset...].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    return Prefilter.hash(word, mask: mask, shift: shift)
  }
}
