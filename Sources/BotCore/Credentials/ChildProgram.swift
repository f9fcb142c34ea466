internal import Foundation
internal import Subprocess

/// Another program of this machine, which sees none of the credentials that the bot was given.
struct ChildProgram {
  /// What it printed, and whether it says that it succeeded.
  struct Result {
    var isSuccess: Bool
    var output: String
    /// Its errors, without spaces and newlines around them.
    var errors: String
  }

  /// The name that `PATH` is searched for.
  let name: String
  private let environment: [String: String]
  /// What to do when it is missing.
  private let remedy: String

  /// - Parameters:
  ///   - name: The name that `PATH` is searched for.
  ///   - variables: The environment; credentials are taken out.
  ///   - additions: Variables on top.
  ///   - remedy: What to do when the program is missing.
  init(
    _ name: String, _ variables: [String: String], adding additions: [String: String] = [:],
    remedy: String
  ) {
    self.name = name
    self.remedy = remedy
    environment = Secrets(in: variables).removed(from: variables).merging(additions) { $1 }
  }

  /// Runs it to its end.
  ///
  /// - Parameters:
  ///   - arguments: What follows the name.
  ///   - input: What it reads.
  /// - Returns: What it did; at most 1 MiB of each stream.
  /// - Throws: BotError that names the program when it cannot be started.
  func run(_ arguments: [String], input: String = "") async throws(BotError) -> Result {
    let variables = environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
    do {
      let result = try await Subprocess.run(
        .name(name), arguments: Arguments(arguments),
        environment: .custom(Dictionary(uniqueKeysWithValues: variables)),
        input: .string(input), output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
      return Result(
        isSuccess: result.terminationStatus.isSuccess, output: result.standardOutput,
        errors: result.standardError.trimmingCharacters(in: .whitespacesAndNewlines))
    } catch {
      throw BotError("\(name) could not be run: \(error)", remedy: remedy)
    }
  }
}
