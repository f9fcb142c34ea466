internal import BotCore
internal import Foundation
internal import Subprocess

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The program in which people look through long text on a terminal: that of `GIT_PAGER` or `PAGER`, else `less`.
struct Pager {
  /// A command for `sh`.
  let command: String

  /// The pager of an environment; nil where it says that there is none (an empty text, or `cat`).
  ///
  /// Source: git-var(1), `GIT_PAGER`; of Git's configuration nothing is read.
  init?(_ variables: [String: String]) {
    command = variables["GIT_PAGER"] ?? variables["PAGER"] ?? "less"
    if ["", "cat"].contains(command.trimmingCharacters(in: .whitespaces)) { return nil }
  }

  /// Shows text, and returns once it was looked at.
  ///
  /// - Returns: Whether the pager could be started; nothing was shown where it could not.
  func show(_ text: [UInt8], _ variables: [String: String]) async -> Bool {
    var environment = GitOpsBot.withoutCredentials(variables)
    // As Git has it: the text stays where it fits on the screen, colours are shown.
    for (name, value) in [("LESS", "FRX"), ("LV", "-c")] where environment[name] == nil {
      environment[name] = value
    }
    // Who interrupts the pager does not mean this program.
    let interrupted = signal(SIGINT, SIG_IGN)
    defer { signal(SIGINT, interrupted) }
    let keys = environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
    // Most pagers end before they have read everything, which Subprocess takes for a fault of this program where it
    // writes to them.
    let result = try? await GitOpsBot.withTemporaryFile(holding: text) { file in
      try? await Subprocess.run(
        .name("sh"), arguments: ["-c", "{ \(command)\n} <\"$0\"", file],
        environment: .custom(Dictionary(uniqueKeysWithValues: keys)), input: .none,
        output: .currentStandardOutput, error: .currentStandardError)
    }
    // The shell's word for what it cannot find or start.
    guard let status = result?.terminationStatus else { return false }
    guard case .exited(let code) = status else { return true }
    return ![126, 127].contains(code)
  }
}
