import Foundation
import TestSupport

/// What the owner of the repository does to it.
extension Remote {
  /// The example with manifests left as the authors wrote them, for what is about rewriting alone.
  static func unwired() async throws -> Remote {
    let remote = try await example()
    try await remote.commit("Leave manifests alone") {
      try $0.replace("\"wiring\": \"auto\"", with: "\"wiring\": \"none\"", in: "bot.config.json")
    }
    return remote
  }

  /// Changes files in a working copy, commits and pushes.
  ///
  /// - Parameters:
  ///   - message: The commit's.
  ///   - branch: The branch to commit on; it is made when it is not there.
  ///   - change: Gets the working copy.
  /// - Throws: `TestSupportError` when `git` fails.
  func commit(
    _ message: String, on branch: String = "main", _ change: (WorkingCopy) throws -> Void
  ) async throws {
    let copy = try await workingCopy()
    try await git("checkout", "--quiet", "-B", branch, try await start(of: branch), in: copy.path)
    try change(copy)
    try await git("add", "--all", in: copy.path)
    try await git("commit", "--quiet", "-m", message, in: copy.path)
    try await git("push", "--quiet", "origin", branch, in: copy.path)
  }

  /// Merges the bot's branch into `main`.
  ///
  /// - Parameter how: The kind of merge.
  /// - Throws: `TestSupportError` when `git` fails.
  func merge(_ how: Merging = .mergeCommit) async throws {
    let copy = try await workingCopy()
    let branch = "origin/gitops-bot/sync"
    switch how {
    case .mergeCommit:
      try await git("merge", "--quiet", "--no-ff", "-m", "Merge", branch, in: copy.path)
    case .squash:
      try await git("merge", "--quiet", "--squash", branch, in: copy.path)
      try await git("commit", "--quiet", "-m", "Squashed", in: copy.path)
    case .rebase: try await git("cherry-pick", "main..\(branch)", in: copy.path)
    }
    try await git("push", "--quiet", "origin", "main", in: copy.path)
  }

  /// Removes the bot's branch, as many servers do after a merge.
  func removeBranch() async throws {
    try await git("update-ref", "-d", "refs/heads/gitops-bot/sync", in: path)
  }

  /// Clones the repository with its working files.
  func workingCopy() async throws -> WorkingCopy {
    let folder = try TemporaryFolder()
    try await git("clone", "--quiet", path, folder.path("copy"))
    return WorkingCopy(folder: folder)
  }

  /// Makes a server hook that declines.
  ///
  /// - Parameters:
  ///   - name: `pre-receive` or `update`.
  ///   - script: What follows the interpreter's line.
  /// - Throws: What Foundation throws.
  func addHook(_ name: String, _ script: String) throws {
    let hook = "\(path)/hooks/\(name)"
    try FileManager.default.createDirectory(
      atPath: "\(path)/hooks", withIntermediateDirectories: true)
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: hook))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
  }

  private func start(of branch: String) async throws -> String {
    let known = try await runGit(["rev-parse", "--verify", "--quiet", branch], in: path)
    return known.status == 0 ? "origin/\(branch)" : "origin/HEAD"
  }
}
