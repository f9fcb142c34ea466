import TestSupport

/// What releases of an upstream template do to whole files.
extension HistoryWriter {
  /// The template gets a file with stand-ins, and an entry for it where the owner left room.
  mutating func addToTemplate() {
    // What a stand-in without a rule becomes in a new file is for other tests.
    let cluster =
      model.values["my-cluster"] == nil || model.hasEnvironments
      ? [] : ["manifests/clusters/my-cluster"]
    let folders = ["manifests/apps/chat", "manifests/apps/wiki"] + cluster
    guard let folder = generator.pick(folders) else { return }
    let number = newNumber()
    let domain = model.values.current("example.com")
    let email = model.values.current("admin@example.com")
    let name = "new-\(number).yaml"
    let id = model.add(
      "\(folder)/\(name)",
      [
        (.fixed, "apiVersion: v1"), (.fixed, "kind: ConfigMap"), (.fixed, "metadata:"),
        (.fixed, "  name: new-\(number)"), (.fixed, "data:"),
        (.plain, "  newMood\(number): calm"), (.host, "  newHost\(number): new.\(domain)"),
        (.plain, "  newSize\(number): small"), (.value, "  newMail\(number): \(email)"),
      ])
    addEntry(name, in: folder)
    note(.templateFile, .arrived, .file(id), "\(folder)/\(name)")
  }

  private mutating func addEntry(_ name: String, in folder: String) {
    let kustomization = model.template.values.first { $0.isKustomization && $0.folder == folder }
    guard let theirs = kustomization, let ours = model.owner[theirs.id],
      let head = theirs.lines.firstIndex(where: { $0.text == "resources:" }),
      let there = ours.index(of: theirs.lines[head].id),
      theirs.lines.count > head + 1, ours.lines.count > there + 1,
      theirs.lines[head + 1].id == ours.lines[there + 1].id, !ours.lines[there + 1].isOwners
    else { return }
    let line = ModelLine(id: model.newID(), role: .entry(name), text: "  - \(name)")
    model.template[theirs.id]?.lines.insert(line, at: head + 1)
    model.owner[theirs.id]?.lines.insert(line, at: there + 1)
  }

  /// The template drops a file: the owner's goes, unless the owner edited it.
  mutating func deleteFromTemplate() {
    guard let file = generator.pick(plainConfigs) else { return }
    let isEdited = file.isEdited(since: model.template[file.id])
    // The entry stays here, so that the template's own build fails: what wiring makes of that is for other tests.
    if isEdited, model.isWired { return }
    model.template[file.id] = nil
    if isEdited {
      // Nothing is rewritten in it any more.
      model.owner[file.id]?.isOwners = true
      model.frozen[file.id] = written
      conflicts.insert(file.id)
    } else {
      model.owner[file.id] = nil
      changeEntry(file.name, in: file.folder) { $0.lines.remove(at: $1) }
    }
    note(.templateDeletion, isEdited ? .conflict : .arrived, .file(file.id), file.path)
  }

  /// The template gives a file another name: the owner's follows with its edits.
  mutating func renameInTemplate() {
    guard let file = generator.pick(plainConfigs) else { return }
    let path = "\(file.folder)/new-name-\(newNumber()).yaml"
    model.template[file.id]?.path = path
    model.owner[file.id]?.path = path
    let name = path.split(separator: "/").last.map(String.init) ?? path
    changeEntry(file.name, in: file.folder) {
      ($0.lines[$1].role, $0.lines[$1].text) = (.entry(name), "  - \(name)")
    }
    note(.templateRename, .arrived, .file(file.id), "\(file.path) → \(path)")
  }

  /// Changes the kustomization's entry for a file on both sides; the owner left it alone.
  mutating func changeEntry(
    _ name: String, in folder: String, _ change: (inout ModelFile, Int) -> Void
  ) {
    guard let entry = model.entry(name, in: folder, of: model.template),
      var theirs = model.template[entry.file], let there = theirs.index(of: entry.line),
      var ours = model.owner[entry.file], let here = ours.index(of: entry.line)
    else { return }
    change(&theirs, there)
    change(&ours, here)
    (model.template[entry.file], model.owner[entry.file]) = (theirs, ours)
  }

  /// Files in scope that are at the same path on both sides, hold no workload and are not changed
  /// otherwise by this release.
  private var plainConfigs: [ModelFile] {
    model.files.filter {
      model.isInScope($0) && $0.path == model.template[$0.id]?.path
        && $0.name.hasPrefix("config") && !conflicts.contains($0.id) && !isInRelease($0.path)
    }
  }

  private func isInRelease(_ path: String) -> Bool {
    operations.contains { $0.kind.isTemplates && $0.text.contains(path) }
  }
}
