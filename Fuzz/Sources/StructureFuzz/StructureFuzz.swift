/// The proof that YAML stays what it was, on made-up files and values; libFuzzer calls this with
/// input after input.
///
/// An input is a value, then a NUL and a file in which the value takes the place of `STAND`.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  StructureTrial(UnsafeRawBufferPointer(start: data, count: size))?.run()
  return 0
}
