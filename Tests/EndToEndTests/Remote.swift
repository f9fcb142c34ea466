import Foundation
import TestSupport

/// A bare repository as a server holds it, with a folder of its own around it.
struct Remote: Sendable {
  /// The folder that goes with the last owner of this value.
  let folder: TemporaryFolder

  /// The bare repository.
  let path: String

  /// The repository as the bot is told of it.
  var url: String { "file://\(path)" }

  /// The root of this project.
  static let project = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// Makes one from Examples/template and the sample configuration.
  ///
  /// - Parameter path: Where, when not in the folder.
  /// - Returns: The repository, with one commit on `main`.
  /// - Throws: `TestSupportError` with what the script printed.
  static func example(at path: String? = nil) async throws -> Remote {
    let folder = try TemporaryFolder()
    let remote = Remote(folder: folder, path: path ?? folder.path("remote.git"))
    let made = try await run("\(project)/scripts/make-example", [remote.path])
    guard made.status == 0 else { throw TestSupportError("make-example: \(made.errorOutput)") }
    return remote
  }

  /// Makes one with the given files.
  ///
  /// - Parameter files: Texts by path.
  /// - Returns: The repository, with one commit on `main`.
  /// - Throws: `TestSupportError` when `git` fails.
  static func holding(_ files: [String: String]) async throws -> Remote {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(text, to: "work/\(name)") }
    let work = try folder.makeFolder("work")
    try await git("init", "--quiet", in: work)
    try await git("add", "--all", in: work)
    try await git("commit", "--quiet", "--allow-empty", "-m", "Start", in: work)
    let remote = Remote(folder: folder, path: folder.path("remote.git"))
    try await git("clone", "--quiet", "--bare", work, remote.path)
    try await git("remote", "remove", "origin", in: remote.path)
    return remote
  }

  /// Every reference with the id that it has.
  ///
  /// Without the marks of decided states, which each run moves.
  func references() async throws -> String {
    try await git("for-each-ref", in: path).split(separator: "\n")
      .filter { !$0.contains("refs/gitops-bot/settled/") }.joined(separator: "\n")
  }

  /// The id that a revision names.
  func id(_ revision: String) async throws -> String {
    try await git("rev-parse", "--verify", "--quiet", revision, in: path)
  }

  /// The text of a file in a revision, without its last newlines.
  func text(_ name: String, in revision: String) async throws -> String {
    try await git("cat-file", "blob", "\(revision):\(name)", in: path)
  }

  /// The bytes of a file in a revision.
  func bytes(_ name: String, in revision: String) async throws -> [UInt8] {
    let result = try await runGit(["cat-file", "blob", "\(revision):\(name)"], in: path)
    guard result.status == 0 else { throw TestSupportError(result.errorOutput) }
    return result.standardOutput
  }

  /// The paths of all files in a revision.
  func paths(in revision: String) async throws -> [String] {
    try await git("ls-tree", "-r", "--name-only", "-z", revision, in: path)
      .split(separator: "\0").map(String.init)
  }

  /// How many objects the repository holds, loose ones and those in packs.
  func objectCount() async throws -> String {
    let lines = try await git("count-objects", "-v", in: path).split(separator: "\n")
    return lines.filter { $0.hasPrefix("count:") || $0.hasPrefix("in-pack:") }
      .joined(separator: " ")
  }
}
