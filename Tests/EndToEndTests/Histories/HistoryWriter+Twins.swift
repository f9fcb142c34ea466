import TestSupport

/// Apps that look alike, and empty files.
extension HistoryWriter {
  /// The owner writes an app like the template's beside them, at times in place of one of them.
  mutating func addOwnTwin() {
    let name = "own-app-\(newNumber())"
    var files: [Int] = []
    for text in ModelTwin.texts(name) {
      let lines = text.lines.map { line in
        let written = model.values.written(model.values.current(line.text))
        var made = ModelLine(
          id: model.newID(), role: line.role, text: written, follows: false, isOwners: true)
        made.comment = line.comment
        return made
      }
      let path = "\(ModelRepository.apps)/\(name)/\(text.name)"
      let file = ModelFile(id: model.newID(), path: path, lines: lines, isOwners: true)
      model.owner[file.id] = file
      files.append(file.id)
    }
    addOwnEntry(name)
    note(.twinApp, .kept, .file(files[0]), "\(name) beside the template's apps")
    if generator.chance(50) { deleteTwin() }
  }

  private mutating func addOwnEntry(_ name: String) {
    let list = model.files.first { $0.isKustomization && $0.folder == ModelRepository.apps }
    guard let list else { return }
    let line = ModelLine(
      id: model.newID(), role: .entry(name), text: "  - \(name)", follows: false, isOwners: true)
    model.owner[list.id]?.lines.append(line)
  }

  /// The owner deletes an app, and its entry in the kustomization.
  mutating func deleteTwin() {
    let found = model.twins.indices.filter { isWhole(model.twins[$0]) }
    guard let index = generator.pick(found) else { return }
    let twin = model.twins[index]
    guard
      let entry = model.entry(twin.name, in: ModelRepository.apps, of: model.owner),
      let place = model.owner[entry.file]?.index(of: entry.line)
    else { return }
    for id in twin.files { model.owner[id] = nil }
    model.owner[entry.file]?.lines.remove(at: place)
    model.twins[index].isDeleted = true
    note(.appDeletion, .kept, .file(twin.files[0]), "\(twin.folder) goes")
  }

  /// Whether both sides have all files of an app where they were, and no rule is about one of them.
  private func isWhole(_ twin: ModelTwin) -> Bool {
    twin.files.allSatisfy { id in
      guard let file = model.owner[id], let theirs = model.template[id] else { return false }
      return file.path == theirs.path && model.isInScope(file) && !conflicts.contains(id)
        && !theirs.lines.contains { model.values.fields[$0.id] != nil }
    }
  }

  /// The template puts another app of the same layout in the place of one.
  mutating func replaceTwin() {
    // What a stand-in without a rule becomes in a new file is for other tests.
    guard model.values.pairs.allSatisfy(\.hasRule) else { return }
    let found = model.twins.indices.filter {
      isWhole(model.twins[$0]) && !isInThisRelease(model.twins[$0].folder + "/")
        && model.entry(model.twins[$0].name, in: ModelRepository.apps, of: model.owner) != nil
    }
    guard let index = generator.pick(found) else { return }
    let old = model.twins.remove(at: index)
    let name = "app-\(newNumber())"
    for id in old.files { takeFromTemplate(id) }
    model.addTwin(name)
    changeEntry(old.name, in: ModelRepository.apps) {
      ($0.lines[$1].role, $0.lines[$1].text) = (.entry(name), "  - \(name)")
    }
    putBehindOwnEntries(name)
    // A release that goes from the cluster is asked about.
    arguments = arguments.filter { $0 != "--allow-replace" } + ["--allow-replace"]
    let new = model.twins[model.twins.count - 1]
    note(.templateTwin, .arrived, .file(new.files[0]), "\(old.folder) → \(new.folder)")
  }

  private func isInThisRelease(_ path: String) -> Bool {
    operations.contains { $0.kind.isTemplates && $0.text.contains(path) }
  }

  private mutating func takeFromTemplate(_ id: Int) {
    let isEdited = model.owner[id]?.isEdited(since: model.template[id]) == true
    model.template[id] = nil
    guard isEdited else {
      model.owner[id] = nil
      return
    }
    model.owner[id]?.isOwners = true
    model.frozen[id] = written
    conflicts.insert(id)
  }

  /// Where both sides add entries at one place, the owner's come first.
  private mutating func putBehindOwnEntries(_ name: String) {
    guard let entry = model.entry(name, in: ModelRepository.apps, of: model.owner),
      var list = model.owner[entry.file], let index = list.index(of: entry.line)
    else { return }
    let line = list.lines.remove(at: index)
    let own = list.lines[index...].prefix(while: \.isOwners).count
    list.lines.insert(line, at: index + own)
    model.owner[entry.file] = list
  }

  /// The template edits a file of an app that the owner deleted: it stays so.
  mutating func editOrphan() {
    let files = model.twins.filter(\.isDeleted).flatMap(\.files)
      .compactMap { model.template[$0] }.filter { $0.lines.contains(where: \.isPlain) }
    guard let file = generator.pick(files),
      let index = file.lines.indices.filter({ file.lines[$0].isPlain }).last
    else { return }
    let value = "new-\(newNumber())"
    model.template[file.id]?.lines[index].text = file.lines[index].text(settingValue: value)
    note(.templateOrphan, .kept, .file(file.id), "\(file.path) has \(value)")
  }

  /// The owner adds an empty file, or deletes one of the template's.
  mutating func changeEmptyFile() {
    if generator.chance(50), let file = generator.pick(emptyFiles) {
      model.owner[file.id] = nil
      note(.emptyFile, .kept, .file(file.id), "\(file.path) goes")
      return
    }
    let number = newNumber()
    let paths = ["manifests/own/\(number)/.gitkeep", "manifests/own/empty-\(number).yaml"]
    let file = ModelFile(
      id: model.newID(), path: paths[number % 2], lines: [], isOwners: true)
    model.owner[file.id] = file
    note(.emptyFile, .kept, .file(file.id), "\(file.path) is empty")
  }

  /// The template adds an empty file, deletes one, or fills it.
  mutating func changeTemplatesEmptyFile() {
    let number = newNumber()
    let files = emptyFiles.filter { !isInThisRelease($0.path) }
    if generator.chance(60), let file = generator.pick(files) {
      if generator.chance(50) {
        (model.owner[file.id], model.template[file.id]) = (nil, nil)
        note(.templateEmptyFile, .arrived, .everything, "\(file.path) goes")
      } else {
        let line = ModelLine(id: model.newID(), role: .fixed, text: "# Filled \(number).")
        model.owner[file.id]?.lines = [line]
        model.template[file.id]?.lines = [line]
        note(.templateEmptyFile, .arrived, .file(file.id), "\(file.path) is filled")
      }
      return
    }
    let paths = ["manifests/kept/\(number)/.gitkeep", "manifests/kept/empty-\(number).yaml"]
    let id = model.add(paths[number % 2], [ModelLine]())
    note(.templateEmptyFile, .arrived, .file(id), "\(paths[number % 2]) is empty")
  }

  /// The template's empty files that are at the same path on both sides.
  private var emptyFiles: [ModelFile] {
    model.files.filter {
      model.isInScope($0) && $0.lines.isEmpty && $0.path == model.template[$0.id]?.path
        && model.template[$0.id]?.lines.isEmpty == true
    }
  }
}
