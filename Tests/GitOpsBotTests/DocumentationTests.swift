import Foundation
import Testing

/// Links between the pages lead somewhere, and the messages that people look up are those of the program.
@Suite struct DocumentationTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../..").standardizedFileURL

  private static let pages: [String] = {
    let folders = ["", "docs/", "Examples/cronjob/", "Examples/gitlab-ci/", "Examples/terraform/"]
    return folders.flatMap { folder in
      let names = try? FileManager.default.contentsOfDirectory(
        atPath: root.appendingPathComponent(folder).path)
      return (names ?? []).filter { $0.hasSuffix(".md") }.sorted().map { folder + $0 }
    }
  }()

  /// The lines of a page that are not in a fenced block.
  private static func prose(_ page: String) throws -> [Substring] {
    var isFenced = false
    return try String(contentsOf: root.appendingPathComponent(page), encoding: .utf8)
      .split(separator: "\n").filter { line in
        let isFence = line.drop { $0 == " " }.hasPrefix("```")
        if isFence { isFenced.toggle() }
        return !isFence && !isFenced
      }
  }

  /// The name that a code host gives to a heading.
  private static func anchor(_ heading: Substring) -> String {
    let text = heading.drop { $0 == "#" || $0 == " " }.replacing(/\]\([^)]*\)/, with: "")
    return text.lowercased().filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }
      .replacing(" ", with: "-")
  }

  @Test("a link that a reader follows leads to a file and a heading", arguments: pages)
  func links(page: String) throws {
    let text = try Self.prose(page).joined(separator: "\n").replacing(/`[^`\n]*`/, with: "")
    let links = text.matches(of: /\]\(([^)\s]+)\)/).map(\.1)
    for link in links where !link.contains("://") {
      let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      let here = Self.root.appendingPathComponent(page)
      let file =
        parts[0].isEmpty
        ? here : here.deletingLastPathComponent().appendingPathComponent(String(parts[0]))
      // What is above the repository belongs to the code host.
      guard file.standardizedFileURL.path.hasPrefix(Self.root.path) else {
        #expect(parts[0].hasSuffix("../releases"), "\(page): \(link)")
        continue
      }
      #expect(FileManager.default.fileExists(atPath: file.path), "\(page): \(link)")
      guard parts.count == 2, file.pathExtension == "md" else { continue }
      let relative = file.standardizedFileURL.path.dropFirst(Self.root.path.count + 1)
      let anchors = try Self.prose(String(relative)).filter { $0.hasPrefix("#") }.map(Self.anchor)
      #expect(anchors.contains(String(parts[1])), "\(page): \(link)")
    }
  }

  /// The texts in the program's sources, with those joined by `+` as one.
  private static func messages() throws -> [[String]] {
    let sources = root.appendingPathComponent("Sources")
    let files = FileManager.default.subpaths(atPath: sources.path) ?? []
    return try files.filter { $0.hasSuffix(".swift") }.flatMap { file in
      try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
        .replacing(/"\s*\+\s*"/, with: "").split(separator: "\n").flatMap { line in
          var scanner = TextScanner()
          for character in line { scanner.read(character) }
          return scanner.texts
        }
    }
  }

  /// Whether `line` is made of a text: it has the fixed parts in their order, and begins with the first.
  private static func isMade(_ line: String, of parts: [String]) -> Bool {
    guard line.hasPrefix(parts[0].drop { $0 == " " }) else { return false }
    var rest = line[...]
    for part in [String(parts[0].drop { $0 == " " })] + parts.dropFirst() where !part.isEmpty {
      guard let range = rest.firstRange(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return parts.map(\.count).reduce(0, +) >= 10
  }

  @Test("whoever looks a message up finds it as the program prints it")
  func troubleshooting() throws {
    let messages = try Self.messages()
    // The system prints the first two, and libgit2 most of the third.
    let others = ["error while loading", "version 'GLIBC", "opening /srv/acme: could"]
    let headings = try Self.prose("docs/troubleshooting.md").filter { $0.hasPrefix("### `") }
      .compactMap { $0.firstMatch(of: /`(.*)`/).map { String($0.1) } }
    #expect(headings.count > 30)
    #expect(
      !messages.contains {
        Self.isMade("the lock has version 4, that gitops-bot knows versions to 3", of: $0)
      })
    for heading in headings where !others.contains(where: heading.hasPrefix) {
      #expect(messages.contains { Self.isMade(heading, of: $0) }, "\(heading)")
    }
  }
}

/// Finds the texts in a line of Swift.
private struct TextScanner {
  /// The fixed parts of each, between which its interpolations stood; these may hold texts of their own.
  private(set) var texts: [[String]] = []
  /// What was begun, outermost first, each with the number of parentheses that are open in its interpolation.
  private var begun: [(parts: [String], depth: Int)] = []
  private var isEscaped = false

  private var isInText: Bool { begun.last?.depth == 0 }

  mutating func read(_ character: Character) {
    let last = begun.count - 1
    switch character {
    case "(" where isEscaped:
      begun[last].parts.append("")
      begun[last].depth = 1
    case "\\" where isInText && !isEscaped:
      isEscaped = true
      return
    case "\"" where isInText && !isEscaped: texts.append(begun.removeLast().parts)
    case _ where isInText: begun[last].parts[begun[last].parts.count - 1].append(character)
    case "\"": begun.append(([""], 0))
    case "(" where last >= 0: begun[last].depth += 1
    case ")" where last >= 0: begun[last].depth -= 1
    default: break
    }
    isEscaped = false
  }
}
