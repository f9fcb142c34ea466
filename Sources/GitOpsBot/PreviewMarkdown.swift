internal import BotCore
internal import Providers

/// A preview as Markdown for a comment, in which the words of others do nothing.
struct PreviewMarkdown {
  let text: String

  /// The most bytes: a comment on GitHub takes 65,536 characters
  /// (https://docs.github.com/en/rest/issues/comments).
  static let limit = 60_000
  /// More lines of one object are counted, not shown.
  private static let mostLines = 400

  /// What does not go into `room` bytes is counted at the end.
  init(_ preview: Preview, room: Int = limit) {
    var parts = [Self.introduction(preview)]
    for kustomization in preview.kustomizations where kustomization.problem == nil {
      parts += Self.parts(of: kustomization, isCompared: preview.base != nil)
    }
    parts += Self.problems("Flux would fail", preview.failures)
    parts += Self.problems("Not known", preview.notes)
    text = Self.joined(parts, room: room)
  }

  private static func joined(_ parts: [String], room: Int) -> String {
    // The last line has room in any case.
    let room = room - 100
    var text = ""
    var left = 0
    for part in parts {
      if text.utf8.count + part.utf8.count + 2 <= room { text += part + "\n\n" } else { left += 1 }
    }
    if left > 0 {
      text += "… and \(left) more part\(left == 1 ? "" : "s"), which did not fit.\n"
    }
    return text
  }

  private static func introduction(_ preview: Preview) -> String {
    guard let base = preview.base else {
      let objects = preview.kustomizations.reduce(0) { $0 + $1.objects.count }
      return "### What Flux applies\n\n\(objects) objects, of \(preview.source.inertMarkdown)."
    }
    var counts: [PreviewedObject.Change: Int] = [:]
    for object in preview.kustomizations.flatMap(\.changed) {
      if let change = object.change { counts[change, default: 0] += 1 }
    }
    let words = PreviewedObject.Change.allCases.compactMap { change in
      counts[change].map { "\($0) \(change.rawValue)" }
    }
    return "### What changes in the cluster\n\n"
      + (words.isEmpty ? "Nothing" : words.joined(separator: ", "))
      + ": \(preview.source.inertMarkdown), compared with \(base.inertMarkdown)."
  }

  /// A heading, then a folded part for each object.
  private static func parts(
    of kustomization: PreviewedKustomization, isCompared: Bool
  ) -> [String] {
    let objects = isCompared ? kustomization.changed : kustomization.objects
    guard !objects.isEmpty || !isCompared else { return [] }
    let lines = PreviewText.heading(kustomization).map(\.inertMarkdown)
    let heading = (["#### " + (lines.first ?? "")] + lines.dropFirst()).joined(separator: "\n\n")
    return [heading]
      + objects.map { object in
        let shown = isCompared ? object.patch : object.text
        let block = String(decoding: shown, as: UTF8.self).inertBlock(
          isCompared ? "diff" : "yaml", mostLines: mostLines)
        return
          "<details><summary>\(object.summary.inertMarkdown)</summary>\n\n\(block)\n\n</details>"
      }
  }

  private static func problems(
    _ title: String, _ problems: [ConfigurationError.Problem]
  ) -> [String] {
    guard !problems.isEmpty else { return [] }
    let lines = problems.map { problem in
      "- "
        + [problem.message, problem.location, problem.remedy].filter { !$0.isEmpty }
        .joined(separator: ", ").inertMarkdown
    }
    return ["#### \(title)\n\n" + lines.joined(separator: "\n")]
  }
}
