internal import BotCore
internal import Foundation
internal import Providers

/// Words of the program and of others as they may be printed: nothing in them steers a terminal, commands a CI
/// server, or repeats a credential.
struct NeutralText {
  /// The credentials of this process, for want of a better place where a message loses them.
  let credentials: GivenCredentials
  /// Whether a CI server reads what is printed.
  let isLog: Bool

  /// Makes one line of words, with its end.
  ///
  /// - Parameters:
  ///   - text: The line, with whatever others put into it.
  ///   - kept: What of the line is left as it is.
  ///   - isLog: Whether it goes to a log although nothing says so.
  /// - Returns: The line as it may be printed.
  func line(
    _ text: String, keeping kept: VisibleText.Kept = .nothing, isLog: Bool = false
  ) -> String {
    neutral(VisibleText.of(text, keeping: kept), isLog: isLog) + "\n"
  }

  /// Words of one or more lines, without an end.
  func words(_ text: String, isLog: Bool = false) -> String {
    neutral(VisibleText.of(text, keeping: .lines), isLog: isLog)
  }

  /// A workflow command of GitHub Actions, whose own parts are escaped, with the end of its line.
  func command(_ text: String) -> String { credentials.redacted(VisibleText.of(text)) + "\n" }

  /// Every problem as `error: what, where, what to do`, a line each: the one form of errors.
  func error(_ error: BotError) -> String {
    error.problems.map { problem in
      let parts = [problem.message, VisibleText.of(problem.location), problem.remedy]
      return words("error: " + parts.filter { !$0.isEmpty }.joined(separator: ", ")) + "\n"
    }.joined()
  }

  /// A value as JSON with sorted keys, in which whatever would not show, or act in a log, is written as an
  /// escape: it stays the same JSON.
  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return VisibleText.json(try encoder.encode(value)) + "\n"
  }

  private func neutral(_ text: String, isLog: Bool) -> String {
    let text = credentials.redacted(text)
    return isLog || self.isLog ? text.withoutCommands : text
  }
}
