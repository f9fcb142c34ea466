extension Edit {
  /// The input with `edits` applied; they are in order and do not overlap.
  ///
  /// The result is one allocation of its exact size.
  public static func apply(_ edits: [Edit], to input: UnsafeRawBufferPointer) -> [UInt8] {
    let growth = edits.reduce(0) { $0 + $1.replacement.count - $1.range.count }
    let count = input.count + growth
    return [UInt8](unsafeUninitializedCapacity: count) { output, written in
      let target = UnsafeMutableRawBufferPointer(output)
      var read = 0
      for edit in edits {
        written = copy(input[read..<edit.range.lowerBound], to: target, at: written)
        edit.replacement.withUnsafeBytes { written = copy($0[...], to: target, at: written) }
        read = edit.range.upperBound
      }
      written = copy(input[read...], to: target, at: written)
    }
  }

  private static func copy(
    _ bytes: Slice<UnsafeRawBufferPointer>, to target: UnsafeMutableRawBufferPointer, at offset: Int
  ) -> Int {
    let end = offset + bytes.count
    target[offset..<end].copyBytes(from: bytes)
    return end
  }
}
