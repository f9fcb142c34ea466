/// What later histories start from beside the rest.
extension ModelRepository {
  /// The folder of all apps.
  static let apps = "manifests/apps"

  /// Adds apps that look alike, empty files and links.
  mutating func addMore() {
    for name in ["news", "shop", "poll"] {
      addTwin(name)
      addEntry(name, in: Self.apps)
    }
    for (link, target) in [("front", "apps"), ("post", "infrastructure/mail")] {
      links.append(add("manifests/\(link)", [(.fixed, target)], lineEnd: "", mode: "120000"))
    }
  }

  /// Adds one more of the apps that look alike to both sides.
  mutating func addTwin(_ name: String) {
    let files = ModelTwin.texts(name).map { file in
      let lines = file.lines.map { line in
        var made = ModelLine(id: newID(), role: line.role, text: values.current(line.text))
        if hasEnvironments { made.text = Self.sharedText(made.text) }
        made.comment = line.comment
        return made
      }
      return add("\(Self.apps)/\(name)/\(file.name)", lines)
    }
    twins.append(ModelTwin(name: name, files: files))
  }

  private mutating func addEntry(_ name: String, in folder: String) {
    let line = ModelLine(id: newID(), role: .entry(name), text: "  - \(name)")
    for id in owner.keys where owner[id]?.isKustomization == true && owner[id]?.folder == folder {
      owner[id]?.lines.append(line)
      template[id]?.lines.append(line)
    }
  }
}
