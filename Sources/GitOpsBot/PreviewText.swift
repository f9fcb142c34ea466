internal import BotCore

/// A preview as YAML, and as a patch for people.
enum PreviewText {
  /// What is applied as a YAML stream, with a comment in front of each Kustomization; compared with a base, what is
  /// created or changed.
  static func documents(of preview: Preview) -> [UInt8] {
    var stream: [UInt8] = []
    for kustomization in preview.kustomizations where kustomization.problem == nil {
      stream += comments(heading(kustomization))
      for object in kustomization.objects {
        switch object.change {
        case nil: stream += Array("---\n".utf8) + object.text
        case .created, .changed:
          stream += Array("---\n".utf8) + comments([object.summary]) + object.text
        case .deleted, .kept: stream += comments([object.summary])
        case .unchanged: continue
        }
      }
    }
    return stream
  }

  /// How the objects differ from the base, a file for each.
  static func patch(of preview: Preview) -> [UInt8] {
    var patch: [UInt8] = []
    for kustomization in preview.kustomizations where !kustomization.changed.isEmpty {
      patch += comments(heading(kustomization))
      for object in kustomization.changed {
        patch += comments([object.summary])
        patch += object.patch
      }
    }
    return patch
  }

  /// A note as a line for standard error.
  static func note(_ problem: ConfigurationError.Problem) -> String {
    "note: "
      + [problem.message, problem.location, problem.remedy].filter { !$0.isEmpty }
      .joined(separator: ", ")
  }

  /// What a Kustomization is, and what Flux does with it.
  static func heading(_ kustomization: PreviewedKustomization) -> [String] {
    let place = kustomization.file.map { file in
      " (\(file)\(kustomization.line.map { ":\($0)" } ?? ""))"
    }
    var lines = [
      "\(kustomization.title)\(place ?? "")" + (kustomization.isDeleted ? " is deleted" : "")
    ]
    if kustomization.isSuspended {
      lines.append("suspended: until it is resumed, Flux leaves the cluster as it is")
    }
    if kustomization.isRemote { lines.append("applied to the cluster that spec.kubeConfig names") }
    return lines
  }

  private static func comments(_ lines: [String]) -> [UInt8] {
    lines.flatMap { line in
      let text = line.split(whereSeparator: \.isNewline).joined(separator: " ")
      return Array("# \(text)\n".utf8)
    }
  }
}

extension PreviewedKustomization {
  /// Such as `Kustomization flux-system/apps of cluster clusters/a`.
  var title: String {
    name.isEmpty
      ? "folder \(path), which nothing applies yet"
      : "Kustomization \(identifier) of cluster \(cluster)"
  }
}

extension PreviewedObject {
  /// What becomes of it, in a line.
  var summary: String {
    guard let change else { return title }
    switch change {
    case .kept: return "no longer applied, and left in the cluster: \(title)"
    case .changed where patch.isEmpty: return "changed: \(title), in values that are not shown"
    default: return "\(change.rawValue): \(title)"
    }
  }
}
