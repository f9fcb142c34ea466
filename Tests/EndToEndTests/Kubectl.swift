import Foundation
import TestSupport
import Testing

/// What stands for kubectl in tests: it prints what was recorded for the files in the folder where it is started,
/// and has the kubectl of this machine build them as well where that is 1.27 or later.
///
/// The records are `Tests/Goldens/kustomize/FOLDER.DIGEST.yaml`; with `GITOPS_BOT_RECORD=1` they are written anew, and
/// the test fails. With `GITOPS_BOT_LIVE=1`, which `scripts/test --live` sets, a kubectl of this machine is demanded.
struct Kubectl {
  /// A kubectl that is new enough to judge: earlier ones hold kustomize before 5.
  struct Live: Sendable {
    let path: String
    let version: String
  }

  /// The folder that goes with the last owner of this value.
  private let folder: TemporaryFolder

  /// Writes the program.
  ///
  /// - Throws: `TestSupportError` where a kubectl of this machine is demanded and there is none.
  init() async throws {
    let found = await Self.found.value
    if Self.variable("GITOPS_BOT_LIVE") == "1", found.live == nil {
      throw TestSupportError(
        "the live comparison needs kubectl 1.27 or later: \(found.reason)")
    }
    let isRecording = Self.variable("GITOPS_BOT_RECORD") == "1"
    if isRecording {
      guard found.live != nil else {
        throw TestSupportError("recording needs kubectl 1.27 or later: \(found.reason)")
      }
      Issue.record("\(Self.records) is recorded; look at it, and run again")
    }
    folder = try TemporaryFolder()
    let values = [
      "@RECORDS@": Self.records, "@LIVE@": found.live?.path ?? "",
      "@VERSION@": found.live?.version ?? "", "@RECORDING@": isRecording ? "1" : "",
    ]
    let source = try String(
      contentsOfFile: "\(Remote.project)/Tests/Programs/kubectl", encoding: .utf8)
    let text = values.reduce(source) { $0.replacing($1.key, with: $1.value) }
    try folder.write(text, to: "kubectl", executable: true)
  }

  /// Builds a folder with everything in `root` at hand, as Flux does.
  ///
  /// - Returns: What is printed, without the line that names what recorded it.
  /// - Throws: `TestSupportError` with its words where it fails.
  func build(_ name: String, in root: String) async throws -> String {
    defer { withExtendedLifetime(folder) {} }
    let result = try await run(
      folder.path("kubectl"), ["kustomize", name, "--load-restrictor", "LoadRestrictionsNone"],
      in: root)
    guard result.status == 0 else { throw TestSupportError("\(name): \(result.errorOutput)") }
    return String(result.output.drop { $0 != "\n" }.dropFirst())
  }

  private static let records = "\(Remote.project)/Tests/Goldens/kustomize"

  private static func variable(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }

  // MARK: The kubectl of this machine

  /// The first kubectl on the `PATH`, looked for once; the tests' output says what was found.
  private static let found = Task {
    let found = await find()
    let judges = found.live.map { "records and with kubectl \($0.version)" } ?? "records alone"
    print("what kustomize builds is compared with \(judges): \(found.reason)")
    return found
  }

  private static func find() async -> (live: Live?, reason: String) {
    let folders = (variable("PATH") ?? "").split(separator: ":")
    let paths = folders.map { "\($0)/kubectl" }
    guard let path = paths.first(where: FileManager.default.isExecutableFile(atPath:)) else {
      return (nil, "no kubectl is on the PATH")
    }
    let words = (try? await run(path, ["version", "--client"]))?.output ?? ""
    guard let version = words.firstMatch(of: /v1\.(\d+)\.[\w.+-]+/), let minor = Int(version.1),
      minor >= 27
    else { return (nil, "\(path) is older than 1.27") }
    return (Live(path: path, version: String(version.0)), "\(path) is new enough")
  }
}
