import Git
import Rewriter

@testable import BotCore

/// One input of the fuzzer, and what has to be true of it.
struct ConfigurationTrial {
  private let bot: [UInt8]
  private let infrastructure: [UInt8]
  private let lock: [UInt8]

  init(_ input: UnsafeRawBufferPointer) {
    let files = input.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
      .map { [UInt8]($0) }
    bot = files[0]
    infrastructure = files.count > 1 ? files[1] : []
    lock = files.count > 2 ? files[2] : []
  }

  func run() {
    let locked = checked(lock) { (bytes) throws(ConfigurationError) in try Lock.decode(bytes) }
    if let locked { checkRoundTrip(of: locked) }
    let bot = checked(bot) { (bytes) throws(ConfigurationError) in
      try BotConfiguration.decode(bytes, file: BotFile.configuration)
    }
    _ = checked(infrastructure) { (bytes) throws(ConfigurationError) in
      try InfrastructureFile(
        reading: bytes, overrides: Overrides(options: [], variables: [:]), environment: nil)
    }
    guard let bot else { return }
    let resolution = checked(infrastructure) { (bytes) throws(ConfigurationError) in
      try InputResolution(
        Request(repository: "/", folder: "/", variables: [:]), bot, reading: bytes,
        locked: locked?.knownInputs, repositoryName: "infrastructure")
    }
    if let resolution { checkInputs(resolution) }
  }

  /// What a lock holds is written again as it was read.
  private func checkRoundTrip(of lock: Lock) {
    do throws(ConfigurationError) {
      let bytes = try lock.encoded()
      let again = try Lock.decode(bytes)
      require(again == lock, "the lock is read back as another one")
      let bytesAgain = try again.encoded()
      require(bytesAgain == bytes, "the lock is written differently each time")
    } catch {
      stop("a lock that was read cannot be written: \(error)")
    }
  }

  /// What both files lead to stays inside the repository, and goes through a lock unchanged.
  private func checkInputs(_ resolution: InputResolution) {
    let resolved = checked(nil) { (_) throws(ConfigurationError) in try resolution.resolve() }
    guard let inputs = resolved?.inputs else { return }
    for environment in inputs.replacements?.environments ?? [] {
      _ = try? RuleSet(inputs.replacements?.rules(for: environment) ?? [])
    }
    for configMap in inputs.configMaps ?? [] {
      require(isSafePath(configMap.path), "a ConfigMap would leave the repository")
    }
    let template = Lock.Template(url: nil, ref: nil, commit: .emptyTree)
    checkRoundTrip(of: Lock(template: template, inputs: inputs, rendered: .emptyTree))
  }

  /// The result of `read`, or nil after a look at its error, which may tell a place in `file`.
  private func checked<Result>(
    _ file: [UInt8]?, _ read: ([UInt8]) throws(ConfigurationError) -> Result
  ) -> Result? {
    do throws(ConfigurationError) {
      return try read(file ?? [])
    } catch {
      require(!error.problems.isEmpty, "an error without a problem")
      for problem in error.problems {
        require(!problem.message.isEmpty, "an error without a message")
        require(!problem.remedy.isEmpty, "an error without a remedy: \(problem.message)")
        guard let file, let line = problem.line, let column = problem.column else { continue }
        let lines = file.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } + 1
        require(
          (1...lines).contains(line) && (1...file.count + 1).contains(column),
          "an error outside of the file: \(problem.location)")
      }
      return nil
    }
  }
}
