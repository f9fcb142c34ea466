/// The rewriting engine on made-up rules and texts; libFuzzer calls this with input after input.
///
/// An input is a list of rules, one on a line, then a NUL and the text. A rule is a letter for its
/// kind, in capitals for an exact boundary, its stand-in, `=`, and its value.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  EngineTrial(UnsafeRawBufferPointer(start: data, count: size))?.run()
  return 0
}
