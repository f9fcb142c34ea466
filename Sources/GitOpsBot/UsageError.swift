internal import ArgumentParser
internal import BotCore

/// What the parser of the command line says, without the arguments that it would repeat: somebody may have
/// written a credential where none belongs.
struct UsageError {
  private let arguments: [String]

  /// Takes the arguments behind the program's name.
  init(_ arguments: some Sequence<String>) {
    self.arguments = Array(arguments)
  }

  /// The message with an ellipsis in the place of each argument in quotes.
  ///
  /// What is kept are names of options, the name of the command, and words of letters in the place of one
  /// that an option lists.
  func redacted(_ message: String) -> String {
    let parts = message.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    var text = String(parts[0])
    let isChoice = text.contains("' is invalid for '-")
    for (index, argument) in arguments.enumerated() {
      for value in values(of: argument, isFirst: index == 0, isChoice: isChoice) {
        text = text.replacing("'\(value)'", with: "'…'")
      }
    }
    return ([text] + parts.dropFirst().map(String.init)).joined(separator: "\n")
  }

  /// The parts of an argument that are not to be repeated.
  private func values(of argument: String, isFirst: Bool, isChoice: Bool) -> [String] {
    if argument.hasPrefix("--") {
      let value = argument.split(separator: "=", maxSplits: 1).dropFirst().first.map(String.init)
      let name = argument.prefix { $0 != "=" }
      // A name of an option has no digits; a credential nearly always.
      let isName = GivenText.isKey(String(name.dropFirst(2)))
      return [value, isName ? nil : String(name), isName ? nil : argument].compactMap { $0 }
    }
    if argument.hasPrefix("-") { return argument.count > 2 ? [argument] : [] }
    return (isFirst || isChoice) && GivenText.isWord(argument) ? [] : [argument]
  }
}
