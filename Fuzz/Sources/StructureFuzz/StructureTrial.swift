import Rewriter
import YAML

/// One input of the fuzzer, and what has to be true of it.
struct StructureTrial {
  private let rules: RuleSet
  private let file: [UInt8]

  /// Nothing for an input whose value makes no rules.
  init?(_ input: UnsafeRawBufferPointer) {
    let end = input.firstIndex(of: 0) ?? input.startIndex
    guard let value = String(validating: input[..<end], as: UTF8.self) else { return nil }
    let rules = try? RuleSet([
      Rule(kind: .text, from: "STAND", to: value),
      Rule(kind: .domain, from: "example.com", to: "acme.io"),
    ])
    guard let rules else { return nil }
    self.rules = rules
    file = Array(input[end...].drop { $0 == 0 })
  }

  func run() {
    let edits = file.withUnsafeBytes { rules.edits(in: $0) }.map {
      ByteEdit(range: $0.range, replacement: $0.replacement)
    }
    let outcome = StructureProof.rewriting(file, edits: edits) { rules.rewritten($0) }
    guard case .rewritten(let bytes, let made) = outcome else { return }
    precondition(applying(made) == bytes, "the edits do not lead to the file")
    guard YAMLShape.canRead(file), YAMLShape.canRead(bytes) else { return }
    guard let before = YAMLShape(file, rewrite: { rules.rewrite($0) }) else { return }
    guard let after = YAMLShape(bytes, rewrite: { $0 }) else {
      preconditionFailure("the file is no YAML any more")
    }
    precondition(before.parts == after.parts, "the structure has changed")
  }

  private func applying(_ edits: [ByteEdit]) -> [UInt8] {
    var result = file
    for edit in edits.reversed() { result.replaceSubrange(edit.range, with: edit.replacement) }
    return result
  }
}
