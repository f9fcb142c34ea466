import Rewriter

/// What rewriting means, said as plainly as possible and without regard to time.
///
/// For ASCII without escapes; written without a look at the engine.
struct NaiveRewriter {
  let rules: [Rule]

  func rewrite(_ text: String) -> String {
    let input = Array(text.utf8)
    var output: [UInt8] = []
    var place = 0
    while place < input.count {
      let fitting = rules.filter { fits($0, input, place) }
      if let rule = fitting.max(by: { $0.from.utf8.count < $1.from.utf8.count }) {
        let end = place + rule.from.utf8.count
        output += value(of: rule, for: String(decoding: input[place..<end], as: UTF8.self)).utf8
        place = end
      } else {
        output.append(input[place])
        place += 1
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  private func value(of rule: Rule, for old: String) -> String {
    let isShouted = old != rule.from && old == old.uppercased() && old != old.lowercased()
    return rule.kind == .domain && isShouted ? rule.to.uppercased() : rule.to
  }

  private func fits(_ rule: Rule, _ input: [UInt8], _ place: Int) -> Bool {
    let end = place + rule.from.utf8.count
    guard end <= input.count else { return false }
    let old = String(decoding: input[place..<end], as: UTF8.self)
    let left = String(decoding: input[..<place], as: UTF8.self)
    let right = String(decoding: input[end...], as: UTF8.self)
    let binding = rule.renamesPaths ? "-._" : "-._/"
    if rule.exactBoundary, left.last.map(binding.contains) ?? false { return false }
    if rule.exactBoundary, right.first.map(binding.contains) ?? false { return false }
    let host = (rule.from.split(separator: "@").last ?? "").lowercased()
    let oldHost = (old.split(separator: "@").last ?? "").lowercased()
    switch rule.kind {
    case .text where !rule.exactBoundary: return old == rule.from
    case .text, .name: return old == rule.from && !isWord(left.last) && !isWord(right.first)
    case .domain where !rule.from.contains("."):
      return oldHost == host && !isLabel(left.last) && !isLabel(right.first)
    case .domain: return oldHost == host && !isLabel(trimmed(left, "-").last) && !goesOn(right)
    case .email:
      return oldHost == host && old.prefix { $0 != "@" } == rule.from.prefix { $0 != "@" }
        && !isLabel(trimmed(left, ".+-").last) && !goesOn(right)
    }
  }

  private func goesOn(_ right: String) -> Bool {
    right.first == "." ? isLabel(right.dropFirst().first) : isLabel(right.first { $0 != "-" })
  }

  private func trimmed(_ left: String, _ joints: String) -> Substring {
    var left = left[...]
    while let last = left.last, joints.contains(last) { left.removeLast() }
    return left
  }

  private func isWord(_ character: Character?) -> Bool {
    character.map { $0.isLetter || $0.isNumber } ?? false
  }

  private func isLabel(_ character: Character?) -> Bool {
    isWord(character) || character == "_"
  }
}
