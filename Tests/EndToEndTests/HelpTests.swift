import Foundation
import TestSupport
import Testing

@Suite struct HelpTests {
  @Test("the program prints the help that was reviewed, to standard output and with exit code 0")
  func help() async throws {
    let folder = "\(Remote.project)/Tests/Goldens/help"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(names.count > 7)
    for name in names {
      let command = name.replacing(".txt", with: "")
      let arguments = command == "gitops-bot" ? ["--help"] : [command, "--help"]
      let result = try await Bot.run(arguments, environment: ["COLUMNS": "80"])
      let golden = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
      #expect(result.output == golden + "\n", "\(name)")
      #expect(result.status == 0 && result.errorOutput == "")
    }
  }

  @Test("an option of another command ends the program with 64, and nothing is done")
  func unknown() async throws {
    let remote = try await Remote.example()
    let references = try await remote.references()
    for arguments in [
      ["decline", remote.url, "--set", "project.domain=acme.io"], ["undo", remote.url, "--force"],
      ["plan", remote.url, "--dry-run"],
    ] {
      let result = try await Bot.run(arguments)
      #expect(result.status == 64, "\(arguments)")
      #expect(result.errorOutput.hasPrefix("Error: Unknown option '--"), "\(result.errorOutput)")
      #expect(result.output == "")
    }
    #expect(try await remote.references() == references)
  }
}
