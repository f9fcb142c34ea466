import Testing

@Suite struct JudgeTests {
  typealias Tree = [String: ModelRepository.Blob]

  /// An early history, and a later one with all that those have.
  private static let histories = [
    History(seed: 7), History(seed: 208, templateURL: "file:///template.git"),
  ]

  /// A tree in which everything came as it had to.
  private func perfect(_ round: Round) -> Tree {
    var tree = round.after.ownersTree.merging(round.after.configurationTree) { $1 }
    let values = round.after.facts.map { key, value in
      let path = key.split(separator: ".")
      return path.enumerated().map { depth, name in
        String(repeating: "  ", count: depth + 2) + "\(name):"
      }.joined(separator: "\n") + " \(value)\n"
    }
    let text = "data:\n  values.yaml: |\n" + values.joined()
    tree[ModelRepository.generatedPath] = .init(bytes: Array(text.utf8))
    return tree
  }

  private func complaints(_ tree: Tree, _ history: Int, _ number: Int) -> [String] {
    let rounds = Self.histories[history].rounds
    let operations = rounds.prefix(number + 1).flatMap(\.operations)
    return Judge(round: rounds[number], operations: operations, actual: tree).complaints
  }

  @Test("the judge of the histories has nothing to say when all is well", arguments: 0...1, 0...3)
  func satisfied(_ history: Int, _ number: Int) {
    #expect(complaints(perfect(Self.histories[history].rounds[number]), history, number) == [])
  }

  @Test(
    "the judge of the histories sees a file that is missing, added or a program no more",
    arguments: 0...1, 0...3)
  func files(_ history: Int, _ number: Int) {
    let tree = perfect(Self.histories[history].rounds[number])
    for (path, blob) in tree {
      var broken = tree
      broken[path] = nil
      #expect(complaints(broken, history, number) != [], "\(path) is missing")
      broken[path] = .init(mode: "100600", bytes: blob.bytes)
      #expect(
        complaints(broken, history, number) != [] || path == ModelRepository.generatedPath,
        "\(path)")
      broken = tree
      broken[path + ".orig"] = blob
      #expect(complaints(broken, history, number) != [], "\(path).orig is there")
    }
  }

  @Test(
    "the judge of the histories sees every line that is lost or changed", arguments: 0...1, 0...3)
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
