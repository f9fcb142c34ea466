import BotCore
import Foundation
import TestSupport
import Testing

@testable import GitOpsBot

@Suite struct GitHubStepTests {
  @Test("outside of a job, or where a variable is empty, no file is written")
  func outside() {
    for variables in [[:], ["GITHUB_OUTPUT": "", "GITHUB_STEP_SUMMARY": ""]] {
      let step = GitHubStep(variables: variables)
      #expect(step.outputFile == nil && step.summaryFile == nil)
    }
    let step = GitHubStep(variables: ["GITHUB_OUTPUT": "/o", "GITHUB_STEP_SUMMARY": "/s"])
    #expect(step.outputFile == "/o" && step.summaryFile == "/s")
  }

  @Test("what other parts of the step wrote stays before what the bot adds")
  func append() throws {
    let folder = try TemporaryFolder()
    let file = folder.path("summary.md")
    try GitHubStep.append("one\n", to: file)
    try GitHubStep.append("two\n", to: file)
    try GitHubStep.append("three\n", to: nil)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "one\ntwo\n")
  }

  @Test("outputs that cannot be written are an error that names the file, not silence")
  func unwritable() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: BotError.self) {
      try GitHubStep.append("x", to: folder.path("absent/output"))
    }
    let problem = try #require(error?.problems.first)
    #expect(problem.file == folder.path("absent/output"))
    #expect(problem.message.hasPrefix("cannot write a file of the step: "))
    #expect(problem.remedy.contains("GITHUB_OUTPUT"))
  }
}
