/// What kustomize makes of made-up trees; libFuzzer calls this with input after input.
///
/// An input is parts with a NUL between them: the folder that is built, and then a path and its text for each file.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  KustomizeTrial(TreeInput(UnsafeRawBufferPointer(start: data, count: size))).run()
  return 0
}

/// Changes an input so that it stays a tree: lines and words move within files and between them.
@c(LLVMFuzzerCustomMutator)
public func mutate(
  _ data: UnsafeMutablePointer<UInt8>?, _ size: Int, _ room: Int, _ seed: CUnsignedInt
) -> Int {
  var mutation = TreeMutation(seed: UInt64(seed))
  let input = TreeInput(UnsafeRawBufferPointer(start: data, count: size))
  return mutation.changed(input).write(to: data, room: room)
}

/// Joins two inputs: the files of one, with files and lines of the other.
@c(LLVMFuzzerCustomCrossOver)
public func cross(
  _ data: UnsafePointer<UInt8>?, _ size: Int, _ other: UnsafePointer<UInt8>?, _ otherSize: Int,
  _ out: UnsafeMutablePointer<UInt8>?, _ room: Int, _ seed: CUnsignedInt
) -> Int {
  var mutation = TreeMutation(seed: UInt64(seed))
  let input = TreeInput(UnsafeRawBufferPointer(start: data, count: size))
  let second = TreeInput(UnsafeRawBufferPointer(start: other, count: otherSize))
  return mutation.joined(input, second).write(to: out, room: room)
}
