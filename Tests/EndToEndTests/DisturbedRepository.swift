import Foundation
import TestSupport
import Testing

/// A repository on a server, runs on which are disturbed.
struct DisturbedRepository: Sendable {
  /// How a run reaches the server through a proxy.
  struct Route: Sendable {
    /// The server's port.
    let port: Int
    /// The folder of its repositories.
    let repositories: String
    /// The arguments of a run on a repository, through a port.
    let arguments: @Sendable (_ name: String, _ port: Int) throws -> [String]
  }

  let route: Route
  private let template: Remote
  /// The base branch's commit.
  private let base: String
  /// The tree that a run proposes that nobody disturbs.
  private let tree: String
  let totals: [CuttingProxy.Direction: Int]

  /// How many files with words that are replaced, and as many bytes as do not compress, the repository has.
  private static let files = 100

  init(on route: Route) async throws {
    self.route = route
    template = try await Remote.holding(Self.contents())
    try await git("config", "http.receivepack", "true", in: template.path)
    base = try await template.id("main")
    let remote = try Self.copy(of: template, "first", on: route)
    let proxy = try CuttingProxy(to: route.port)
    let folder = try TemporaryFolder()
    let result = try await Bot.run(
      ["run"] + route.arguments("first", proxy.port), environment: ["TMPDIR": folder.path])
    guard result.status == 0 else { throw TestSupportError(result.errorOutput) }
    tree = try await git("rev-parse", "gitops-bot/sync^{tree}", in: remote)
    totals = [.up: proxy.count(.up), .down: proxy.count(.down)]
  }

  private static func contents() -> [String: String] {
    var generator = SeededGenerator(seed: 1)
    var files = [
      "bot.config.json": """
      {"include": ["manifests/**"], "replacements": [
        {"kind": "domain", "from": "example.com", "to": "{{project.domain}}"}]}
      """,
      "infrastructure.config.json": #"{"project": {"name": "acme", "domain": "acme.io"}}"#,
    ]
    for number in 0..<Self.files {
      let noise = (0..<60).map { _ in
        String(generator.number(below: .max), radix: 36)
      }
      files["manifests/file\(number).yaml"] = """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: file\(number)
        data:
          host: host\(number).example.com
          noise: \(noise.joined())

        """
    }
    return files
  }

  private static func copy(of remote: Remote, _ name: String, on route: Route) throws -> String {
    let path = "\(route.repositories)/\(name).git"
    try FileManager.default.createDirectory(
      atPath: route.repositories, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: remote.path, toPath: path)
    return path
  }

  /// Disturbs a run, looks at what it left, and runs once more.
  ///
  /// - Returns: How the disturbed run ended.
  func run(_ disturbance: Disturbance) async throws -> Int32 {
    let name = "seed\(disturbance.seed)"
    let remote = try Self.copy(of: template, name, on: route)
    defer { try? FileManager.default.removeItem(atPath: remote) }
    let folder = try TemporaryFolder()
    let temporary = try folder.makeFolder("temporary")

    let result = try await disturbed(disturbance, name, folder, temporary)
    #expect(
      disturbance.endings.contains(result.status), "\(disturbance): \(result.errorOutput)")
    #expect(
      result.status != 1 || result.errorOutput.contains("error: "), "\(disturbance)")
    // What SIGKILL leaves goes a moment later.
    try await expectEmpty(temporary, disturbance)
    try await expectWhole(remote, isDone: result.status == 0, disturbance)

    let again = try await Bot.run(
      ["run"] + route.arguments(name, route.port), environment: ["TMPDIR": temporary])
    #expect(again.status == 0, "\(disturbance), and again: \(again.errorOutput)")
    try await expectWhole(remote, isDone: true, disturbance)
    return result.status
  }

  private func disturbed(
    _ disturbance: Disturbance, _ name: String, _ folder: TemporaryFolder, _ temporary: String
  ) async throws -> ProgramResult {
    let pidFile = folder.path("pid")
    let event: CuttingProxy.Event =
      switch disturbance.act {
      case .close: .close
      case .reset: .reset
      case .signal(let number, let delay): .call { Self.send(number, after: delay, pidFile) }
      }
    let proxy = try CuttingProxy(
      to: route.port, after: disturbance.count, disturbance.direction, event,
      cutsLaterOnes: disturbance.cutsLaterOnes)
    return try await Bot.run(
      ["run"] + route.arguments(name, proxy.port), environment: ["TMPDIR": temporary],
      writingItsNumberTo: pidFile)
  }

  /// The connection is held up while there is no delay, so that a run that waits is met in that.
  private static func send(_ number: Int32, after delay: Int, _ pidFile: String) {
    let text = (try? String(contentsOfFile: pidFile, encoding: .utf8)) ?? ""
    guard let process = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)) else { return }
    if delay == 0 {
      kill(process, number)
      return
    }
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: Double(delay) / 1000)
      kill(process, number)
    }
  }

  private func expectEmpty(_ folder: String, _ disturbance: Disturbance) async throws {
    var left: [String] = []
    for _ in 0..<500 {
      left = try FileManager.default.contentsOfDirectory(atPath: folder)
      if left.isEmpty { return }
      guard case .signal(9, _) = disturbance.act else { break }
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(left == [], "\(disturbance)")
  }

  private func expectWhole(
    _ remote: String, isDone: Bool, _ disturbance: Disturbance
  ) async throws {
    let check = try await runGit(["fsck", "--strict", "--no-dangling"], in: remote)
    #expect(check.status == 0 && check.output == "", "\(disturbance): \(check.errorOutput)")
    #expect(try await git("rev-parse", "main", in: remote) == base, "\(disturbance)")
    let branch = try await runGit(
      ["rev-parse", "--verify", "--quiet", "gitops-bot/sync^{tree}"], in: remote)
    let found = branch.output.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(found == tree || (found == "" && !isDone), "\(disturbance): \(found)")
  }
}
