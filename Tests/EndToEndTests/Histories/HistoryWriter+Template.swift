import TestSupport

/// What releases of an upstream template bring.
extension HistoryWriter {
  /// Does up to three things to the template.
  mutating func doTemplateOperations() {
    let kinds: [Operation.Kind] = [
      .templateEdit, .templateInsertion, .templateVersion, .templateFile, .templateDeletion,
      .templateRename, .templateEdit,
    ]
    for _ in 0..<generator.number(below: 4) {
      switch generator.pick(kinds) {
      case .templateEdit: editTemplate()
      case .templateInsertion: insertIntoTemplate()
      case .templateVersion: raiseVersion()
      case .templateFile: addToTemplate()
      case .templateDeletion: deleteFromTemplate()
      case .templateRename: renameInTemplate()
      default: break
      }
    }
  }

  /// Edits a line, or on purpose one that the owner edited.
  private mutating func editTemplate() {
    let wantsConflict = generator.chance(25)
    let found = sharedPlaces { $0.isPlain || $0.isHost }
      .filter { isOwnersLine($0) == wantsConflict && model.values.fields[$0.line] == nil }
    guard let place = generator.pick(found) else { return }
    let (number, domain) = (newNumber(), model.values.current("example.com"))
    let text = changeTemplate(place) {
      let value = Int($0.value) == nil ? "new-\(number)" : String(500 + number)
      let scheme = $0.text.contains("//") ? "https://" : ""
      $0.text = $0.text(settingValue: $0.isHost ? "\(scheme)\(value).\(domain)" : value)
    }
    // What becomes of a changed value within a conflict is nobody's promise.
    if wantsConflict { conflicts.insert(place.file) }
    note(.templateEdit, wantsConflict ? .conflict : .arrived, .line(place), text)
  }

  /// Lines of files in scope that both sides still have.
  func sharedPlaces(_ test: (ModelLine) -> Bool) -> [ModelPlace] {
    let isNewDomain = model.values["example.com"] != written["example.com"]
    return places { file, index in
      let line = file.lines[index]
      return model.isInScope(file) && !model.isPerEnvironment(file) && test(line)
        && model.template[file.id]?.index(of: line.id) != nil
        && !(line.isHost && line.isOwners && isNewDomain)
    }
  }

  /// Changes a line of the template, and the owner's where the owner left it alone.
  mutating func changeTemplate(
    _ place: ModelPlace, _ edit: (inout ModelLine) -> Void
  ) -> String {
    guard let index = model.template[place.file]?.index(of: place.line) else { return "" }
    if !isOwnersLine(place) { change(place, edit) }
    guard var file = model.template[place.file] else { return "" }
    let old = file.lines[index].text
    edit(&file.lines[index])
    model.template[place.file] = file
    return "\(file.path): '\(old)' → '\(file.lines[index].text)'"
  }

  /// The lines behind which the template can add one, and the owner added none.
  var insertionPlaces: [ModelPlace] {
    places { file, index in
      guard model.isInScope(file), !model.isPerEnvironment(file),
        Self.canInsert(in: file, behind: index),
        let theirs = model.template[file.id],
        let there = theirs.index(of: file.lines[index].id)
      else { return false }
      return !Self.areOwners(file, index...index + 1)
        && Self.haveSameNext(file, index, theirs, there)
    }
  }

  private mutating func insertIntoTemplate() {
    guard let place = generator.pick(insertionPlaces), let file = model.owner[place.file],
      let index = file.index(of: place.line), !file.path.hasSuffix(".sh")
    else { return }
    let indentation = String(repeating: " ", count: file.lines[index].indentation)
    let number = newNumber()
    let line = ModelLine(
      id: model.newID(), role: .host,
      text: model.values.current(
        "\(indentation)newKey\(number): https://new-\(number).example.com"))
    insert(line, behind: place)
    note(
      .templateInsertion, .arrived, .line(ModelPlace(file: place.file, line: line.id)),
      "\(file.path): '\(line.text)' behind '\(file.lines[index].text)'")
  }

  private static func areOwners(_ file: ModelFile, _ range: ClosedRange<Int>) -> Bool {
    range.contains { $0 < file.lines.count && file.lines[$0].isOwners }
  }

  /// Whether what follows the line is the same on both sides.
  private static func haveSameNext(
    _ file: ModelFile, _ index: Int, _ other: ModelFile, _ otherIndex: Int
  ) -> Bool {
    let next = file.lines.dropFirst(index + 1).first
    return next?.id == other.lines.dropFirst(otherIndex + 1).first?.id
  }

  /// Inserts a line on both sides.
  mutating func insert(_ line: ModelLine, behind place: ModelPlace) {
    if let index = model.owner[place.file]?.index(of: place.line) {
      model.owner[place.file]?.lines.insert(line, at: index + 1)
    }
    if let index = model.template[place.file]?.index(of: place.line) {
      model.template[place.file]?.lines.insert(line, at: index + 1)
    }
  }

  private mutating func raiseVersion() {
    guard let place = generator.pick(sharedPlaces(\.isVersion)) else { return }
    let (number, isHigher) = (newNumber(), generator.chance(50))
    let isOwners = isOwnersLine(place)
    let raise: (inout ModelLine) -> Void = {
      $0.text = $0.text(settingValue: isHigher ? "20.\(number).0" : "10.\(number).0")
    }
    if isOwners, isHigher { change(place, raise) }
    let text = changeTemplate(place, raise)
    note(.templateVersion, isOwners && !isHigher ? .kept : .arrived, .line(place), text)
  }
}
