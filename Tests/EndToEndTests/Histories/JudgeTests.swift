import Testing

@Suite struct JudgeTests {
  typealias Tree = [String: ModelRepository.Blob]

  /// An early history, and later ones: plain, with wiring, and with environments.
  private static let histories = [
    History(seed: 7), History(seed: 206, templateURL: "file:///template.git"),
    History(seed: 208, templateURL: "file:///template.git"),
    History(seed: 214, templateURL: "file:///template.git"),
  ]

  /// A tree in which everything came as it had to.
  private func perfect(_ round: Round) -> Tree {
    var tree = round.after.ownersTree.merging(round.after.configurationTree) { $1 }
    for (path, facts) in round.after.generated {
      let text = "data:\n  values.yaml: |\n" + facts.map(Self.nested).joined()
      tree[path] = .init(bytes: Array(text.utf8))
    }
    guard round.after.isWired else { return tree }
    let lines = ["data:"] + Judge.variables(round.after.facts)
    let text = lines.map { $0 + "\n" }.joined()
    tree[ModelRepository.variablesPath] = .init(bytes: Array(text.utf8))
    return tree
  }

  private static func nested(_ key: String, _ value: String) -> String {
    let path = key.split(separator: ".")
    return path.enumerated().map { depth, name in
      String(repeating: "  ", count: depth + 2) + "\(name):"
    }.joined(separator: "\n") + " \(value)\n"
  }

  private func complaints(_ tree: Tree, _ history: Int, _ number: Int) -> [String] {
    let rounds = Self.histories[history].rounds
    let operations = rounds.prefix(number + 1).flatMap(\.operations)
    return Judge(round: rounds[number], operations: operations, actual: tree).complaints
  }

  @Test("the judge of the histories has nothing to say when all is well", arguments: 0...3, 0...3)
  func satisfied(_ history: Int, _ number: Int) {
    #expect(complaints(perfect(Self.histories[history].rounds[number]), history, number) == [])
  }

  @Test(
    "the judge of the histories sees a file that is missing, added or a program no more",
    arguments: 0...3, 0...3)
  func files(_ history: Int, _ number: Int) {
    let tree = perfect(Self.histories[history].rounds[number])
    for (path, blob) in tree {
      var broken = tree
      broken[path] = nil
      #expect(complaints(broken, history, number) != [], "\(path) is missing")
      broken[path] = .init(mode: "100600", bytes: blob.bytes)
      #expect(
        complaints(broken, history, number) != [] || ModelRepository.isGenerated(path),
        "\(path)")
      broken = tree
      broken[path + ".orig"] = blob
      #expect(complaints(broken, history, number) != [], "\(path).orig is there")
    }
  }

  @Test(
    "the judge of the histories sees every line that is lost or changed", arguments: 0...3, 0...3)
  func lines(_ history: Int, _ number: Int) {
    let tree = perfect(Self.histories[history].rounds[number])
    for (path, blob) in tree {
      let lines = blob.bytes.split(
        separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      for index in lines.indices.dropLast() where !isHead(lines[index]) {
        var lost = lines
        lost.remove(at: index)
        var broken = tree
        broken[path]?.bytes = Array(lost.joined(separator: [UInt8(ascii: "\n")]))
        #expect(complaints(broken, history, number) != [], "\(path) without line \(index + 1)")
      }
    }
  }

  /// Whether a line of the generated ConfigMap only leads to others.
  private func isHead(_ line: ArraySlice<UInt8>) -> Bool { line.last == UInt8(ascii: ":") }
}
