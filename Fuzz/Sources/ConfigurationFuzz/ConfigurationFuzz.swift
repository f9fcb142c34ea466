/// The files that a repository configures the bot with, made up; libFuzzer calls this with input after input.
///
/// An input is up to three files with a NUL between them: `bot.config.json`, `infrastructure.config.json`
/// and `gitops-bot.lock.json`.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  ConfigurationTrial(UnsafeRawBufferPointer(start: data, count: size)).run()
  return 0
}
