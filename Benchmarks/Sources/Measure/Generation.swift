import Foundation
import Rewriter
import Workload

/// The inputs of `compare`, as files that every tool reads.
enum Generation {
  private static let byteCount = 18_000_000

  /// Writes `free.yaml`, `template.yaml`, `dense.yaml`, `empty.yaml`, and for each number of rules
  /// and each family `COUNT-FAMILY.txt`, one stand-in on a line, and `COUNT-FAMILY.sed`.
  static func write(to folder: String) throws {
    let folder = URL(fileURLWithPath: folder, isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data().write(to: folder.appendingPathComponent("empty.yaml"))
    for density in ManifestText.Density.allCases {
      var text = ManifestText(density)
      let bytes = text.concatenated(byteCount: byteCount)
      try Data(bytes).write(to: folder.appendingPathComponent("\(density).yaml"))
    }
    for family in RuleFamily.allCases {
      for count in [10, 50, 1_000] {
        let rules = family.rules(count)
        let name = folder.appendingPathComponent("\(count)-\(family)")
        try lines(rules.map(\.from)).write(to: name.appendingPathExtension("txt"))
        let commands = rules.map { "s|\(escaped($0.from))|\($0.to)|g" }
        try lines(commands).write(to: name.appendingPathExtension("sed"))
      }
    }
  }

  private static func lines(_ lines: [String]) -> Data {
    Data(lines.map { $0 + "\n" }.joined().utf8)
  }

  private static func escaped(_ text: String) -> String {
    text.split(separator: ".", omittingEmptySubsequences: false).joined(separator: #"\."#)
  }
}
