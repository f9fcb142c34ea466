import TestSupport
import Testing

@Suite struct AttackTests {
  @Test("the table of attacks is as long as it is said to be, and no row stands twice")
  func table() {
    #expect(Attack.all.count >= 120)
    #expect(Set(Attack.all.map(\.testDescription)).count == Attack.all.count)
  }

  @Test(
    "an attack loses nobody's references, shows no secret, and comes to what the table says",
    arguments: Attack.all)
  func attack(_ attack: Attack) async throws {
    let site = try await AttackSite()
    try await attack.plant(site)
    let before = try await site.state()

    let temporary = try TemporaryFolder()
    let result = try await Bot.run(
      attack.arguments.map { site.filled($0) }, in: site.own,
      environment: attack.environment.mapValues { site.filled($0) }.merging([
        "TMPDIR": temporary.path
      ]) { $1 })

    let text = result.output + result.errorOutput
    #expect(result.status == attack.outcome.status, "\(text)")
    for word in attack.outcome.words { #expect(text.contains(word), "\(word): \(text)") }
    for word in attack.outcome.absent { #expect(!text.contains(word), "\(word): \(text)") }
    #expect(!text.contains(AttackSite.secret), "\(text)")
    #expect(text.unicodeScalars.allSatisfy(Self.isNeutral), "\(text.debugDescription)")
    #expect(FolderContents(of: temporary.path).count == 0)
    try site.runVerifications()
    let after = try await site.state()
    #expect(before.differences(from: after) == [])
    try await git("fsck", "--no-dangling", in: site.origin)
    if attack.outcome.isUndisturbed {
      let proposed = try await git("rev-parse", "gitops-bot/sync^{tree}", in: site.origin)
      #expect(try await site.files(of: proposed) == AttackSite.undisturbed())
    }
  }

  /// Whether a terminal shows it and does nothing else.
  private static func isNeutral(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: true
    case 0..<0x20, 0x7F..<0xA0, 0x200C...0x200F, 0x202A...0x202E, 0x2066...0x2069: false
    default: true
    }
  }
}

/// What every command leaves alone.
@Suite struct UntouchedTests {
  @Test(
    "no command changes a reference but the bot's own, HEAD, the index or a working file",
    arguments: [
      ["run", "."], ["run", ".", "--recheck"], ["run", ".", "--dry-run"],
      ["run", ".", "--no-push"],
      ["run", ".", "--only", "static"], ["run", ".", "--set", "project.domain=other.io"],
      ["run", ".", "--adopt", "main"], ["plan", "."], ["plan", ".", "--output", "json"],
      ["check", "."], ["check", ".", "--output", "sarif"], ["preview", "manifests"],
      ["configmap", "."], ["undo", "."], ["undo", ".", "--dry-run"],
      ["undo", ".", "--show", "manifests/chat.yaml"], ["decline", "."], ["run", "{origin}"],
      ["plan", "{origin}"], ["check", "{origin}"], ["undo", "{origin}"], ["decline", "{origin}"],
    ],
    [false, true])
  func command(_ arguments: [String], isSettled: Bool) async throws {
    let site = try await AttackSite()
    if isSettled { try await site.settle() }
    let open = try await Bot.run(["run", ".", "--set", "project.domain=new.io"], in: site.own)
    #expect(open.status == 0, "\(open.errorOutput)")
    let before = try await site.state()
    let result = try await Bot.run(arguments.map { site.filled($0) }, in: site.own)
    #expect([0, 1, 2].contains(result.status), "\(result.errorOutput)")
    #expect(before.differences(from: try await site.state()) == [])
    let others = try await git("for-each-ref", "--format=%(refname)", in: site.own)
      .split(separator: "\n").filter { $0.hasPrefix("refs/gitops-bot/outgoing") }
    #expect(others.isEmpty)
  }
}
