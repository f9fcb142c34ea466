import Foundation

/// What stands for each stand-in at a moment.
struct ModelValues: Sendable {
  /// A stand-in and what takes its place.
  struct Pair: Sendable {
    let standIn: String
    var value: String
    /// False once its rule was removed: what was written stays.
    var hasRule = true
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

  /// A line as a file shows it.
  func written(_ line: ModelLine) -> String {
    line.follows && line.holdsValue ? written(line.text) : line.text
  }

  /// The value that a rule writes for a stand-in; nil without such a rule.
  subscript(standIn: String) -> String? {
    get { pairs.first { $0.standIn == standIn && $0.hasRule }?.value }
    set {
      guard let newValue, let index = pairs.firstIndex(where: { $0.standIn == standIn }) else {
        return
      }
      if pairs[index].hasRule { pairs[index].value = newValue }
    }
  }
}
