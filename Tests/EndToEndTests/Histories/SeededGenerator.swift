/// The same numbers on every machine and in every run: SplitMix64.
struct SeededGenerator: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 to below `bound`, which is at least 1.
  mutating func number(below bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// Whether something happens that happens `percent` times of a hundred.
  mutating func chance(_ percent: Int) -> Bool { number(below: 100) < percent }

  /// One of `choices`; nil when there is none.
  mutating func pick<Choice>(_ choices: [Choice]) -> Choice? {
    choices.isEmpty ? nil : choices[number(below: choices.count)]
  }
}
