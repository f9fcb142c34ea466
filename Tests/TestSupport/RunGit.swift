/// What `git` sees instead of the configuration and identity of whoever runs the tests.
public let gitEnvironment: [String: String?] = [
  "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
  "GIT_AUTHOR_NAME": "Test", "GIT_AUTHOR_EMAIL": "test@example.org",
  "GIT_AUTHOR_DATE": "2024-01-02T03:04:05Z", "GIT_COMMITTER_NAME": "Test",
  "GIT_COMMITTER_EMAIL": "test@example.org", "GIT_COMMITTER_DATE": "2024-01-02T03:04:05Z",
  "GIT_DIR": nil, "GIT_WORK_TREE": nil, "GIT_INDEX_FILE": nil, "GIT_SSH_COMMAND": nil,
]

/// Runs `git` with an environment of its own, whatever its exit code.
///
/// - Parameters:
///   - arguments: What follows `git`.
///   - folder: Where it runs.
///   - environment: Variables on top.
///   - input: What it reads.
/// - Returns: Its exit code and what it printed.
/// - Throws: `TestSupportError` when `git` is missing.
public func runGit(
  _ arguments: [String], in folder: String? = nil, environment: [String: String?] = [:],
  input: [UInt8] = []
) async throws -> ProgramResult {
  try await run(
    "git", ["-c", "init.defaultBranch=main"] + arguments, in: folder,
    environment: gitEnvironment.merging(environment) { $1 }, input: input)
}

/// Runs `git` with an environment of its own, and expects success.
///
/// - Parameters:
///   - arguments: What follows `git`.
///   - folder: Where it runs.
///   - environment: Variables on top.
///   - input: What it reads.
/// - Returns: What it printed, without the last newlines.
/// - Throws: `TestSupportError` with what it printed when it fails.
@discardableResult
public func git(
  _ arguments: String..., in folder: String? = nil, environment: [String: String?] = [:],
  input: [UInt8] = []
) async throws -> String {
  let result = try await runGit(arguments, in: folder, environment: environment, input: input)
  guard result.status == 0 else {
    throw TestSupportError(
      "git \(arguments.joined(separator: " ")): exit \(result.status)\n\(result.errorOutput)")
  }
  var text = result.output[...]
  while text.last == "\n" { text.removeLast() }
  return String(text)
}
