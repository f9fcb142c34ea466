internal import Flux

/// The values of the Secrets in a tree, which no message may repeat.
final class SecretTexts {
  private let tree: GitTree
  /// The longest first, so that no part of one stays behind.
  private lazy var texts: [String] = {
    var texts: Set<String> = []
    collect("", into: &texts)
    return texts.sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
  }()

  init(in tree: GitTree) { self.tree = tree }

  /// Looks through every file: what a build reads, and so what an error of it may say, can stand anywhere.
  private func collect(_ folder: String, into texts: inout Set<String>) {
    for entry in tree.entries(of: folder) ?? [] {
      let path = RepositoryPath.path(of: entry.name, in: folder)
      guard !entry.isFolder else {
        collect(path, into: &texts)
        continue
      }
      guard let bytes = tree.readableFile(path) else { continue }
      let lines = SecretLines(of: bytes, isWhole: tree.isSecretFile(path))
      guard !lines.isEmpty else { continue }
      texts.formUnion(lines.withheldTexts)
      texts.formUnion(SecretValue.all(in: bytes).map(\.text).filter { $0.utf8.count >= 4 })
    }
  }

  /// Words of Flux's about files of the tree without them.
  func withheld(_ words: String) -> String {
    texts.reduce(words) { words, text in
      words.contains(text) ? words.replacing(text, with: SecretLines.mark) : words
    }
  }
}
