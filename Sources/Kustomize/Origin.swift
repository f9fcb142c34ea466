/// Where a resource comes from, as `buildMetadata` has it written into annotations.
///
/// Source: `api/resource/origin.go`.
struct Origin: Hashable {
  static let annotation = "config.kubernetes.io/origin"
  static let transformations = "alpha.config.kubernetes.io/transformations"

  /// The path of the file or folder, from the folder that is built.
  var path = ""
  /// The kustomization file of the generator or transformer, from the folder that is built.
  var configuredIn = ""
  /// The kind of the generator or transformer, and what else its configuration is known by.
  var kind = ""
  var apiVersion = "builtin"
  var name = ""
  var namespace = ""

  /// The origin with a path below or beside this one.
  func appending(_ path: String) -> Origin {
    var origin = self
    origin.path = FilePath.relative(joining: self.path, path)
    return origin
  }

  /// The origin of what a generator or transformer of a kustomization makes.
  func configured(in file: String, by kind: String) -> Origin {
    Origin(configuredIn: FilePath.relative(joining: path, file), kind: kind)
  }

  /// The text of the annotation.
  var text: String { lines(indentation: "").map { $0 + "\n" }.joined() }

  private func lines(indentation: String) -> [String] {
    var lines: [String] = []
    if !path.isEmpty { lines.append("path: " + path) }
    if !configuredIn.isEmpty { lines.append("configuredIn: " + configuredIn) }
    if !kind.isEmpty {
      lines += ["configuredBy:", "  apiVersion: " + apiVersion, "  kind: " + kind]
      if !name.isEmpty { lines.append("  name: " + name) }
      if !namespace.isEmpty { lines.append("  namespace: " + namespace) }
    }
    return lines.map { indentation + $0 }
  }

  /// This as an element of the list of transformations.
  var element: String {
    lines(indentation: "").enumerated().map { ($0 == 0 ? "- " : "  ") + $1 + "\n" }.joined()
  }
}

extension Resource {
  /// This resource with a note of what it comes from, where it has none yet.
  func annotated(generatedBy origin: Origin?) -> Resource {
    guard let origin, annotations[Origin.annotation] == nil else { return self }
    var resource = self
    resource.setAnnotation(Origin.annotation, origin.text)
    return resource
  }
}

extension ResourceList {
  /// Notes that a transformer has run over all resources.
  mutating func annotate(transformedBy origin: Origin) {
    for index in resources.indices {
      let known = resources[index].annotations
      if known[Origin.annotation] == nil {
        resources[index].setAnnotation(Origin.annotation, origin.text)
      } else {
        let earlier = known[Origin.transformations] ?? ""
        resources[index].setAnnotation(Origin.transformations, earlier + origin.element)
      }
    }
  }

  /// Removes the notes that nobody asked for, by which all annotations become strings in the order of their keys.
  mutating func tidyAnnotations(keeping options: [String]) {
    for index in resources.indices {
      var texts = resources[index].annotations
      if !options.contains("originAnnotations") { texts[Origin.annotation] = nil }
      if !options.contains("transformerAnnotations") { texts[Origin.transformations] = nil }
      resources[index].setTexts("annotations", texts)
    }
  }
}

/// Paths with `/` between their parts.
enum FilePath {
  /// Joins two paths and resolves `.` and `..`, which stays in front where it leads out.
  static func relative(joining base: String, _ path: String) -> String {
    // Nearly all are names of what is in the folder.
    if !base.isEmpty, !path.isEmpty, !path.utf8.contains(0x2F), path != ".", path != ".." {
      return base + "/" + path
    }
    var parts: [Substring] = []
    for part in (base + "/" + path).split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }

  /// The path from the root of the tree, or nil where it leads out of it.
  static func rooted(joining base: String, _ path: String) -> String? {
    guard !path.hasPrefix("/") else { return nil }
    let joined = relative(joining: base, path)
    return joined == ".." || joined.hasPrefix("../") ? nil : joined
  }

  /// Whether `folder` is `other` or above it.
  static func isAtOrAbove(_ folder: String, _ other: String) -> Bool {
    folder.isEmpty || folder == other || other.hasPrefix(folder + "/")
  }
}
