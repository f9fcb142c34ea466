import Foundation
import TestSupport
import Testing

/// A sync that starts from the tree that the last proposal finished.
@Suite struct FinishedTests {
  private static let finished = "refs/gitops-bot/finished"
  private static let deployment = "manifests/applications/ai-gateway/deployment.yaml"

  /// A repository whose first proposal was merged, and its template, both made from the example.
  private func settled() async throws -> TemplateSample {
    let sample = TemplateSample(
      template: try await Remote.example(), repository: try await Remote.example())
    try await sample.repository.commit("Name the template") {
      try $0.apply(
        ("bot.config.json", "{", "{\n  \"template\": { \"url\": \"\(sample.template.path)\" },"))
    }
    let first = try await sample.sync()
    #expect(first.status == 0, "\(first.errorOutput)")
    return sample
  }

  /// What a run proposes: everything but the times of its commits.
  private struct Proposal: Equatable {
    var status: Int32
    var tree: String
    var report: String
    var errors: String
  }

  private func proposal(in repository: Remote) async throws -> Proposal {
    let result = try await Bot.run(["run", repository.path, "--output", "json", "--quiet"])
    let branch = try await runGit(
      ["rev-parse", "--verify", "--quiet", "gitops-bot/sync^{tree}"], in: repository.path)
    let lines = result.output.split(separator: "\n").filter {
      !$0.contains("\"seconds\"") && !$0.hasPrefix("  \"commit\"")
    }
    return Proposal(
      status: result.status, tree: branch.output, report: lines.joined(separator: "\n"),
      errors: result.errorOutput.replacing(repository.path, with: ""))
  }

  private func copy(_ remote: Remote) throws -> Remote {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: remote.path, toPath: folder.path("remote.git"))
    return Remote(folder: folder, path: folder.path("remote.git"))
  }

  /// Takes away what a sync could start from, in a repository whose objects are at hand without a reference.
  private func forgetFinished(in repository: Remote) async throws {
    let finished = try await repository.id("\(Self.finished)^{tree}")
    try await git("update-ref", "-d", Self.finished, in: repository.path)
    try await repository.forget(finished)
  }

  /// Edits of a file of the example, by text to find and text to put there.
  private static let edits: [(path: String, old: String, new: String)] = [
    (deployment, "replicas:", "minReadySeconds: 3\n  replicas:"),
    (deployment, "kind: Deployment", "kind: StatefulSet"),
    (deployment, "apiVersion:", "# costs $5 and ${MUCH}\napiVersion:"),
    (deployment, "metadata:", "metadata:\n  annotations: { note: \"${FOO}\" }"),
    (deployment, "spec:", "spec: ["),
    (deployment, "\n", "\n# gitops-bot: ignore api-removed it is ours\n"),
    ("manifests/applications/ai-gateway/kustomization.yaml", "resources:", "# listed\nresources:"),
    ("docs/README.md", "\n", "\nAsk admin@example.com.\n"),
  ]

  @Test(
    "a sync that starts from the finished tree proposes what one proposes that looks at everything",
    arguments: edits.indices, [nil, 0, 6])
  func equal(_ release: Int, _ edit: Int?) async throws {
    let sample = try await settled()
    try await sample.template.commit("Release") { try $0.apply(Self.edits[release]) }
    if let edit, edit != release {
      try await sample.repository.commit("Edit") {
        try $0.append("# The owner's.\n", to: Self.edits[edit].path)
      }
    }
    let other = try copy(sample.repository)
    try await forgetFinished(in: other)
    let one = try await proposal(in: sample.repository)
    let two = try await proposal(in: other)
    #expect(one == two)
  }

  @Test("a sync reads nothing but what changed, whatever else is in the repository")
  func readsLittle() async throws {
    let sample = try await settled()
    try await sample.template.commit("Release") { try $0.apply(Self.edits[0]) }
    // Without its bytes a file that is looked through ends the run.
    let lost = try await sample.repository.id("main:manifests/sources/kustomization.yaml")
    for repository in [sample.template, sample.repository] {
      try await repository.forget(lost)
    }
    let other = try copy(sample.repository)

    let result = try await sample.run()
    #expect(result.status == 0, "\(result.errorOutput)")
    #expect(result.output.contains("\"proposed\""))

    try await forgetFinished(in: other)
    let whole = try await Bot.run(["run", other.path])
    #expect(whole.status == 1)
    #expect(whole.errorOutput.contains(lost))
  }
}

extension WorkingCopy {
  /// Replaces a text where it stands first.
  fileprivate func apply(_ edit: (path: String, old: String, new: String)) throws {
    var text = try text(edit.path)
    guard let range = text.firstRange(of: edit.old) else {
      throw TestSupportError("\(edit.path) does not hold \"\(edit.old)\"")
    }
    text.replaceSubrange(range, with: edit.new)
    try write(text, to: edit.path)
  }
}

extension Remote {
  /// Loses an object.
  fileprivate func forget(_ id: String) async throws {
    let packs = try FileManager.default.contentsOfDirectory(atPath: "\(path)/objects/pack")
    for pack in packs where pack.hasSuffix(".pack") {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(path)/objects/pack/\(pack)"))
      for file in packs where file.hasPrefix(pack.dropLast(5)) {
        try FileManager.default.removeItem(atPath: "\(path)/objects/pack/\(file)")
      }
      let result = try await runGit(
        ["unpack-objects", "-q"], in: path, input: Array(bytes))
      guard result.status == 0 else { throw TestSupportError(result.errorOutput) }
    }
    try FileManager.default.removeItem(
      atPath: "\(path)/objects/\(id.prefix(2))/\(id.dropFirst(2))")
  }
}
