internal import Foundation
internal import Git
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

/// One of Git's credential helpers (gitcredentials(7)), asked through `git credential fill`.
struct CredentialHelper {
  /// What `credential.helper` would hold: a name, a path, or a command behind `!`.
  let helper: String
  /// The environment of the bot.
  let variables: [String: String]

  /// What the helper has for the server of `location`, which is reached over http; nil when it has
  /// nothing.
  ///
  /// - Throws: BotError when Git is missing.
  func credential(for location: Location) async throws(BotError) -> Credential? {
    guard let question = CredentialHelper.question(about: location) else { return nil }
    // An empty helper forgets those of configuration files, and an empty GIT_ASKPASS those programs
    // that would open a window (gitcredentials(7)).
    let git = ChildProgram(
      "git", variables, adding: ["GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": ""],
      remedy: "install Git, or do without --credential-helper")
    let result = try await git.run(
      ["-c", "credential.helper=", "-c", "credential.helper=\(helper)", "credential", "fill"],
      input: question)
    guard result.isSuccess else { return nil }
    return CredentialHelper.credential(in: result.output)
  }

  /// The lines that describe `location` (git-credential(1)); nil where a control character in it
  /// would make a line of its own.
  static func question(about location: Location) -> String? {
    guard let server = location.server,
      let scheme = location.address.text.firstRange(of: "://")
    else { return nil }
    let rest = location.address.text[scheme.upperBound...]
    let path = rest.firstIndex(of: "/").map { rest[rest.index(after: $0)...] } ?? ""
    var fields = [
      ("protocol", server.scheme), ("host", server.authority), ("path", String(path)),
    ]
    if let user = location.user { fields.append(("username", user)) }
    let isPlain = fields.allSatisfy { $0.1.unicodeScalars.allSatisfy { $0.value >= 0x20 } }
    return isPlain ? fields.map { "\($0)=\($1)\n" }.joined() + "\n" : nil
  }

  private static func credential(in answer: String) -> Credential? {
    var fields: [Substring: Substring] = [:]
    for line in answer.split(separator: "\n") {
      guard let sign = line.firstIndex(of: "=") else { continue }
      fields[line[..<sign]] = line[line.index(after: sign)...]
    }
    guard let user = fields["username"], let password = fields["password"] else { return nil }
    return .userPassword(user: String(user), password: String(password))
  }
}
