import Testing

/// Who attacks; docs/threat-model.md says what each may do.
enum Attacker: String, Sendable {
  case author = "template author"
  case pusher = "person who may push, but not to the base branch"
  case server
  case reader = "reader of logs and reviews"
  case runner = "whoever sets options and variables"
}

/// A row of the table: who does what where, and what has to come of it.
struct Attack: Sendable, CustomTestStringConvertible {
  /// What a run may come to.
  struct Outcome: Sendable {
    /// The exit code.
    var status: Int32
    /// Texts that the output or the errors hold.
    var words: [String]
    /// Texts that neither holds.
    var absent: [String] = []
    /// Whether the proposal has to be the one that would be made without the attack.
    var isUndisturbed = false

    /// The run ends with an error that names the place.
    static func refused(_ status: Int32 = 1, _ words: String...) -> Outcome {
      Outcome(status: status, words: words + ["error"])
    }

    /// The run makes the proposal that it would make anyway, and says something.
    static func undisturbed(_ words: String...) -> Outcome {
      Outcome(status: 0, words: words, isUndisturbed: true)
    }

    /// The run makes a proposal.
    static func proposed(_ words: String..., without absent: [String] = []) -> Outcome {
      Outcome(status: 0, words: words, absent: absent)
    }
  }

  let attacker: Attacker
  /// Where it enters, such as `lock: template.commit`.
  let entry: String
  /// What it is.
  let name: String
  /// What follows the program's name; `.` is the owner's clone.
  var arguments = ["run", "."]
  /// Variables on top.
  var environment: [String: String] = [:]
  let outcome: Outcome
  /// Carries it out.
  let plant: @Sendable (AttackSite) async throws -> Void

  var testDescription: String { "\(attacker.rawValue), \(entry): \(name)" }

  init(
    _ attacker: Attacker, _ entry: String, _ name: String,
    running arguments: [String] = ["run", "."],
    environment: [String: String] = [:], _ outcome: Outcome,
    _ plant: @escaping @Sendable (AttackSite) async throws -> Void
  ) {
    (self.attacker, self.entry, self.name) = (attacker, entry, name)
    (self.arguments, self.environment, self.outcome) = (arguments, environment, outcome)
    self.plant = plant
  }

  /// Every row.
  static let all: [Attack] =
    locks + configurations + references + names + secrets + servers + redirections + sizes
}
