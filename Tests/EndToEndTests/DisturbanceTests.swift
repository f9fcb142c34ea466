import Foundation
import TestSupport
import Testing

/// Servers that hang up, and programs that are ended, at any time: nothing is ever half done.
///
/// `GITOPS_BOT_TEST_SEED` chooses other disturbances, `GITOPS_BOT_TEST_CUTS` how many.
@Suite(.serialized) struct DisturbanceTests {
  @Test("a run over http that is cut off leaves nothing half done, here and there")
  func overHTTP() async throws {
    let server = try await GitHTTPServer()
    let repository = try await DisturbedRepository(
      on: DisturbedRepository.Route(
        port: server.port, repositories: "\(server.repositories)/public"
      ) { name, port in ["http://127.0.0.1:\(port)/public/\(name).git"] })
    try await disturb(repository, from: 0)
  }

  @Test("a run over ssh that is cut off leaves nothing half done, here and there")
  func overSSH() async throws {
    let server = try await SSHServer()
    let folder = try TemporaryFolder()
    let repository = try await DisturbedRepository(
      on: DisturbedRepository.Route(port: server.port, repositories: server.repositories) {
        name, port in
        let host = ":\(server.port)"
        let hosts = try folder.write(
          server.knownHosts.replacingOccurrences(of: host, with: ":\(port)"), to: "\(name)-\(port)")
        return [
          server.url("\(name).git").replacingOccurrences(of: host, with: ":\(port)"),
          "--ssh-key", server.userKey, "--known-hosts", hosts,
        ]
      })
    try await disturb(repository, from: 1_000_000)
  }

  /// Half of the disturbances, six runs at once.
  private func disturb(_ repository: DisturbedRepository, from offset: UInt64) async throws {
    let variables = ProcessInfo.processInfo.environment
    let seed = variables["GITOPS_BOT_TEST_SEED"].flatMap(UInt64.init) ?? 0
    let count = (variables["GITOPS_BOT_TEST_CUTS"].flatMap(UInt64.init) ?? 200) / 2
    let seeds = (0..<count).map { seed * 2_000_000 + offset + $0 }
    var ends: [Int32: Int] = [:]
    try await withThrowingTaskGroup(of: Int32.self) { group in
      for (number, seed) in seeds.enumerated() {
        if number >= 6, let end = try await group.next() { ends[end, default: 0] += 1 }
        group.addTask { try await repository.run(Disturbance(seed: seed, repository.totals)) }
      }
      for try await end in group { ends[end, default: 0] += 1 }
    }
    // Disturbances that come too late, or never, would show nothing.
    #expect(ends[0, default: 0] < Int(count) * 3 / 4, "\(ends)")
    if variables["GITOPS_BOT_TEST_CUTS"] != nil { print("ends: \(ends)") }
  }
}
