import TestSupport
import Testing

/// What is read of a clone on this machine, and what is said of the rest.
@Suite struct CloneReadingTests {
  /// A clone with a commit and a file that only it has.
  private func clone(of remote: Remote) async throws -> WorkingCopy {
    let copy = try await remote.workingCopy()
    try copy.append("\nport: 1\n", to: "manifests/my-cluster/site.yaml")
    try await git("commit", "--quiet", "--all", "-m", "Mine", in: copy.path)
    try copy.write("new\n", to: "manifests/new.yaml")
    return copy
  }

  @Test("a plan in a clone names the commit that it read, and what of the clone it did not read")
  func unread() async throws {
    let remote = try await Remote.holding(BadInput.sound)
    let copy = try await clone(of: remote)
    let id = try await remote.id("main").prefix(12)

    let plan = try await Bot.run(["plan"], in: copy.path)

    #expect(plan.output.contains("  read: \(remote.path) at \(id)\n"), "\(plan.output)")
    #expect(
      plan.output.contains(
        "  not read: 1 commit of main that is not pushed, 1 file that is not committed\n"))
    #expect(!plan.output.contains("+port: 1"))
    let other = try await Bot.run(["plan", remote.url])
    #expect(!other.output.contains("read: "))
  }

  @Test("the branch that is checked out is named where another one is read")
  func otherBranch() async throws {
    let remote = try await Remote.holding(BadInput.sound)
    let copy = try await remote.workingCopy()
    try await git("checkout", "--quiet", "-b", "gitops-bot/sync", in: copy.path)

    let run = try await Bot.run(["run"], in: copy.path)

    #expect(run.status == 0, "\(run.errorOutput)")
    #expect(
      run.output.contains("  not read: the branch gitops-bot/sync, which is checked out\n"),
      "\(run.output)")
    let json = try await Bot.run(["plan", "--output", "json"], in: copy.path)
    #expect(json.output.contains("\"unread\" : ["))
  }

  @Test("what is not pushed can be planned, and pushes nothing")
  func unpushed() async throws {
    let remote = try await Remote.holding(BadInput.sound)
    let copy = try await clone(of: remote)
    try await git("checkout", "--quiet", "-b", "other", in: copy.path)
    let references = try await remote.references()
    let id = try await git("rev-parse", "HEAD", in: copy.path).prefix(12)

    for revision in ["other", "HEAD", String(id)] {
      let plan = try await Bot.run(["plan", "--ref", revision], in: copy.path)
      #expect(plan.status == 2, "\(plan.errorOutput)")
      #expect(plan.output.contains("against main\n  read: \(revision) of "), "\(plan.output)")
      #expect(plan.output.contains("copy at \(id)\n  not read: 1 file that is not committed\n"))
      #expect(plan.output.contains("port: 1\n"))
    }
    let absent = try await Bot.run(["plan", "--ref", "none"], in: copy.path)
    #expect(absent.status == 1 && absent.errorOutput.contains("none means no commit here"))
    let server = try await Bot.run(["plan", "--ref", "main", remote.url])
    #expect(server.status == 1 && server.errorOutput.contains("is not on this machine, --ref"))
    #expect(try await remote.references() == references)
  }

  @Test("a remote that is not there is an error, also where nothing would be pushed")
  func remotes() async throws {
    let remote = try await Remote.holding(BadInput.sound)
    let copy = try await remote.workingCopy()
    for (name, remedy) in [("orign", "did you mean origin?"), ("fork", "it has: origin")] {
      for arguments in [["run"], ["run", "--no-push"], ["plan"]] {
        let result = try await Bot.run(arguments + ["--remote", name], in: copy.path)
        #expect(result.status == 1)
        #expect(result.errorOutput.contains("has no remote \"\(name)\", --remote, \(remedy)"))
      }
    }
  }

  @Test("a partial clone is refused with the way out")
  func partial() async throws {
    let remote = try await Remote.holding(BadInput.sound)
    try await git("config", "uploadpack.allowFilter", "true", in: remote.path)
    let clone = remote.folder.path("partial")
    try await git("clone", "--quiet", "--filter=blob:none", remote.url, clone)
    let result = try await Bot.run(["run"], in: clone)
    #expect(result.status == 1)
    #expect(result.errorOutput.contains("is a partial clone"), "\(result.errorOutput)")
  }

  @Test("a repository that libgit2 does not read is called what it is")
  func otherFormat() async throws {
    let folder = try TemporaryFolder()
    try await git("init", "--quiet", "--object-format=sha256", folder.path("other"))
    for arguments in [
      ["run", folder.path("other")], ["check", folder.path("other")],
      ["plan", "file://" + folder.path("other")],
    ] {
      let result = try await Bot.run(arguments)
      #expect(result.status == 1)
      #expect(
        result.errorOutput.contains("uses ids of SHA-256, which libgit2 does not read"),
        "\(result.errorOutput)")
    }
  }

  @Test(
    "a configuration by another name or in another place is named",
    arguments: [
      "bot.config.yaml", ".github/bot.config.json", "gitops-bot.json", ".github/gitops-bot.yml",
    ])
  func misplaced(path: String) async throws {
    var files = BadInput.sound
    files[path] = files.removeValue(forKey: "bot.config.json")
    let remote = try await Remote.holding(files)
    let result = try await Bot.run(["run", remote.url])
    #expect(result.status == 1)
    #expect(result.errorOutput.contains("though there is \(path)"), "\(result.errorOutput)")
    #expect(
      result.errorOutput.contains("is called bot.config.json, is JSON, and stands at the root"))
  }

  @Test(
    "what is given for a configuration and is no file is called what it is",
    arguments: [
      ("/dev/null", "/dev/null is not a regular file"), (".", ". is a folder"),
      ("none.json", "there is no file none.json"),
    ])
  func noFile(path: String, message: String) async throws {
    let remote = try await Remote.holding(BadInput.sound)
    let result = try await Bot.run(["plan", "--config", path, remote.url])
    #expect(result.status == 1)
    #expect(result.errorOutput.contains("error: \(message), --config, "), "\(result.errorOutput)")
  }
}
