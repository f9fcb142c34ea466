import ArgumentParser
import Testing

@testable import GitOpsBot

@Suite struct HelpTests {
  @Test("no change of an option goes unseen in what --help tells people of each command")
  func help() throws {
    try expectGolden("help/gitops-bot", GitOpsBotCommand.helpMessage(columns: 80))
    for command in GitOpsBotCommand.configuration.subcommands {
      let text = GitOpsBotCommand.helpMessage(for: command, columns: 80)
      try expectGolden("help/\(command._commandName)", text)
    }
  }

  @Test("whoever reads --help finds each placeholder in the words of its text, or among the values")
  func placeholders() {
    for command in GitOpsBotCommand.configuration.subcommands {
      let text = GitOpsBotCommand.helpMessage(for: command, columns: 10_000)
      for match in text.matches(of: /<([^>]+)>/) {
        #expect(match.1 == match.1.uppercased(), "\(command._commandName): \(match.0)")
      }
      #expect(text.contains("USAGE: gitops-bot \(command._commandName) "))
    }
  }

  @Test("whoever looks for an option finds it below a title, and the general ones last")
  func titles() {
    let text = GitOpsBotCommand.helpMessage(for: RunCommand.self, columns: 80)
    let titles = text.split(separator: "\n").filter { $0.hasSuffix(":") && $0.first != " " }
    #expect(
      titles == [
        "ARGUMENTS:", "REPOSITORY:", "CONNECTION:", "VALUES:", "PROPOSAL:", "COMMITS:", "OUTPUT:",
        "OPTIONS:",
      ])
  }
}
