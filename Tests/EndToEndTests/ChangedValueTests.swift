import TestSupport
import Testing

@Suite struct ChangedValueTests {
  /// A repository whose first proposal was merged.
  private func settled(_ how: Merging = .mergeCommit) async throws -> Remote {
    let remote = try await Remote.example()
    let first = try await Bot.run(["run", remote.url])
    #expect(first.status == 0, "\(first.errorOutput)")
    try await remote.merge(how)
    try await remote.removeBranch()
    return remote
  }

  private func changeDomain(_ copy: WorkingCopy) throws {
    try copy.replace("\"acme.io\"", with: "\"acme.dev\"", in: "infrastructure.config.json")
  }

  /// The added and removed lines of the proposal, without file names.
  private func changedLines(_ remote: Remote) async throws -> (removed: [String], added: [String]) {
    let patch = try await git(
      "diff", "--unified=0", "main", "gitops-bot/sync", "--", ":!gitops-bot.lock.json",
      in: remote.path)
    let lines = patch.split(whereSeparator: \.isNewline).filter {
      !$0.hasPrefix("---") && !$0.hasPrefix("+++")
    }
    return (
      lines.filter { $0.hasPrefix("-") }.map { String($0.dropFirst()) },
      lines.filter { $0.hasPrefix("+") }.map { String($0.dropFirst()) }
    )
  }

  @Test(
    "a changed domain is proposed alone, whichever button merged the first proposal",
    arguments: Merging.allCases)
  func changesThatOnly(_ how: Merging) async throws {
    let remote = try await settled(how)
    try await remote.commit("Move to acme.dev", changeDomain)

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 0, "\(result.errorOutput)")
    let (removed, added) = try await changedLines(remote)
    #expect(removed.count > 60)
    for line in removed {
      #expect(line.lowercased().contains("acme.io") || line.contains(#"acme\.io"#))
    }
    let expected = removed.map {
      $0.replacing("acme.io", with: "acme.dev").replacing("ACME.IO", with: "ACME.DEV")
        .replacing(#"acme\.io"#, with: #"acme\.dev"#)
        // The address of the operators is a value of its own, which nobody changed.
        .replacing("ops@acme.dev", with: "ops@acme.io")
    }
    #expect(added == expected)
  }

  @Test("an owner's edits near a changed value survive")
  func keepsEdits() async throws {
    let remote = try await settled()
    let chat = "manifests/applications/mattermost/helmrelease.yaml"
    try await remote.commit("Owner's own") { copy in
      try copy.append("# the owner's last line\n", to: chat)
      try copy.append("\nOwned at https://wiki.acme.io.\n", to: "README.md")
      try copy.write("host: own.acme.io\n", to: "manifests/own.yaml")
      try copy.replace(
        "apiVersion: helm.toolkit.fluxcd.io/v2\n",
        with: "# the owner's first line\napiVersion: helm.toolkit.fluxcd.io/v2\n", in: chat)
    }
    try await remote.commit("Move to acme.dev", changeDomain)

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 0, "\(result.errorOutput)")
    let text = try await remote.text(chat, in: "gitops-bot/sync")
    #expect(text.contains("# the owner's first line\n"))
    #expect(text.hasSuffix("# the owner's last line"))
    #expect(text.contains("https://chat.acme.dev"))
    #expect(!text.replacing("ops@acme.io", with: "").contains("acme.io"))
    for file in ["manifests/own.yaml", "README.md"] {
      let mine = try await remote.bytes(file, in: "main")
      #expect(try await remote.bytes(file, in: "gitops-bot/sync") == mine)
    }
  }

  @Test("a file that the owner deleted stays deleted")
  func keepsDeletion() async throws {
    let remote = try await settled()
    let gone = "manifests/infrastructure/notifications/alerts.yaml"
    try await remote.commit("No alerts") { copy in
      try copy.replace(
        "  - alerts.yaml\n", with: "",
        in: "manifests/infrastructure/notifications/kustomization.yaml")
      try copy.remove(gone)
    }
    try await remote.commit("Move to acme.dev", changeDomain)

    let result = try await Bot.run(["run", remote.url])

    #expect(try await !remote.paths(in: "gitops-bot/sync").contains(gone))
    #expect(result.status == 0, "\(result.errorOutput)")
  }

  @Test("a changed value is applied within what the owner made of its line")
  func changesWithinEdits() async throws {
    let remote = try await settled()
    let chat = "manifests/applications/mattermost/helmrelease.yaml"
    try await remote.commit("Own address") {
      try $0.replace("https://chat.acme.io", with: "https://talk.acme.io/login", in: chat)
    }
    try await remote.commit("Move to acme.dev", changeDomain)

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    let text = try await remote.text(chat, in: "gitops-bot/sync")
    #expect(text.contains("https://talk.acme.dev/login"))
  }

  @Test("where both changed one value, the owner's stays, and nobody forgets it")
  func conflict() async throws {
    let remote = try await settled()
    let file = "manifests/shared/config/infrastructure-config.yaml"
    try await remote.commit("More storage by hand") {
      try $0.replace("size: 200Gi", with: "size: 250Gi", in: file)
    }
    try await remote.commit("Larger nodes") {
      try $0.replace("s-4vcpu-8gb", with: "s-8vcpu-16gb", in: "infrastructure.config.json")
    }

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 3, "\(result.output)\(result.errorOutput)")
    #expect(result.output.contains("conflict in \(file):"))
    let text = try await remote.text(file, in: "gitops-bot/sync")
    #expect(text.contains("250Gi") && !text.contains("<<<<<<<"))
    try await remote.merge()
    for command in ["run", "check"] {
      let later = try await Bot.run([command, remote.url])
      #expect(later.status == 0, "\(later.errorOutput)")
      #expect(later.output.contains("conflict-unresolved"))
    }
    try await remote.commit("Take theirs over") {
      try $0.replace("size: 250Gi", with: "size: 400Gi", in: file)
    }
    let resolved = try await Bot.run(["run", remote.url])
    #expect(!resolved.output.contains("conflict-unresolved"), "\(resolved.output)")
  }

  @Test("files that the owner put into a renamed folder move along")
  func carriesOwnFiles() async throws {
    let remote = try await settled()
    let folder = "manifests/clusters/acme-production"
    try await remote.commit("Own files") { copy in
      try copy.write("# mine, on acme-production\n", to: "\(folder)/own/notes.txt")
      try copy.write("kind: Secret\n", to: "\(folder)/own.yaml")
    }
    try await remote.commit("Another name") {
      try $0.replace(
        "\"name\": \"acme\"", with: "\"name\": \"zenith\"", in: "infrastructure.config.json")
    }

    let refused = try await Bot.run(["run", remote.url, "--force"])
    #expect(refused.status == 4)
    #expect(refused.errorOutput.contains("[dangerous-flux]"))
    #expect(refused.errorOutput.contains("--allow-replace"))
    #expect(try await !remote.references().contains("refs/heads/gitops-bot/sync"))
    let result = try await Bot.run(["run", remote.url, "--force", "--allow-replace"])

    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    let paths = try await remote.paths(in: "gitops-bot/sync")
    let moved = "manifests/clusters/zenith-production"
    #expect(!paths.contains { $0.hasPrefix(folder) })
    #expect(
      try await remote.text("\(moved)/own/notes.txt", in: "gitops-bot/sync")
        == "# mine, on acme-production")
    #expect(paths.contains("\(moved)/own.yaml") && paths.contains("\(moved)/backup.yaml"))
  }

  @Test("a folder that the owner renamed stays so, and its files follow a changed value")
  func followsOwnRename() async throws {
    let remote = try await settled()
    try await remote.commit("Own layout") { copy in
      try copy.move("manifests/applications/mattermost", to: "manifests/applications/chat")
      try copy.replace(
        "applications/mattermost", with: "applications/chat",
        in: "manifests/overlays/high-availability/mattermost/kustomization.yaml")
    }
    try await remote.commit("Move to acme.dev", changeDomain)

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    let text = try await remote.text(
      "manifests/applications/chat/helmrelease.yaml", in: "gitops-bot/sync")
    #expect(text.contains("https://chat.acme.dev"))
    #expect(
      try await !remote.paths(in: "gitops-bot/sync").contains {
        $0.contains("applications/mattermost/")
      })
  }

  @Test("a grown cluster reaches the ConfigMap, and only it")
  func growsCluster() async throws {
    let remote = try await settled()
    try await remote.commit("Larger nodes") {
      try $0.replace("s-4vcpu-8gb", with: "s-8vcpu-16gb", in: "infrastructure.config.json")
    }

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 0, "\(result.errorOutput)")
    let names = try await git(
      "diff", "--name-only", "main", "gitops-bot/sync", in: remote.path)
    #expect(
      names.split(separator: "\n")
        == [
          "gitops-bot.lock.json", "manifests/shared/config/infrastructure-config.yaml",
          "manifests/shared/config/infrastructure-vars.yaml",
        ])
    #expect(
      try await git("rev-list", "--count", "main..gitops-bot/sync", in: remote.path) == "1")
  }
}
