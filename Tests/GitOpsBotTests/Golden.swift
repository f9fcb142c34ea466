import Foundation
import Testing

/// Expects that `text` is what `Tests/Goldens/NAME.txt` holds.
///
/// `GITOPS_BOT_RECORD=1` writes that file anew, and fails.
func expectGolden(_ name: String, _ text: String) throws {
  let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
  let file = tests.appendingPathComponent("Goldens/\(name).txt")
  if ProcessInfo.processInfo.environment["GITOPS_BOT_RECORD"] == "1" {
    try text.write(to: file, atomically: true, encoding: .utf8)
    Issue.record("\(file.path) is recorded; look at it, and run again")
    return
  }
  let golden = try? String(contentsOf: file, encoding: .utf8)
  #expect(text == golden, "GITOPS_BOT_RECORD=1 records \(file.path)")
}
