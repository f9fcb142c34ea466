import TestSupport

/// What the owner does to whole files and folders.
extension HistoryWriter {
  /// The owner adds a file that looks as if it were the template's.
  mutating func addFile() {
    let folders = ["manifests/clusters/my-cluster", "manifests/apps/chat", "manifests/own"]
    guard let folder = generator.pick(folders) else { return }
    let number = newNumber()
    let texts = [
      "# The owner's own.", "ownHost\(number): own.example.com", "ownCluster\(number): my-cluster",
      "ownContact\(number): admin@example.com", "ownRegion\(number): TEMPLATE_REGION",
    ]
    let lines = texts.map {
      ModelLine(id: model.newID(), role: .fixed, text: $0, follows: false, isOwners: true)
    }
    let path = model.ownersPath("\(folder)/own-\(number).yaml")
    let file = ModelFile(id: model.newID(), path: path, lines: lines, isOwners: true)
    model.owner[file.id] = file
    note(.ownFile, .kept, .file(file.id), "\(path) with stand-ins in it")
  }

  /// The owner deletes a file, and its entry in the kustomization.
  mutating func deleteFile() {
    guard let file = generator.pick(movableFiles) else { return }
    model.owner[file.id] = nil
    if let entry = model.entry(file.name, in: file.folder, of: model.owner),
      let index = model.owner[entry.file]?.index(of: entry.line)
    {
      model.owner[entry.file]?.lines.remove(at: index)
    }
    note(.fileDeletion, .kept, .file(file.id), "\(file.path) goes")
  }

  /// The owner gives a file another name, in the kustomization too.
  mutating func renameFile() {
    let found = movableFiles.filter { !$0.isRenamed }
    guard let file = generator.pick(found) else { return }
    let name = "own-name-\(newNumber())." + (file.name.split(separator: ".").last ?? "")
    model.owner[file.id]?.path = "\(file.folder)/\(name)"
    model.owner[file.id]?.isRenamed = true
    renameEntry(file.name, to: name, in: file.folder)
    note(.fileRename, .kept, .file(file.id), "\(file.path) → \(name)")
  }

  /// The owner gives the folder of an application another name, with everything in it.
  mutating func renameFolder() {
    let names = (["chat", "wiki", "git"] + model.twins.map(\.name)).filter { name in
      let folder = "manifests/apps/\(name)/"
      let inside = model.files.filter { $0.path.hasPrefix(folder) }
      return inside.contains { !$0.isOwners } && inside.allSatisfy { model.frozen[$0.id] == nil }
    }
    guard let name = generator.pick(names) else { return }
    let newName = "\(name)-own-\(newNumber())"
    let (old, new) = ("manifests/apps/\(name)", "manifests/apps/\(newName)")
    model.renamedFolders.append((old, new))
    for file in model.files {
      let path = model.ownersPath(file.path)
      model.owner[file.id]?.path = path
    }
    renameEntry(name, to: newName, in: "manifests/apps")
    let moved = model.files.first { $0.folder == new && !$0.isOwners }
    note(.folderRename, .kept, moved.map { .file($0.id) } ?? .everything, "\(old) → \(new)")
  }

  private mutating func renameEntry(_ name: String, to newName: String, in folder: String) {
    guard let entry = model.entry(name, in: folder, of: model.owner) else { return }
    change(entry) {
      ($0.role, $0.text) = (.entry(newName), "  - \(newName)")
      ($0.isOwners, $0.follows) = (true, false)
    }
  }

  /// Files of the template that may be deleted and renamed: what a path pattern names stays.
  private var movableFiles: [ModelFile] {
    model.files.filter {
      model.isInScope($0) && !$0.isKustomization && $0.mode != "120000" && $0.path != "README.md"
    }
  }
}
