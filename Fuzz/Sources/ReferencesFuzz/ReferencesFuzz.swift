/// What a server may advertise, and addresses; libFuzzer calls this with input after input.
///
/// An input is lines: the `template.ref` that is asked for, or nothing for the default branch; the address
/// of a repository; what the server's `HEAD` names; and each further line a reference that the server
/// has. Where the third line is `!`, what follows it is sent as it stands, packet lines and all.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  ReferencesTrial(UnsafeRawBufferPointer(start: data, count: size)).run()
  return 0
}
