import Foundation
import TestSupport

/// The program under test, run as a user runs it.
enum Bot {
  /// Runs `gitops-bot` with none of this machine's tokens, keys and values.
  ///
  /// - Parameters:
  ///   - arguments: What follows the name.
  ///   - folder: Where it runs.
  ///   - environment: Variables on top.
  ///   - file: Is given the number of its process.
  /// - Returns: Its exit code and what it printed.
  /// - Throws: `TestSupportError` with the path where the program should be.
  static func run(
    _ arguments: [String], in folder: String? = nil, environment: [String: String?] = [:],
    writingItsNumberTo file: String? = nil
  ) async throws -> ProgramResult {
    // The servers of tests run in this process, where other tests may keep them waiting.
    // No folder of that name can be made, by root either.
    var variables: [String: String?] = ["HOME": "/dev/null/home"]
    for name in ProcessInfo.processInfo.environment.keys where isOurs(name) {
      variables[name] = .some(nil)
    }
    variables["GITOPS_BOT_HTTP_TIMEOUT"] = "1200"
    var command = [try program()] + arguments
    if let file {
      command = ["/bin/sh", "-c", #"echo $$ >"$0"; exec "$@""#, file] + command
    }
    return try await TestSupport.run(
      command[0], Array(command.dropFirst()), in: folder,
      environment: variables.merging(environment) { $1 })
  }

  /// The same on a terminal of `columns`: what it would show, its line ends as it has them.
  ///
  /// `script(1)` opens it, which belongs to the essential packages of Debian and to macOS.
  static func runOnTerminal(
    _ arguments: [String], in folder: String? = nil, columns: Int = 80,
    environment: [String: String?] = [:]
  ) async throws -> String {
    let variables = environment.merging(["TERM": "xterm"]) { given, _ in given }
    let call = ([try program()] + arguments).map { "'\($0)'" }.joined(separator: " ")
    let command = "stty columns \(columns) rows 24; \(call); echo \"exit $?\""
    #if os(Linux)
    let script = ["-q", "-e", "-c", command, "/dev/null"]
    #else
    let script = ["-q", "/dev/null", "/bin/sh", "-c", command]
    #endif
    var own: [String: String?] = ["HOME": "/dev/null/home"]
    for name in ProcessInfo.processInfo.environment.keys where isOurs(name) {
      own[name] = .some(nil)
    }
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "PAGER", "GIT_PAGER", "LESS"] {
      own[name] = .some(nil)
    }
    return try await TestSupport.run(
      "script", script, in: folder, environment: own.merging(variables) { $1 }
    ).output
  }

  private static func isOurs(_ name: String) -> Bool {
    [
      "GITOPS_BOT_", "GITHUB_", "GH_", "GITLAB_", "GITEA_", "FORGEJO_", "DIGITALOCEAN_",
      "SSH_", "CI", "TF_BUILD", "TEAMCITY_", "JENKINS_", "BUILDKITE",
    ].contains { name.hasPrefix($0) }
  }

  /// The program beside the test bundle, since both are products of one build.
  ///
  /// `GITOPS_BOT_TEST_PROGRAM` names another.
  static func program() throws -> String {
    if let path = ProcessInfo.processInfo.environment["GITOPS_BOT_TEST_PROGRAM"] { return path }
    let bundles = Bundle.allBundles.map(\.bundlePath).filter { $0.hasSuffix(".xctest") }
    let tests = bundles + CommandLine.arguments.prefix(1)
    let candidates = tests.map {
      URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent("gitops-bot").path
    }
    guard let program = candidates.first(where: FileManager.default.isExecutableFile(atPath:))
    else {
      throw TestSupportError(
        "the program under test is missing at \(candidates.joined(separator: " and "))")
    }
    return program
  }
}
