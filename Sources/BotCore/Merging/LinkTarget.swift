/// What a relative symbolic link leads to.
struct LinkTarget {
  /// What the link holds.
  let text: String
  /// The path from the root of the repository.
  let path: String

  /// - Returns: Nil for an absolute target and one that leads out of the repository.
  init?(_ text: String, at link: String) {
    guard !text.hasPrefix("/"), !text.isEmpty else { return nil }
    var parts = link.split(separator: "/").dropLast().map(String.init)
    for part in text.split(separator: "/").map(String.init) {
      switch part {
      case ".": continue
      case "..": guard parts.popLast() != nil else { return nil }
      default: parts.append(part)
      }
    }
    self.text = text
    path = parts.joined(separator: "/")
  }

  /// What a link at `link` has to hold to lead to `target`.
  func text(to target: String, from link: String) -> String {
    let goal = target.split(separator: "/")
    let start = link.split(separator: "/").dropLast()
    let common = zip(goal, start).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: start.count - common)
    return (up + goal.dropFirst(common).map(String.init)).joined(separator: "/")
  }
}
