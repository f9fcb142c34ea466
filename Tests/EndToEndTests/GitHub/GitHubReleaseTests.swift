import Foundation
import TestSupport
import Testing

@Suite struct GitHubReleaseTests {
  private static let commit = "0123456789abcdef0123456789abcdef01234567"

  /// A job on a machine that finds a release with a program that prints what it was given: at `place`
  /// below the folder of all servers, or at the job's own server.
  private func job(
    at place: String? = nil, version: String = "9.8.7", checksum: String? = nil
  ) async throws -> GitHubJob {
    let job = try GitHubJob(try await Remote.holding([:]))
    let folder = job.remote.folder
    let name = "gitops-bot-\(version)-linux-x86_64"
    let release = place ?? "gitops-bot/gitops-bot/releases/download/v\(version)"
    try folder.write(
      """
      #!/bin/sh
      echo "arguments: $*"
      env | grep -c ghs_rehearsal
      """, to: "\(name)/gitops-bot", executable: true)
    try folder.makeFolder(release)
    let archive = folder.path("\(release)/\(name).tar.gz")
    let made = try await run("tar", ["-czf", archive, name], in: folder.path)
    #expect(made.status == 0, "\(made.errorOutput)")
    let sum = try await run("sha256sum", [archive])
    try folder.write(
      """
      \(String(repeating: "0", count: 64))  x\(name).tar.gz
      \(checksum ?? String(sum.output.prefix(64)))  \(name).tar.gz

      """, to: "\(release)/SHA256SUMS")
    // Below `https` lies what servers have.
    try folder.write(
      """
      #!/usr/bin/env bash
      [[ "$*" != *ghs_rehearsal* ]] || exit 1
      while [ $# -gt 1 ]; do
        if [ "$1" = --output ]; then file=$2; fi
        shift
      done
      from=${1#file://}
      from=${from/#https:\\/\\//\(folder.path("https"))/}
      [ -f "$from" ] || exit 22
      cp "$from" "$file"
      """, to: "bin/curl", executable: true)
    try folder.write(
      """
      #!/bin/sh
      [ "$1" = -s ] && echo Linux || echo x86_64
      """, to: "bin/uname", executable: true)
    return job
  }

  private static func folder(on server: String, of repository: String = "gitops-bot/gitops-bot")
    -> String
  {
    "https/\(server)/\(repository)/releases/download/v9.8.7"
  }

  /// Runs a scheduled job with the released version that the tests know.
  private func result(_ job: GitHubJob) async throws -> GitHubJob.Result {
    try #require(try await job.run("schedule", payload: "{}", inputs: ["version": "9.8.7"]))
  }

  @Test("the released binary gets every input, and the token once")
  func release() async throws {
    let job = try await job()
    let result = try #require(
      try await job.run(
        "schedule", payload: "{}",
        inputs: [
          "version": "v9.8.7", "environment": "staging", "only": "static", "dry-run": "true",
          "terraform-output": "facts.json", "values": "project.name=a b\n\nproject.domain=$(id)\n",
        ]))
    #expect(result.status == 0)
    let address = "file://\(job.remote.folder.path)/acme/infrastructure"
    let lines = result.log.split(separator: "\n").map(String.init)
    #expect(
      lines.suffix(2) == [
        "arguments: run \(address) --output github --dry-run --environment=staging --only=static "
          + "--terraform-output=facts.json --set=project.name=a b --set=project.domain=$(id)",
        "1",
      ])
    #expect(lines.first == "::add-mask::ghs_rehearsal")
  }

  @Test("a binary that is not the released one is never run")
  func wrongChecksum() async throws {
    let result = try await result(try await job(checksum: String(repeating: "0", count: 64)))
    #expect(result.status == 1)
    #expect(result.log.contains("::error title=gitops-bot::the checksum of gitops-bot-9.8.7"))
    #expect(!result.log.contains("arguments:"))
  }

  @Test(
    "no input leads elsewhere, becomes an option of a program, or a command of the runner",
    arguments: [
      ("version", "../../evil", "the input version is no version"),
      ("version", "--help", "the input version is no version"),
      ("version", "1.2.3\n::set-output name=a::b", "the input version is no version"),
      ("repository", "--config=/etc/passwd", "the input repository is no address"),
      ("image", "--privileged", "the input image is no name of an image"),
      ("command", "run; id", "the input command is run, plan or undo"),
    ])
  func hostile(input: String, value: String, message: String) async throws {
    let job = try await job()
    let result = try #require(
      try await job.run(
        "schedule", payload: "{}", inputs: ["version": "9.8.7"].merging([input: value]) { $1 }))
    #expect(result.status == 1)
    #expect(result.log.contains("::error title=gitops-bot::\(message)\n"), "\(result.log)")
    #expect(!result.log.contains("arguments:") && !result.log.contains("\n::set-output"))
  }

  @Test("each line of a token is masked, and none is printed as it stands")
  func tokenOfLines() async throws {
    let job = try await job()
    let result = try #require(
      try await job.run(
        "schedule", payload: "{}", inputs: ["version": "9.8.7", "template-token": "one%\ntwo"]))
    #expect(result.log.contains("::add-mask::one%25%0Atwo\n"), "\(result.log)")
  }

  // MARK: Who built it

  @Test("a binary that was not built from the commit that the action is used at is never run")
  func attestedCommit() async throws {
    // As the runner unpacks an action, whatever a step inside another action is told.
    let version = try await Bot.run(["--version"]).output.trimmingCharacters(in: .newlines)
    var job = try await job(
      at: "https/github.com/acme/bot/releases/download/v\(version)", version: version)
    let folder = job.remote.folder
    let action = "runner/_actions/acme/bot/\(Self.commit)"
    for file in ["scripts/action", "Sources/BotCore/Diagnostics/GitOpsBot.swift"] {
      let text = try String(contentsOfFile: "\(Remote.project)/\(file)", encoding: .utf8)
      try folder.write(text, to: "\(action)/\(file)", executable: true)
    }
    (job.server, job.actionPath) = ("https://github.com", folder.path(action))
    (job.actionRepository, job.actionRef) = ("outer/action", "v1")
    let result = try #require(try await job.run("schedule", payload: "{}", inputs: [:]))
    #expect(result.status == 0, "\(result.log)")
    #expect(result.requests.contains("gh attestation verify \(folder.path("runner"))/gitops-bot."))
    #expect(
      result.requests.contains(
        " --repo acme/bot --signer-workflow github.com/acme/bot/.github/workflows/release.yml "
          + "--deny-self-hosted-runners --source-digest \(Self.commit)\n"), "\(result.requests)")

    try folder.write("attestation verify", to: "gh/refuses")
    let refused = try #require(try await job.run("schedule", payload: "{}", inputs: [:]))
    #expect(refused.status == 1)
    #expect(
      refused.log.contains("::error title=gitops-bot::nothing proves that the release workflow"))
    #expect(!refused.log.contains("arguments:"))
  }

  @Test("a version that somebody chose has to be built from its own tag")
  func attestedTag() async throws {
    var job = try await job(at: Self.folder(on: "github.com"))
    (job.server, job.actionRef) = ("https://github.com", Self.commit)
    let result = try await result(job)
    #expect(result.status == 0, "\(result.log)")
    #expect(result.requests.contains("--source-ref refs/tags/v9.8.7\n"), "\(result.requests)")
  }

  @Test("on a runner without gh the log says that nobody proved who built the binary")
  func withoutClient() async throws {
    var job = try await job(at: Self.folder(on: "github.com"))
    job.server = "https://github.com"
    job.path = try await job.pathWithoutClient()
    let result = try await result(job)
    #expect(result.status == 0, "\(result.log)")
    #expect(
      result.log.contains("::warning title=gitops-bot::only the checksum of gitops-bot-9.8.7"))
    #expect(result.log.contains("arguments:"))
  }

  // MARK: Where releases are

  @Test("a company's own server is asked first, and github.com where that has no such release")
  func enterpriseServer() async throws {
    for server in ["ghes.example.org", "github.com"] {
      var job = try await job(at: Self.folder(on: server))
      job.server = "https://ghes.example.org"
      try job.remote.folder.write("release download", to: "gh/refuses")
      let result = try await result(job)
      #expect(result.status == 0, "\(result.log)")
      #expect(result.log.contains("arguments:"))
      #expect(result.log.contains("::warning title=gitops-bot::only the checksum"), "\(result.log)")
      // The token is the company's server's own.
      #expect(Set(result.hosts.split(separator: "\n")) == ["ghes.example.org"])
    }
  }

  @Test("releases that only members may read are downloaded with the token of their own server")
  func dataResidency() async throws {
    var job = try await job(at: "gh/releases")
    job.server = "https://acme.ghe.com"
    let result = try await result(job)
    #expect(result.status == 0, "\(result.log)")
    #expect(result.requests.contains("gh release download v9.8.7 --repo gitops-bot/gitops-bot "))
    #expect(
      result.requests.contains(
        "--signer-workflow acme.ghe.com/gitops-bot/gitops-bot/.github/workflows/release.yml"))
    #expect(Set(result.hosts.split(separator: "\n")) == ["acme.ghe.com"])
  }

  @Test("an action that is used from the repository itself finds that repository's releases")
  func localAction() async throws {
    var job = try await job(at: Self.folder(on: "github.com", of: "acme/infrastructure"))
    (job.server, job.actionRepository, job.actionRef) = ("https://github.com", "", "")
    let result = try await result(job)
    #expect(result.status == 0, "\(result.log)")
    #expect(result.requests.contains("--repo acme/infrastructure "))
    #expect(result.requests.contains("--source-ref refs/tags/v9.8.7\n"))
  }

  @Test("a release that is nowhere is named, with what to give instead")
  func noRelease() async throws {
    var job = try await job()
    (job.server, job.actionRepository) = ("https://github.com", "acme/none")
    try job.remote.folder.write("release download", to: "gh/refuses")
    let result = try await result(job)
    #expect(result.status == 1)
    #expect(
      result.log.contains(
        "::error title=gitops-bot::the release v9.8.7 of acme/none has no gitops-bot-9.8.7-linux"),
      "\(result.log)")
  }

  // MARK: The schedule

  @Test("once a week everything is looked at again, whatever marks people may have forged")
  func weekly() async throws {
    let job = try await job()
    let schedules = try GitHubFile(".github/workflows/gitops-bot.yml").crons()
    #expect(schedules.count == 2)
    var rechecks: [String] = []
    for schedule in schedules {
      let result = try #require(
        try await job.run(
          "schedule", payload: #"{ "schedule": "\#(schedule)" }"#, inputs: ["version": "9.8.7"]))
      if result.log.contains(" --recheck") { rechecks.append(schedule) }
    }
    #expect(rechecks.count == 1 && rechecks[0].hasSuffix("* * 0"), "\(rechecks)")
  }
}
