import TestSupport
import Testing

@Suite struct GitHubReleaseTests {
  /// A job on a machine that finds a release with a program that prints what it was given.
  private func job(checksum: String? = nil) async throws -> GitHubJob {
    let job = try GitHubJob(try await Remote.holding([:]))
    let folder = job.remote.folder
    let name = "gitops-bot-9.8.7-linux-x86_64"
    let release = "gitops-bot/gitops-bot/releases/download/v9.8.7"
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
      "\(checksum ?? String(sum.output.prefix(64)))  \(name).tar.gz\n",
      to: "\(release)/SHA256SUMS")
    try folder.write(
      """
      #!/usr/bin/env bash
      while [ $# -gt 1 ]; do
        if [ "$1" = --output ]; then file=$2; fi
        shift
      done
      cp "${1#file://}" "$file"
      """, to: "bin/curl", executable: true)
    try folder.write(
      """
      #!/bin/sh
      [ "$1" = -s ] && echo Linux || echo x86_64
      """, to: "bin/uname", executable: true)
    return job
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
    let job = try await job(checksum: String(repeating: "0", count: 64))
    let result = try #require(
      try await job.run("schedule", payload: "{}", inputs: ["version": "9.8.7"]))
    #expect(result.status == 1)
    #expect(result.log.contains("::error title=gitops-bot::the checksum of gitops-bot-9.8.7"))
    #expect(!result.log.contains("arguments:"))
  }

  @Test("a version cannot lead the download elsewhere")
  func version() async throws {
    let job = try await job()
    let result = try #require(
      try await job.run("schedule", payload: "{}", inputs: ["version": "../../evil"]))
    #expect(result.status == 1)
    #expect(result.log.contains("::error title=gitops-bot::the input version is no version"))
  }
}
