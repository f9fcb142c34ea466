import TestSupport
import Testing

@Suite struct TerraformTests {
  static let isInstalled = (try? Programs.find("terraform")) != nil

  private func terraform(_ arguments: [String], in folder: String) async throws -> ProgramResult {
    let result = try await run(
      "terraform", arguments, in: folder,
      environment: ["TF_CLI_CONFIG_FILE": nil, "TF_IN_AUTOMATION": "1"])
    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    return result
  }

  private func apply(_ remote: Remote, in folder: String, _ variables: [String] = []) async throws {
    let all = ["repository=\(remote.url)", "gitops_bot=\(try Bot.program())"] + variables
    _ = try await terraform(
      ["apply", "-auto-approve", "-no-color"] + all.flatMap { ["-var", $0] }, in: folder)
  }

  @Test(
    "an apply that changes the cluster proposes it through Git, and one that does not stays quiet",
    .enabled(if: isInstalled, "terraform is not installed"))
  func apply() async throws {
    let remote = try await Remote.example()
    let folder = try TemporaryFolder()
    let source = Remote.project + "/Examples/terraform/main.tf"
    #expect(try await run("cp", [source, folder.path("main.tf")]).status == 0)
    _ = try await terraform(["init", "-no-color"], in: folder.path)

    try await apply(remote, in: folder.path)
    let path = "manifests/shared/config/infrastructure-config.yaml"
    #expect(try await remote.text(path, in: "gitops-bot/sync").contains("region: fra1"))
    try await remote.merge()

    let before = try await remote.references()
    try await apply(remote, in: folder.path)
    #expect(try await remote.references() == before)

    try await apply(remote, in: folder.path, ["node_size=s-8vcpu-16gb"])
    #expect(try await remote.text(path, in: "gitops-bot/sync").contains("nodeSize: s-8vcpu-16gb"))
    try await remote.merge()

    // Without the source, what it told is remembered: nothing is proposed back.
    let result = try await Bot.run(["run", remote.url])
    #expect(result.output.hasPrefix("unchanged"), "\(result.output)\(result.errorOutput)")
  }
}
