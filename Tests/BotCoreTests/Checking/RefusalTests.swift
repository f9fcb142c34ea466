import Findings
import Foundation
import TestSupport
import Testing

@testable import BotCore

@Suite struct RefusalTests {
  private static let configuration = """
    { "repository": { "base": "BASE" }, "replacements": [] }

    """

  /// A check and the trees of two branches of one repository.
  private func compared(
    _ before: [String: String], _ after: [String: String], linking link: String? = nil
  ) async throws -> Result<Void, BotError> {
    let folder = try TemporaryFolder()
    let work = try folder.makeFolder("work")
    try await git("init", "--quiet", in: work)
    try await commit(before, on: "main", in: folder)
    try await commit(after, on: "after", in: folder)
    if let link {
      let path = "\(work)/\(link)"
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "elsewhere")
      try await git("commit", "--quiet", "--all", "--amend", "-m", "after", in: work)
    }
    try await git("checkout", "--quiet", "main", in: work)
    var request = Request(repository: work, folder: folder.path, variables: [:])
    let progress = Progress(phase: { _ in })
    let workspace = try await Workspace.open(request, progress)
    let base = try TargetBranch.read(workspace, request, progress)
    request.configurationFile = try folder.write(
      Self.configuration.replacing("BASE", with: "after"), to: "other.json")
    let proposal = try TargetBranch.read(workspace, request, progress)
    #expect(base.name == "main" && proposal.name == "after")
    let checking = try Checking(
      of: base, request, named: workspace.repositoryName, in: workspace.repository)
    do throws(BotError) {
      try checking.refuseMoreErrors(
        base: base.tree, proposal: proposal.tree,
        in: try TreeComparison(
          from: base.tree, to: proposal.tree, in: workspace.repository
        ).changedFiles)
      return .success(())
    } catch {
      return .failure(error)
    }
  }

  private func commit(
    _ files: [String: String], on branch: String, in folder: TemporaryFolder
  ) async throws {
    let work = folder.path("work")
    try await git("checkout", "--quiet", "--orphan", branch, in: work)
    try await git("rm", "-r", "--quiet", "--force", "--ignore-unmatch", ".", in: work)
    try folder.write(
      Self.configuration.replacing("BASE", with: "main"), to: "work/bot.config.json")
    for (path, text) in files { try folder.write(text, to: "work/\(path)") }
    try await git("add", "--all", in: work)
    try await git("commit", "--quiet", "-m", branch, in: work)
  }

  private static let broken = "a: [\n"
  private static let removed = "apiVersion: helm.toolkit.fluxcd.io/v2beta1\nkind: HelmRelease\n"

  @Test("a proposal that breaks what was sound is refused, and says what it breaks")
  func refused() async throws {
    let result = try await compared(
      ["a.yaml": Self.broken], ["b.yaml": Self.broken, "c.yaml": Self.removed])
    guard case .failure(let error) = result else {
      Issue.record("the proposal was not refused")
      return
    }
    #expect(error.exit == .refused)
    #expect(error.problems.count == 2)
    #expect(error.problems.first?.message.hasSuffix("does not have: 1") == true)
    #expect(error.problems.last?.location == "c.yaml:1:13")
    #expect(error.problems.last?.message.hasSuffix("[api-removed]") == true)
  }

  @Test("errors that were there before, and those that the owner ignores, hold nothing up")
  func allowed() async throws {
    let pairs: [([String: String], [String: String])] = [
      (["a.yaml": Self.broken], ["b.yaml": Self.broken]),
      (["a.yaml": Self.broken, "c.yaml": Self.removed], ["c.yaml": Self.removed]),
      ([:], ["c.yaml": "# gitops-bot: ignore api-removed Flux 2.6 stays\n" + Self.removed]),
      ([:], ["c.yaml": "a: 1\n"]),
    ]
    for (before, after) in pairs {
      let result = try await compared(before, after)
      #expect(throws: Never.self) { try result.get() }
    }
  }

  private static let listing = "resources: [cm.yaml]\n"
  private static let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: m }\n"

  @Test(
    "a file that others lead to is missed when it goes, though they stay as they are",
    arguments: [
      [
        "base/kustomization.yaml": listing, "base/cm.yaml": map,
        "over/kustomization.yaml": "resources: [../base]\n",
      ],
      [
        "base/kustomization.yaml": listing, "base/cm.yaml": map,
        "up/x/kustomization.yaml": "resources: [../../base]\n",
      ],
      [
        ".base/kustomization.yaml": listing, ".base/cm.yaml": map,
        "up/kustomization.yaml": "resources: [../.base]\n",
      ],
      ["Chart.yaml": "name: chart\n", "templates/a.yaml": "{{ broken\n"],
    ])
  func gone(before: [String: String]) async throws {
    let removed = ["base/kustomization.yaml", ".base/kustomization.yaml", "Chart.yaml"]
    let result = try await compared(before, before.filter { !removed.contains($0.key) })
    #expect(throws: BotError.self) { try result.get() }
    let same = try await compared(before, before.merging(["new.yaml": "a: 1\n"]) { $1 })
    #expect(throws: Never.self) { try same.get() }
  }

  @Test("a kustomization is read as one where another file holds the same bytes")
  func sameBytes() async throws {
    let before = [
      "a.yaml": Self.listing, "k/kustomization.yaml": Self.listing, "k/cm.yaml": Self.map,
    ]
    let result = try await compared(before, before.filter { $0.key != "k/cm.yaml" })
    #expect(throws: BotError.self) { try result.get() }
  }

  @Test("a manifest that becomes a symbolic link is missed by the kustomization that lists it")
  func link() async throws {
    let before = ["kustomization.yaml": Self.listing, "cm.yaml": Self.map]
    let result = try await compared(before, before, linking: "cm.yaml")
    #expect(throws: BotError.self) { try result.get() }
  }

  @Test("a file that was wrong all along holds nothing up when another begins to speak of it")
  func longWrong() async throws {
    let before = [
      "old/release.yaml": Self.removed + "spec: { valuesFrom: [{ kind: ConfigMap, name: own }] }\n",
      "old/broken.yaml": "kind: ConfigMap\nname: own\na: [\n",
    ]
    let kustomization = """
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata: { name: apps, namespace: flux-system }
      spec:
        path: ./apps
        sourceRef: { kind: GitRepository, name: flux-system }
        postBuild: { substituteFrom: [{ kind: ConfigMap, name: own }] }

      """
    let after = before.merging(["k.yaml": kustomization, "apps/a.yaml": Self.map]) { $1 }
    let result = try await compared(before, after)
    #expect(throws: Never.self) { try result.get() }
  }

  @Test("a conflict that nobody has resolved is reported at its place")
  func unresolved() {
    let finding = Finding(unresolved: Conflict(path: "a.yaml", kind: .content, line: 3))
    #expect(finding.code == .conflictUnresolved)
    #expect(finding.path == "a.yaml" && finding.line == 3)
  }
}
