import Rewriter

/// Manifests in the shape of a GitOps repository, the same for a seed on every machine.
public struct ManifestText: Sendable {
  /// What a manifest has where a template has its stand-ins.
  public enum Density: String, CaseIterable, Sendable {
    /// The values of an installation: no rule matches.
    case free
    /// Stand-ins at the places where templates have them: about one in 200 bytes.
    case template
    /// A stand-in on every line, about one in 40 bytes.
    case dense
  }

  private let density: Density
  private var generator: SeededGenerator

  /// Manifests with stand-ins as `density` says; another seed gives other words.
  public init(_ density: Density, seed: UInt64 = 1) {
    self.density = density
    generator = SeededGenerator(seed: seed)
  }

  /// One file of one to three manifests, 900 bytes on average where no line gets a comment.
  public mutating func file() -> [UInt8] {
    let manifestCount = [1, 1, 2, 3].randomElement(using: &generator) ?? 1
    return (0..<manifestCount).flatMap { _ in manifest() }
  }

  private mutating func manifest() -> [UInt8] {
    let shape = Shapes.all.randomElement(using: &generator) ?? ""
    let application = word(Vocabulary.applications)
    let namespace = word(Vocabulary.namespaces)
    var text = "---\n"
    for line in shape.split(separator: "\n", omittingEmptySubsequences: false) {
      var rest = line
      while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
        text += rest[..<open]
        switch rest[rest.index(after: open)..<close] {
        case "app": text += application
        case "namespace": text += namespace
        case let name: text += filling(name)
        }
        rest = rest[rest.index(after: close)...]
      }
      text += rest
      if density == .dense { text += " # \(standIn())" }
      text += "\n"
    }
    return Array(text.utf8)
  }

  /// Files one behind the other, `byteCount` bytes or the rest of a file more.
  public mutating func concatenated(byteCount: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < byteCount { bytes += file() }
    return bytes
  }

  private mutating func filling(_ name: Substring) -> String {
    let hasStandIns = density != .free
    switch name {
    case "part": return word(Vocabulary.parts)
    case "number": return String(Int.random(in: 1...64, using: &generator))
    case "domain": return hasStandIns ? "example.com" : "globex.org"
    case "chat": return hasStandIns ? "chat.example.com" : "talk.globex.org"
    case "cluster": return hasStandIns ? "my-cluster" : "globex-staging"
    case "mail": return hasStandIns ? "admin@example.com" : "ops@globex.org"
    default: return hasStandIns ? "TEMPLATE_PROJECT" : "globex"
    }
  }

  private mutating func standIn() -> String {
    RuleFamily.held.randomElement(using: &generator)?.from ?? ""
  }

  private mutating func word(_ words: [String]) -> String {
    words.randomElement(using: &generator) ?? ""
  }
}
