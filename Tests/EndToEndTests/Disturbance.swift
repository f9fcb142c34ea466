import TestSupport

/// What is done to a run while it talks to a server, drawn from a seeded generator.
struct Disturbance: CustomStringConvertible, Sendable {
  enum Act: Hashable, Sendable {
    /// The server hangs up.
    case close(again: Bool)
    case reset(again: Bool)
    /// The program is sent a signal, after so many milliseconds.
    case signal(Int32, delay: Int)
  }

  let seed: UInt64
  let direction: CuttingProxy.Direction
  /// After how many bytes.
  let count: Int
  let act: Act

  /// - Parameters:
  ///   - seed: Decides everything.
  ///   - totals: How many bytes go in each direction where nothing is disturbed.
  init(seed: UInt64, _ totals: [CuttingProxy.Direction: Int]) {
    var generator = SeededGenerator(seed: seed)
    self.seed = seed
    direction = generator.chance(50) ? .up : .down
    count = 1 + generator.number(below: max(1, totals[direction] ?? 1))
    let again = generator.chance(50)
    let delay = generator.chance(50) ? generator.number(below: 300) : 0
    act =
      switch generator.number(below: 10) {
      case 0..<3: .close(again: again)
      case 3..<6: .reset(again: again)
      case 6: .signal(15, delay: delay)
      case 7: .signal(2, delay: delay)
      case 8: .signal(1, delay: delay)
      default: .signal(9, delay: delay)
      }
  }

  var description: String { "seed \(seed): \(act) after \(count) bytes \(direction)" }

  /// Whether a later connection is cut as well.
  var cutsLaterOnes: Bool {
    switch act {
    case .close(let again), .reset(let again): again
    case .signal: false
    }
  }

  /// The exit codes with which a program may end that is treated like this; 0 where it was done before.
  var endings: Set<Int32> {
    switch act {
    case .close, .reset: [0, 1]
    case .signal(let number, _): [0, 128 + number]
    }
  }
}
