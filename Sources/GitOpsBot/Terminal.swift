internal import BotCore
internal import Foundation
internal import Providers

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

private let systemWrite = write

/// The two streams of the process: everything that is printed goes through here.
enum Terminal {
  /// Where standard output leads.
  enum Destination {
    /// A terminal: escapes in names and contents would steer it.
    case terminal
    /// The log of a CI server, which takes some lines for commands, and which others read.
    case log
    /// A file, or outside of CI a pipe: what is printed is read by a program, byte by byte.
    case data
  }

  static let destination: Destination = {
    if isatty(STDOUT_FILENO) == 1 { return .terminal }
    var status = stat()
    let isFile = fstat(STDOUT_FILENO, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    return isInCI && !isFile ? .log : .data
  }()

  /// Whether people see what goes to standard output.
  static var isShown: Bool { destination != .data }

  /// Whether a CI server reads the streams.
  private static let isInCI: Bool = {
    let variables = ProcessInfo.processInfo.environment
    return [
      "CI", "GITHUB_ACTIONS", "GITEA_ACTIONS", "FORGEJO_ACTIONS", "GITLAB_CI", "TF_BUILD",
      "TEAMCITY_VERSION", "JENKINS_URL", "BUILDKITE", "CIRCLECI",
    ].contains { name in
      variables[name].map { !["", "0", "false"].contains($0.lowercased()) } ?? false
    }
  }()

  private static let neutral = NeutralText(
    credentials: GivenCredentials(
      variables: ProcessInfo.processInfo.environment, arguments: CommandLine.arguments),
    isLog: isInCI)

  /// How standard output is shown.
  static let style = TextStyle.of(STDOUT_FILENO, ProcessInfo.processInfo.environment)
  /// How standard error is shown.
  private static let errorStyle = TextStyle.of(STDERR_FILENO, ProcessInfo.processInfo.environment)
  /// Whether a person can be asked something.
  static var canAsk: Bool {
    !isInCI && isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
  }

  // MARK: - Words

  /// Prints words without ending the line, for an answer behind them.
  static func question(_ text: String) {
    write(String(neutral.line(text).dropLast()), to: .standardOutput)
  }

  /// Prints one line of words.
  static func line(_ text: String) { write(neutral.line(text), to: .standardOutput) }

  /// Prints a workflow command of GitHub Actions, whose own parts are escaped.
  static func command(_ text: String) { write(neutral.command(text), to: .standardOutput) }

  /// Prints what `text` makes of words.
  static func words(_ text: (NeutralText) -> String) { write(text(neutral), to: .standardOutput) }

  /// Prints the lines of a report.
  static func report(_ lines: [String]) {
    let text = lines.map { line in
      style.report(String(neutral.line(line).dropLast())) + "\n"
    }
    write(text.joined(), to: .standardOutput)
  }

  /// Prints a finding.
  static func finding(_ text: String) {
    write(style.finding(String(neutral.line(text).dropLast())) + "\n", to: .standardOutput)
  }

  /// Prints words, of one or more lines, to standard error.
  static func error(_ text: String, isLog: Bool = false) {
    write(shown(text, isLog: isLog) + "\n", to: .standardError)
  }

  /// Words, of one or more lines, as they may be shown.
  static func shown(_ text: String, isLog: Bool = false) -> String {
    neutral.words(text, isLog: isLog)
  }

  /// Prints every problem: the one place where errors are printed.
  static func show(_ error: BotError) {
    write(errorStyle.error(neutral.error(error)), to: .standardError)
  }

  // MARK: - Contents

  /// Prints the contents of files, or a patch: as they are for programs, and neutral for people.
  static func contents(_ bytes: [UInt8]) { write(shown(bytes), to: .standardOutput) }

  /// Contents as they are printed.
  private static func shown(_ bytes: [UInt8]) -> [UInt8] {
    guard isShown else { return bytes }
    var text = VisibleText.of(bytes, keeping: .layout)
    if destination == .log { text = text.withoutCommands }
    return Array(text.utf8)
  }

  /// Prints a patch, with colours where standard output has them.
  static func patch(_ bytes: [UInt8]) { write(colouredPatch(bytes), to: .standardOutput) }

  /// Lets people look through a patch on a terminal, in the pager that their environment names.
  static func page(_ bytes: [UInt8]) async {
    let variables = ProcessInfo.processInfo.environment
    let text = colouredPatch(bytes)
    if let pager = Pager(variables), await pager.show(text, variables) { return }
    write(text, to: .standardOutput)
  }

  private static func colouredPatch(_ bytes: [UInt8]) -> [UInt8] {
    let bytes = shown(bytes)
    guard style.isColoured else { return bytes }
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    return Array(lines.map(style.patch).joined(separator: "\n").utf8)
  }

  /// Prints what is piped into other programs in CI too; neutral on a terminal alone.
  static func data(_ bytes: [UInt8]) {
    if destination == .terminal { contents(bytes) } else { write(bytes, to: .standardOutput) }
  }

  /// Prints a value as JSON.
  static func json(_ value: some Encodable) throws {
    write(try NeutralText.json(value), to: .standardOutput)
  }

  private static func write(_ text: String, to stream: FileHandle) {
    write(Array(text.utf8), to: stream)
  }

  /// Writes to standard output or standard error.
  ///
  /// Where nobody reads any more, as behind `| head -1`, the rest is left out; a result that cannot be
  /// written for another reason ends the program, so that it does not pass for a whole one. Where that
  /// happens to standard error there is nobody to tell.
  private static func write(_ bytes: [UInt8], to stream: FileHandle) {
    let status = write(bytes, to: stream.fileDescriptor)
    guard status != 0, status != EPIPE, stream.fileDescriptor == STDOUT_FILENO else { return }
    Ending.end(with: unwritten(status))
  }

  /// What to say where a result cannot be written, by the error number of `write(2)`.
  static func unwritten(_ status: Int32) -> BotError {
    BotError(
      "cannot write the result to standard output: \(String(cString: strerror(status)))",
      remedy: "write it elsewhere and run again; what was pushed stays pushed")
  }

  /// Shows how far something is, on standard error.
  static func progress(_ text: String) { write(text, to: .standardError) }

  /// Writes everything: `write(2)`.
  ///
  /// - Returns: 0, or an error number.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var writable = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&writable, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }

  /// Reads the file of a live source, or standard input for `-`.
  static func source(_ path: String, of option: String) throws(BotError) -> LiveAnswer {
    if path == "-" {
      let bytes = Array(FileHandle.standardInput.readDataToEndOfFile())
      return LiveAnswer(name: "standard input", texts: [bytes])
    }
    return LiveAnswer(
      name: path,
      texts: [
        try localFile(
          path, relativeTo: FileManager.default.currentDirectoryPath, option: option)
      ])
  }
}
