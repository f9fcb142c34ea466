import Findings
import Flux
import YAML

/// The names by which manifests refer to the generated values.
struct ValueNames {
  /// What is wrong with the values themselves.
  private(set) var findings: [Finding] = []

  /// The values of each place that has names at all.
  private var places: [(values: Value, flat: FlatValues)] = []
  private let remedies = Remedies()
  let nearest: ManifestCheck.Nearest

  init(_ configuration: WiringConfiguration, nearest: @escaping ManifestCheck.Nearest) {
    self.nearest = nearest
    for place in configuration.places {
      do throws(FlatNameError) {
        places.append((place.values, try FlatValues(place.values)))
      } catch {
        findings.append(
          Finding(
            .valuesClash, .error, path: place.path, String(describing: error),
            remedy: "rename one of the two"))
      }
    }
  }

  /// Whether a variable of that name is generated, or no values are known at all.
  func contains(_ name: String) -> Bool {
    places.isEmpty || places.contains { $0.flat.contains(name) }
  }

  /// A finding for each reference in a file that names no value, or names it with dots.
  func findings(in stream: YAMLStream, _ path: String) -> [Finding] {
    var findings: [Finding] = []
    let positions = TextPositions(stream.bytes)
    for document in stream.documents where !document.isEncrypted {
      document.forEachScalar { node, scalar in
        for found in PlacedRun.all(in: scalar, node, of: stream.bytes) {
          if let finding = finding(of: found, positions, path) { findings.append(finding) }
        }
      }
    }
    return findings
  }

  private func finding(
    of found: PlacedRun, _ positions: TextPositions, _ path: String
  ) -> Finding? {
    guard found.run.startsVariable, let brace = found.run.brace else { return nil }
    let isDotted = brace.dotted?.utf8.starts(with: "\(FlatValues.prefix).".utf8) == true
    let written = isDotted ? brace.dotted ?? "" : brace.name
    guard isDotted || found.run.namesOurs else { return nil }
    let position = found.position(in: positions)
    if let flat = isDotted ? flatName(ofReference: written) : written, contains(flat) {
      guard isDotted else { return nil }
      return Finding(
        .referenceDotted, .error, path: path, position: position,
        "Flux cannot substitute \(written), since names of variables have no dots",
        remedy: "let gitops-bot run translate it, or write \(flat)")
    }
    // With a default Flux applies the manifest, though never with the value.
    let severity = brace.hasDefault ? Finding.Severity.warning : .error
    return Finding(
      .referenceUnknown, severity, path: path, position: position,
      "there is no value \(written)",
      remedy: remedies.of(written) { remedy(for: written, isDotted: isDotted) })
  }
}

extension ValueNames {
  /// What to write for unknown names, each found out once.
  private final class Remedies {
    private var known: [String: String] = [:]

    /// How many names are compared with all that there are; nobody reads on behind so many.
    private static let most = 1_000

    func of(_ name: String, _ find: () -> String) -> String {
      if let remedy = known[name] { return remedy }
      guard known.count < Self.most else { return ValueNames.generalRemedy }
      let remedy = find()
      known[name] = remedy
      return remedy
    }
  }

  private static var generalRemedy: String {
    "correct the name, or add the value to infrastructure.config.json"
  }

  /// How many names of a map a remedy lists.
  private static var mostListed: Int { 20 }

  /// What to write for a name that is unknown, part by part from the left.
  private func remedy(for written: String, isDotted: Bool) -> String {
    let separator: Character = isDotted ? "." : "_"
    var parts = written.split(separator: separator).dropFirst().map(String.init)
    var (known, values) = (FlatValues.prefix, places.first?.values ?? .null)
    while !parts.isEmpty {
      let names = Dictionary(
        values.members.map { (isDotted ? $0.key : $0.key.flattened, $0.value) }
      ) { first, _ in first }
      // A name may hold the separator itself.
      let lengths = (1...parts.count).map { parts[..<$0].joined(separator: String(separator)) }
      if let index = lengths.firstIndex(where: { names[$0] != nil }) {
        known.append("\(separator)\(lengths[index])")
        values = names[lengths[index]] ?? .null
        parts.removeFirst(index + 1)
        continue
      }
      let guesses = lengths.enumerated().compactMap { index, word in
        nearest(word, names.keys.sorted()).map { (name: $0, rest: parts[(index + 1)...]) }
      }
      if let guess = guesses.first {
        let all = [known, guess.name] + guess.rest
        return "did you mean \(all.joined(separator: String(separator)))?"
      }
      if names.isEmpty { break }
      let listed = names.keys.sorted().prefix(Self.mostListed).joined(separator: ", ")
      return "\(known) has \(listed)\(names.count > Self.mostListed ? ", …" : "")"
    }
    return Self.generalRemedy
  }
}

extension String {
  /// This key as a part of a variable's name.
  fileprivate var flattened: String {
    String(String.UnicodeScalarView(unicodeScalars.map { $0.isFlat ? $0 : "_" }))
  }
}

extension Unicode.Scalar {
  /// Whether this may stand in the name of a variable.
  fileprivate var isFlat: Bool { isASCII && UInt8(ascii: self).isWord && self != "-" }
}

/// The folders with templates of Helm charts, whose files are no YAML before Helm has read them.
struct ChartTemplates {
  private let folders: [String]

  /// Finds every folder `templates` that stands beside a `Chart.yaml` among `files`.
  init(among files: [String]) {
    folders = files.filter { RepositoryPath.name(of: $0) == "Chart.yaml" }.map {
      ManifestReader.path(RepositoryPath.folder(of: $0), "templates/")
    }
  }

  /// Whether a file lies in one of them.
  func contains(_ path: String) -> Bool {
    folders.contains { path.utf8.starts(with: $0.utf8) }
  }
}
