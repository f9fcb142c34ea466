import TestSupport
import Testing

/// The base branch is rewritten while a proposal is open.
@Suite struct RewrittenBaseTests {
  private static let configuration = """
    {"include": ["manifests/**"],
     "replacements": [{"kind": "domain", "from": "example.com", "to": "{{project.domain}}"}]}
    """
  private let secret = "manifests/secret.yaml"
  private let app = "manifests/app.yaml"

  /// A repository whose last commit holds what nobody should see, with an open proposal.
  private func leaked() async throws -> Remote {
    let remote = try await Remote.holding([
      "bot.config.json": Self.configuration,
      "infrastructure.config.json": "{\"project\": {\"domain\": \"acme.io\"}}\n",
      "manifests/app.yaml": "host: app.example.com\nlast: 1\n",
    ])
    try await remote.commit("Second") { try $0.write("more\n", to: "README.md") }
    try await remote.commit("Oops") { try $0.write("password: hunter2\n", to: secret) }
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    #expect(try await remote.paths(in: "gitops-bot/sync").contains(secret))
    return remote
  }

  /// How somebody takes the last commit out of the base branch.
  enum Way: CaseIterable {
    case dropped, amended, squashed
  }

  private func rewrite(
    _ remote: Remote, _ way: Way, _ change: (WorkingCopy) throws -> Void = { _ in }
  ) async throws {
    let copy = try await remote.workingCopy()
    switch way {
    case .dropped: try await git("reset", "--quiet", "--hard", "HEAD~1", in: copy.path)
    case .amended:
      try await git("rm", "--quiet", secret, in: copy.path)
      try copy.write("fine\n", to: "NOTES.md")
      try await git("add", "--all", in: copy.path)
      try await git("commit", "--quiet", "--amend", "-m", "Clean", in: copy.path)
    case .squashed:
      try await git("checkout", "--quiet", "--orphan", "fresh", in: copy.path)
      try await git("rm", "--quiet", "-f", "--ignore-unmatch", secret, in: copy.path)
      try await git("commit", "--quiet", "-m", "All of it", in: copy.path)
    }
    try change(copy)
    try await git("add", "--all", in: copy.path)
    try await git("commit", "--quiet", "--allow-empty", "-m", "Go on", in: copy.path)
    try await git("push", "--quiet", "--force", "origin", "HEAD:main", in: copy.path)
  }

  /// Subjects of what the branch has and the base branch lacks.
  private func subjects(_ remote: Remote) async throws -> [String] {
    try await git("log", "--reverse", "--format=%s", "main..gitops-bot/sync", in: remote.path)
      .split(separator: "\n").map(String.init)
  }

  private func expectClean(_ remote: Remote, _ people: [String] = []) async throws {
    #expect(try await !remote.paths(in: "gitops-bot/sync").contains(secret))
    #expect(try await subjects(remote).dropFirst() == people[...])
    for name in ["gitops-bot/sync", "refs/gitops-bot/rendered", "refs/gitops-bot/finished"] {
      guard try await remote.references().contains(name) else { continue }
      let history = try await git("log", "--format=%H", name, "--", secret, in: remote.path)
      #expect(history.isEmpty, "\(name)")
    }
  }

  @Test(
    "what is taken out of the base branch leaves the open proposal too",
    arguments: Way.allCases, [false, true])
  func madeAnew(_ way: Way, withValue: Bool) async throws {
    let remote = try await leaked()
    try await rewrite(remote, way) {
      if withValue {
        try $0.replace("acme.io", with: "acme.dev", in: "infrastructure.config.json")
      }
    }

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    #expect(result.output.hasPrefix("proposed: "), "\(result.output)")
    try await expectClean(remote)
    let text = try await remote.text(app, in: "gitops-bot/sync")
    #expect(text.contains(withValue ? "app.acme.dev" : "app.acme.io"))
    let again = try await Bot.run(["run", remote.url])
    #expect(again.output.hasPrefix("unchanged: "), "\(again.output)\(again.errorOutput)")
  }

  @Test("people's commits on the proposal go along to the new base branch", arguments: Way.allCases)
  func people(_ way: Way) async throws {
    let remote = try await leaked()
    try await remote.commit("By hand", on: "gitops-bot/sync") { try $0.append("own: 1\n", to: app) }
    try await rewrite(remote, way)

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    try await expectClean(remote, ["By hand"])
    #expect(try await remote.text(app, in: "gitops-bot/sync").hasSuffix("own: 1"))

    // Rewritten once more, before anybody has merged.
    try await rewrite(remote, .squashed)
    let second = try await Bot.run(["run", remote.url])
    #expect(second.status == 0, "\(second.output)\(second.errorOutput)")
    try await expectClean(remote, ["By hand"])
  }

  /// Merges the base branch into the proposal, adds a person's commit, and rewrites the base branch.
  private func updated(_ message: String?) async throws -> Remote {
    let remote = try await leaked()
    try await remote.commit("Another secret") { try $0.append("token: hunter3\n", to: secret) }
    let copy = try await remote.workingCopy()
    try await git("checkout", "--quiet", "gitops-bot/sync", in: copy.path)
    let subject = message.map { ["-m", $0] } ?? ["--no-edit"]
    #expect(try await runGit(["merge"] + subject + ["origin/main"], in: copy.path).status == 0)
    try copy.append("own: 1\n", to: app)
    try await git("commit", "--quiet", "--all", "-m", "By hand", in: copy.path)
    try await git("push", "--quiet", "origin", "gitops-bot/sync", in: copy.path)
    try await rewrite(remote, .squashed)
    return remote
  }

  @Test("a base branch that was merged into the proposal does not come back with it")
  func mergedBefore() async throws {
    let remote = try await updated(nil)
    let result = try await Bot.run(["run", remote.url])
    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    try await expectClean(remote, ["By hand"])
  }

  @Test(
    "a merge of which nobody can tell what it brought leaves the branch alone, and that is said")
  func unclear() async throws {
    let remote = try await updated("Update")
    let references = try await remote.references()
    let result = try await Bot.run(["run", remote.url])
    #expect(result.status == 1, "\(result.output)")
    #expect(result.errorOutput.contains("Update") && result.errorOutput.contains("rewritten since"))
    #expect(try await remote.references() == references)
  }

  @Test("who rebases the proposal onto the new base branch keeps it")
  func rebased() async throws {
    let remote = try await leaked()
    try await remote.commit("By hand", on: "gitops-bot/sync") { try $0.append("own: 1\n", to: app) }
    let old = try await remote.id("main")
    try await rewrite(remote, .amended)
    let copy = try await remote.workingCopy()
    try await git("checkout", "--quiet", "gitops-bot/sync", in: copy.path)
    try await git("rebase", "--quiet", "--onto", "origin/main", old, in: copy.path)
    try await git("push", "--quiet", "--force", "origin", "gitops-bot/sync", in: copy.path)

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    try await expectClean(remote, ["By hand"])
  }

  @Test(
    "a base branch rewritten with nothing left to propose leaves no branch for anybody to merge unawares"
  )
  func nothingLeft() async throws {
    let remote = try await leaked()
    try await rewrite(remote, .squashed) { try $0.write("{}\n", to: "bot.config.json") }
    let result = try await Bot.run(["run", remote.url])
    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    #expect(result.output.contains("outdated-proposal"), "\(result.output)")
  }
}
