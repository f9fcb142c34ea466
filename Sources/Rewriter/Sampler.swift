/// A prefilter at work on one input; valid while the input is.
struct Sampler {
  private let input: UnsafeRawBufferPointer
  private let filter: Prefilter
  /// How many samples behind one in a match can lie in a match that begins earlier.
  private let lookahead: Int

  init(_ filter: Prefilter, input: UnsafeRawBufferPointer) {
    self.input = input
    self.filter = filter
    lookahead = filter.reach / filter.stride
  }

  var stride: Int { filter.stride }
  var reach: Int { filter.reach }

  /// The first sample at `offset`, `offset + stride`, … that can lie in a match.
  func next(from offset: Int) -> Int? {
    guard let base = input.baseAddress else { return nil }
    var offset = offset
    let stride = stride
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
    while offset <= input.count - filter.gram {
      if bit(hash(at: offset)) != 0 { return offset }
      offset &+= stride
    }
    return nil
  }

  /// The distances from `sample` back to where matches may begin before `limit`, as bits.
  @inline(__always)
  func distances(at sample: Int, before limit: Int) -> UInt32 {
    guard sample <= input.count - filter.gram else { return 0 }
    let hash = hash(at: sample)
    let isFound = UInt32(truncatingIfNeeded: bit(hash))
    let before = UInt32.max << UInt32(truncatingIfNeeded: max(0, sample &- limit &+ 1))
    return filter.distances[hash &>> Prefilter.coarseness] & (0 &- isFound) & before
  }

  /// Whether a sample behind `sample` may lie in a match that begins before `start`.
  ///
  /// The number of samples looked at is always the same, which the processor can foresee.
  @inline(__always)
  func mayHoldEarlierStart(behind sample: Int, before start: Int) -> Bool {
    guard let base = input.baseAddress, sample <= input.count - 8 - lookahead * stride else {
      return lookahead > 0
    }
    var offset = sample
    var found: UInt64 = 0
    for _ in 0..<lookahead {
      offset &+= stride
      let distances = filter.distances[load(base, offset) &>> Prefilter.coarseness]
      found |= UInt64(distances) &>> UInt64(truncatingIfNeeded: offset &- start &+ 1)
    }
    return found != 0
  }

  @inline(__always)
  private func bit(_ hash: Int) -> UInt64 { filter.bits[hash &>> 6] &>> UInt64(hash & 63) & 1 }

  @inline(__always)
  private func load(_ base: UnsafeRawPointer, _ offset: Int) -> Int {
    let word = base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    return Prefilter.hash(UInt64(littleEndian: word), mask: filter.gramMask, shift: filter.shift)
  }

  /// The hash of the sample at `offset`, which may be too near the end for a load of eight bytes.
  @inline(__always)
  private func hash(at offset: Int) -> Int {
    Prefilter.hash(ASCII.word(input, at: offset), mask: filter.gramMask, shift: filter.shift)
  }
}
