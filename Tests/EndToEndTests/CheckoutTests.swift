import Foundation
import TestSupport
import Testing

@Suite struct CheckoutTests {
  private static let sync = """
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: { name: flux-system, namespace: flux-system }
    spec: { path: ./clusters/a, sourceRef: { kind: GitRepository, name: flux-system } }

    """

  private static func child(_ path: String) -> String {
    sync.replacing("name: flux-system, namespace", with: "name: apps, namespace")
      .replacing("./clusters/a", with: path)
  }

  /// A repository of one commit, without a configuration of the bot.
  private func repository(in folder: TemporaryFolder) async throws -> String {
    let work = try folder.makeFolder("work")
    try await git("init", "--quiet", in: work)
    try folder.write(Self.sync, to: "work/clusters/a/sync.yaml")
    try folder.write(Self.child("./apps"), to: "work/clusters/a/apps.yaml")
    try folder.write(
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n", to: "work/apps/x.yaml")
    try folder.write("*.draft.yaml\n", to: "work/.gitignore")
    try await git("add", "--all", in: work)
    try await git("commit", "--quiet", "-m", "first", in: work)
    return work
  }

  private func check(_ arguments: String..., in folder: String) async throws -> String {
    let result = try await Bot.run(["check", "--quiet"] + arguments, in: folder)
    return result.output + result.errorOutput + "\(result.status)"
  }

  @Test(
    "a check reads what is about to be committed, and nothing that Git ignores, without a configuration"
  )
  func disk() async throws {
    let folder = try TemporaryFolder()
    let work = try await repository(in: folder)
    #expect(try await check(in: work) == "0")
    try folder.write(Self.child("./app"), to: "work/clusters/a/apps.yaml")
    try folder.write("a: [\n", to: "work/apps/new.yaml")
    try folder.write("b: [\n", to: "work/apps/mine.draft.yaml")
    try FileManager.default.removeItem(atPath: "\(work)/apps/x.yaml")

    let found = try await check(in: "\(work)/apps")

    #expect(found.contains("clusters/a/apps.yaml:4:15: error: \"./app\" leads nowhere"), "\(found)")
    #expect(found.contains("apps/new.yaml:2:1: "), "\(found)")
    #expect(!found.contains("draft"), "\(found)")
    #expect(try await check("--ref", "HEAD", in: work) == "0")
    #expect(try await check("--ref", "none", in: work).contains("has no revision \"none\""))
  }

  @Test("a check leaves the index and the objects of the checkout as they are")
  func untouched() async throws {
    let folder = try TemporaryFolder()
    let work = try await repository(in: folder)
    try folder.write("a: 1\n", to: "work/apps/new.yaml")
    let before = FolderContents(of: "\(work)/.git")
    _ = try await check(in: work)
    #expect(before.differences(to: FolderContents(of: "\(work)/.git")) == [])
  }

  @Test("a checkout with a detached HEAD and without history, as CI has it, can be checked")
  func shallow() async throws {
    let folder = try TemporaryFolder()
    let work = try await repository(in: folder)
    try folder.write(Self.child("./app"), to: "work/clusters/a/apps.yaml")
    try await git("commit", "--quiet", "--all", "-m", "second", in: work)
    try await git("clone", "--quiet", "--depth", "1", "file://\(work)", folder.path("ci"), in: work)
    try await git("checkout", "--quiet", "--detach", in: folder.path("ci"))
    try await git("branch", "--quiet", "--delete", "--force", "main", in: folder.path("ci"))
    let found = try await check(in: folder.path("ci"))
    #expect(found.contains("leads nowhere") && found.hasSuffix("1"), "\(found)")
  }

  @Test("errors come first, and what is left of a template last, folded to a line for each file")
  func order() async throws {
    let folder = try TemporaryFolder()
    let work = try await repository(in: folder)
    try folder.write(
      "{ \"replacements\": [{ \"kind\": \"domain\", \"from\": \"example.com\", \"to\": \"{{project.domain}}\" }] }\n",
      to: "work/bot.config.json")
    try folder.write(
      "{ \"project\": { \"domain\": \"acme.io\" } }\n", to: "work/infrastructure.config.json")
    try folder.write("a: example.com\nb: example.com\nc: example.com\n", to: "work/0.yaml")
    try folder.write("a: [\n", to: "work/1.yaml")
    try folder.write(Self.child("./app"), to: "work/clusters/a/apps.yaml")
    let lines = try await check(in: work).split(separator: "\n")
    #expect(lines.first?.hasPrefix("clusters/a/apps.yaml:4:15: error: ") == true, "\(lines)")
    #expect(lines.dropFirst().first?.hasPrefix("1.yaml:2:1: warning: ") == true, "\(lines)")
    let left = lines.filter { $0.contains("[stand-in-left]") }
    #expect(left.count == 1 && left.first == lines.dropLast().last, "\(lines)")
    #expect(left.first?.contains("and 2 others in this file") == true, "\(lines)")
  }
}
