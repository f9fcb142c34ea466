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
    let text = try Self.prose(page).map { $0.replacing(/`[^`]*`/, with: "") }.joined(
      separator: "\n")
    let links = text.matches(of: /\]\(([^)\s]+)\)/).map(\.1)
    for link in links where !link.contains("://") {
      let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      // What is above the repository belongs to the code host.
      if parts[0].hasPrefix("../../../") { continue }
      let folder = Self.root.appendingPathComponent(page).deletingLastPathComponent()
      let target = parts[0].isEmpty ? page : String(parts[0])
      let file =
        parts[0].isEmpty
        ? Self.root.appendingPathComponent(page) : folder.appendingPathComponent(target)
      #expect(FileManager.default.fileExists(atPath: file.path), "\(page): \(link)")
      guard parts.count == 2, file.pathExtension == "md" else { continue }
      let relative = file.standardizedFileURL.path.dropFirst(Self.root.path.count + 1)
      let anchors = try Self.prose(String(relative)).filter { $0.hasPrefix("#") }.map(Self.anchor)
      #expect(anchors.contains(String(parts[1])), "\(page): \(link)")
    }
  }

  /// The fixed parts of each text in the program's sources, in order, with texts joined by `+` as one.
  private static func messages() throws -> [[String]] {
    let sources = root.appendingPathComponent("Sources")
    let files = FileManager.default.subpaths(atPath: sources.path) ?? []
    return try files.filter { $0.hasSuffix(".swift") }.flatMap { file in
      try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
        .replacing(/"\s*\+\s*"/, with: "").split(separator: "\n").map(fixedParts)
    }
  }

  /// What a line has between its quotes, but for interpolations, which may hold texts of their own.
  private static func fixedParts(_ line: Substring) -> [String] {
    guard let first = line.firstIndex(of: "\""), let last = line.lastIndex(of: "\"") else {
      return []
    }
    let hole: Character = "\u{0}"
    return line[first...last].replacing("\\\"", with: "\u{1}")
      .replacing(/\\\((?:[^()]|\([^()]*\))*\)/, with: String(hole))
      .replacing("\"", with: String(hole)).replacing("\u{1}", with: "\"")
      .split(separator: hole).map(String.init)
  }

  /// Whether `text` has the parts of a message in their order, and mostly consists of them.
  private static func isMade(_ text: String, of parts: [String]) -> Bool {
    var rest = text[...]
    for part in parts where part.count > 2 {
      guard let range = rest.firstRange(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return parts.map(\.count).reduce(0, +) * 3 >= text.count
  }

  @Test("whoever looks a message up finds it as the program prints it")
  func troubleshooting() throws {
    let messages = try Self.messages()
    // The system prints the first two, and libgit2 most of the third.
    let others = ["error while loading", "version 'GLIBC", "opening /srv/acme: could"]
    let headings = try Self.prose("docs/troubleshooting.md").filter { $0.hasPrefix("### `") }
      .compactMap { $0.firstMatch(of: /`(.*)`/).map { String($0.1) } }
    #expect(headings.count > 30)
    for heading in headings where !others.contains(where: heading.hasPrefix) {
      #expect(messages.contains { Self.isMade(heading, of: $0) }, "\(heading)")
    }
  }
}
