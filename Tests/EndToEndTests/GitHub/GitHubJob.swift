import Foundation
import TestSupport

/// The job of `.github/workflows/gitops-bot.yml`, rehearsed with what GitHub gives it.
struct GitHubJob {
  /// What happened.
  struct Result {
    var status: Int32
    var log: String
    var outputs: String
    var summary: String
    /// What `gh` was asked for, with the bodies that it was given.
    var requests: String
    /// The servers that `gh` was told to ask.
    var hosts: String
  }

  let remote: Remote
  let repository = "acme/infrastructure"
  /// The repository's variables, as its owner set them.
  var variables: [String: String] = [:]
  /// The server that the job runs on; nil for the one that has `remote`.
  var server: String?
  /// What GitHub tells of where the action came from.
  var actionRepository = "gitops-bot/gitops-bot"
  var actionRef = "v9.8.7"
  /// Where the action lies on the runner.
  var actionPath = Remote.project
  /// Where programs are looked for; nil for ours and the machine's.
  var path: String?

  /// A server with `remote` as `acme/infrastructure`, and a `gh` that knows no issue yet.
  ///
  /// In the folder `gh`, `issues.json` is what it lists, `login` who its token acts as, `releases` has
  /// what it downloads, and `refuses` is a pattern of what it fails at.
  init(_ remote: Remote) throws {
    self.remote = remote
    try remote.folder.makeFolder("acme")
    try FileManager.default.createSymbolicLink(
      atPath: remote.folder.path("acme/infrastructure"), withDestinationPath: remote.path)
    try remote.folder.write(GitHubJob.gh, to: "bin/gh", executable: true)
    try remote.folder.write("[]", to: "gh/issues.json")
    try remote.folder.write("github-actions[bot]\n", to: "gh/login")
    try remote.folder.makeFolder("runner")
  }

  /// Runs the job for an event.
  ///
  /// - Parameters:
  ///   - event: Its name.
  ///   - payload: The JSON that comes with it.
  ///   - inputs: What the action is given besides; by default the program under test.
  /// - Returns: What happened; nil where the job's condition leaves the event out.
  /// - Throws: `TestSupportError` when the workflow or the action cannot be read.
  func run(
    _ event: String, payload: String, inputs: [String: String]? = nil
  ) async throws -> Result? {
    let workflow = try GitHubFile(".github/workflows/gitops-bot.yml")
    var contexts = try contexts(event, payload: payload)
    guard try GitHubExpression.value(workflow.folded("if: >-"), in: .object(contexts)).isTrue else {
      return nil
    }
    var environment = try workflow.entries("env:").mapValues {
      try GitHubExpression.filled($0, in: .object(contexts))
    }
    let given = try workflow.entries("with:").mapValues {
      try GitHubExpression.filled($0, in: .object(contexts))
    }
    let action = try GitHubFile("action.yml")
    let own = try inputs ?? ["binary": Bot.program()]
    let all = try action.defaults()
      .mapValues { try GitHubExpression.filled($0, in: .object(contexts)) }
      .merging(given) { $1 }.merging(own) { $1 }
    contexts["inputs"] = .object(all.mapValues(GitHubValue.text))
    environment.merge(
      try action.entries("env:").mapValues {
        try GitHubExpression.filled($0, in: .object(contexts))
      }
    ) { $1 }
    return try await run(event, payload: payload, environment)
  }

  private func contexts(_ event: String, payload: String) throws -> [String: GitHubValue] {
    let payload = try JSONDecoder().decode(GitHubValue.self, from: Data(payload.utf8))
    let github: [String: GitHubValue] = [
      "event_name": .text(event), "event": payload, "repository": .text(repository),
      "ref_name": .text("main"), "server_url": .text(serverAddress),
      "token": .text("ghs_rehearsal"), "action_repository": .text(actionRepository),
      "action_ref": .text(actionRef),
    ]
    return [
      "github": .object(github), "inputs": payload["inputs"],
      "vars": .object(variables.mapValues(GitHubValue.text)),
    ]
  }

  private var serverAddress: String { server ?? "file://\(remote.folder.path)" }

  private func run(
    _ event: String, payload: String, _ environment: [String: String]
  ) async throws -> Result {
    let folder = remote.folder
    var variables: [String: String?] = [
      "HOME": "/nonexistent", "RUNNER_TEMP": folder.path("runner"), "GITHUB_ACTIONS": "true",
      "GITHUB_EVENT_NAME": event, "GITHUB_REPOSITORY": repository,
      "GITHUB_SERVER_URL": serverAddress, "GITHUB_ACTION_PATH": actionPath,
      "GITHUB_EVENT_PATH": try folder.write(payload, to: "runner/event.json"),
      "GITHUB_OUTPUT": try folder.write("", to: "runner/output"),
      "GITHUB_STEP_SUMMARY": try folder.write("", to: "runner/summary"),
      "PATH": path
        ?? "\(folder.path("bin")):\(ProcessInfo.processInfo.environment["PATH"] ?? "/bin")",
      "REQUESTS": try folder.write("", to: "runner/requests"),
      "HOSTS": try folder.write("", to: "runner/hosts"), "CLIENT": folder.path("gh"),
    ]
    for (name, value) in environment { variables[name] = value }
    let result = try await TestSupport.run(
      "bash", ["-c", "\"$GITHUB_ACTION_PATH/scripts/action\""], in: folder.path,
      environment: variables)
    return Result(
      status: result.status, log: result.output + result.errorOutput,
      outputs: try text("output"), summary: try text("summary"), requests: try text("requests"),
      hosts: try text("hosts"))
  }

  /// A `PATH` with the machine's programs, as far as the action calls them, and ours but `gh`.
  func pathWithoutClient() async throws -> String {
    let folder = remote.folder
    try folder.makeFolder("programs")
    let names = [
      "awk", "bash", "cat", "cp", "dirname", "env", "git", "grep", "gzip", "head", "id",
      "mktemp", "rm", "sed", "sha256sum", "sh", "tar", "touch", "tr", "uname",
    ]
    let ours = try FileManager.default.contentsOfDirectory(atPath: folder.path("bin"))
    for name in names where !ours.contains(name) {
      let found = try await TestSupport.run("sh", ["-c", "command -v \(name)"])
      try FileManager.default.createSymbolicLink(
        atPath: folder.path("programs/\(name)"),
        withDestinationPath: found.output.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    for name in ours where name != "gh" {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path("programs/\(name)"), withDestinationPath: folder.path("bin/\(name)"))
    }
    return folder.path("programs")
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try remote.folder.read("runner/\(name)"), as: UTF8.self)
  }

  /// Writes down what it is asked for, and answers what GitHub would.
  private static let gh = """
    #!/usr/bin/env bash
    printf '%s\\n' "gh $*" >>"$REQUESTS"
    printf '%s\\n' "$GH_HOST" >>"$HOSTS"
    if [ -f "$CLIENT/refuses" ] && grep -q -f "$CLIENT/refuses" <<<"$*"; then exit 1; fi
    filter=.
    folder=.
    for argument in "$@"; do
      case "$last" in
      --jq) filter=$argument ;;
      --dir) folder=$argument ;;
      esac
      case "$argument" in body=@*) cat "${argument#body=@}" >>"$REQUESTS" ;; esac
      last=$argument
    done
    case "$*" in
    *.is_template*) echo false ;;
    *graphql*) cat "$CLIENT/login" ;;
    *'issues?state=open'*) jq --raw-output "$filter" "$CLIENT/issues.json" ;;
    *POST*) echo "issue: https://github.com/acme/infrastructure/issues/1" ;;
    *'release download'*) cp "$CLIENT"/releases/* "$folder" ;;
    esac
    """
}
