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

  /// The message with an ellipsis in the place of each argument.
  ///
  /// What is kept are names of options, the name of the command, and words of letters in the place of one
  /// that an option lists.
  func redacted(_ message: String) -> String {
    let usage = message.firstRange(of: "\nUsage:")?.lowerBound ?? message.endIndex
    var text = String(message[..<usage])
    let isChoice = text.contains("' is invalid for '-")
    let withheld = arguments.enumerated().flatMap { index, argument in
      values(of: argument, isFirst: index == 0, isChoice: isChoice)
    }
    for value in withheld.sorted(by: { $0.utf8.count > $1.utf8.count }) {
      text = text.replacing("'\(value)'", with: "'…'")
      // Some messages have no quotes; a short word may stand in the parser's own.
      if value.utf8.count > 8 { text = text.replacing(value, with: "…") }
    }
    return text + message[usage...]
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
