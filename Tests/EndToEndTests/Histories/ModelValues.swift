import Foundation

/// What stands for each stand-in at a moment.
struct ModelValues: Sendable {
  /// A stand-in and what takes its place.
  struct Pair: Sendable {
    /// What the template has.
    var standIn: String
    var value: String
    /// False once its rule was removed: what was written stays.
    var hasRule = true
    /// What the template had first, by which the rule is known here.
    let name: String

    init(standIn: String, value: String) {
      (self.standIn, self.value, name) = (standIn, value, standIn)
    }
  }

  /// In the order in which they are replaced: longer stand-ins first, since they hold shorter ones.
  var pairs: [Pair]

  /// What rules of the kind `field` make of a line, by its id.
  var fields: [Int: String] = [:]

  /// No values: every stand-in stays.
  static let none = ModelValues(pairs: [])

  /// A text with values in place of stand-ins.
  func written(_ text: String) -> String {
    pairs.reduce(text) { $0.replacingOccurrences(of: $1.standIn, with: $1.value) }
  }

  /// A text with the stand-ins of the first template as the template has them now.
  func current(_ text: String) -> String { current(text, pairs[...]) }

  /// A stand-in may hold the next one, which is not replaced in it.
  private func current(_ text: String, _ pairs: ArraySlice<Pair>) -> String {
    guard let pair = pairs.first else { return text }
    return text.components(separatedBy: pair.name).map { current($0, pairs.dropFirst()) }
      .joined(separator: pair.standIn)
  }

  /// A line as a file shows it.
  func written(_ line: ModelLine) -> String {
    let text = line.follows && line.holdsValue ? written(line.text) : line.text
    return line.commented(line.isTranslated ? ModelLine.translated(text) : text)
  }

  /// The value that a rule writes for a stand-in; nil without such a rule.
  subscript(name: String) -> String? {
    get { pairs.first { $0.name == name && $0.hasRule }?.value }
    set {
      guard let newValue, let index = pairs.firstIndex(where: { $0.name == name }) else {
        return
      }
      if pairs[index].hasRule { pairs[index].value = newValue }
    }
  }
}
