import TestSupport

/// What the owner does.
extension HistoryWriter {
  /// Does two to four things, among them one that the seed asks for.
  mutating func doOwnersOperations(_ seed: UInt64) {
    let kinds: [Operation.Kind] = [
      .adjacentEdit, .scalarEdit, .fileRename, .insertion, .adjacentEdit, .folderRename, .farEdit,
      .hostEdit, .ownFile, .fileDeletion, .handSetKey, .lineDeletion, .versionEdit, .valueDeletion,
    ]
    doOwners(kinds[(Int(seed) + operationsBefore) % kinds.count])
    for _ in 0...generator.number(below: 3) {
      if let kind = generator.pick(kinds) { doOwners(kind) }
    }
    operationsBefore += 1
  }

  private mutating func doOwners(_ kind: Operation.Kind) {
    switch kind {
    case .farEdit: edit(kind) { !$0.holdsValue(near: $1, within: 3) }
    case .adjacentEdit: editBesideValue()
    case .scalarEdit: appendToScalar()
    case .hostEdit: editHost()
    case .versionEdit: editVersion()
    case .insertion: insert()
    case .lineDeletion: delete(kind) { $0.lines[$1].isPlain }
    case .valueDeletion: delete(kind) { $0.lines[$1].isHost }
    case .ownFile: addFile()
    case .fileDeletion: deleteFile()
    case .fileRename: renameFile()
    case .folderRename: renameFolder()
    case .handSetKey: setKey()
    default: break
    }
  }

  private mutating func edit(_ kind: Operation.Kind, where test: (ModelFile, Int) -> Bool) {
    let found = places { $0.lines[$1].isPlain && !$0.lines[$1].isOwners && test($0, $1) }
    guard let place = generator.pick(found) else { return }
    let number = newNumber()
    let text = change(place) {
      let value = Int($0.value) == nil ? "own-\(number)" : String(100 + number)
      $0.text = $0.text(settingValue: value)
      ($0.isOwners, $0.follows) = (true, false)
    }
    note(kind, .kept, .line(place), text ?? "")
  }

  /// Edits a line beside a value, often the one that a rule of the kind `field` may set later.
  private mutating func editBesideValue() {
    let isCount = generator.chance(35)
    edit(.adjacentEdit) {
      $0.isBesideValue($1) && (!isCount || $0.lines[$1].text.contains("replicaCount"))
    }
  }

  private mutating func appendToScalar() {
    let found = hostPlaces.filter { model.owner[$0.file]?.path.hasSuffix(".yaml") == true }
    guard let place = generator.pick(found) else { return }
    let suffix = generator.pick(["/login", "/sso", ":8443"]) ?? ""
    let text = change(place) {
      $0.text += suffix
      $0.isOwners = true
    }
    note(.scalarEdit, .kept, .line(place), text ?? "")
  }

  private mutating func editHost() {
    guard let place = generator.pick(hostPlaces) else { return }
    let (number, domain) = (newNumber(), model.values.current("example.com"))
    let text = change(place) {
      let key = $0.text.prefix { $0 != ":" }
      let scheme = $0.text.contains("//") ? "https://" : ""
      $0.text = "\(key): \(scheme)own-\(number).\(domain)"
      $0.isOwners = true
    }
    note(.hostEdit, .kept, .line(place), text ?? "")
  }

  /// Lines in scope that end in the domain and that nobody edited.
  private var hostPlaces: [ModelPlace] {
    places { model.isInScope($0) && $0.lines[$1].isHost && !$0.lines[$1].isOwners }
  }

  private mutating func editVersion() {
    let found = places { $0.lines[$1].isVersion && !$0.lines[$1].isOwners }
    guard let place = generator.pick(found) else { return }
    let number = newNumber()
    let text = change(place) {
      $0.text = $0.text(settingValue: "12.\(number).0")
      ($0.isOwners, $0.follows) = (true, false)
    }
    note(.versionEdit, .kept, .line(place), text ?? "")
  }

  private mutating func insert() {
    let found = places { Self.canInsert(in: $0, behind: $1) }
    guard let place = generator.pick(found), var file = model.owner[place.file],
      let index = file.index(of: place.line)
    else { return }
    let indentation = String(repeating: " ", count: file.lines[index].indentation)
    for offset in 1...(1 + generator.number(below: 2)) {
      let number = newNumber()
      let text =
        file.path.hasSuffix(".sh")
        ? "OWN_KEY_\(number)=https://own.example.com"
        : "\(indentation)ownKey\(number): https://own.example.com"
      let line = ModelLine(
        id: model.newID(), role: .fixed, text: text, follows: false, isOwners: true)
      file.lines.insert(line, at: index + offset)
      note(
        .insertion, .kept, .line(ModelPlace(file: file.id, line: line.id)),
        "\(file.path): '\(text)' behind '\(file.lines[index].text)'")
    }
    model.owner[file.id] = file
  }

  /// Whether a line may stand between the line at `index` and the next.
  static func canInsert(in file: ModelFile, behind index: Int) -> Bool {
    let line = file.lines[index]
    guard line.isInMap else { return false }
    guard index + 1 < file.lines.count else { return true }
    let next = file.lines[index + 1]
    return next.isInMap && next.indentation == line.indentation
  }

  private mutating func delete(_ kind: Operation.Kind, where test: (ModelFile, Int) -> Bool) {
    let found = places { test($0, $1) && !$0.lines[$1].isOwners }
    guard let place = generator.pick(found), let file = model.owner[place.file],
      let index = file.index(of: place.line)
    else { return }
    if kind == .valueDeletion { possibleConflicts.insert(place.file) }
    model.owner[place.file]?.lines.remove(at: index)
    note(kind, .kept, .line(place), "\(file.path): '\(file.lines[index].text)' goes")
  }

  private mutating func setKey() {
    let key = generator.pick([
      "resourceProfiles.medium.limits.memory", "resourceProfiles.small.limits.cpu", "ownNote",
      "networking.ingressClass",
    ])
    guard let key, model.handSet[key] == nil else { return }
    let value = key.hasSuffix("memory") ? "3333Mi" : "own-\(newNumber())"
    handSet[key] = value
    model.handSet[key] = value
    note(.handSetKey, .kept, .key(key), "\(key) is \(value)")
  }
}
