import TestSupport

/// Comments, and links.
extension HistoryWriter {
  /// The owner changes a comment, or adds one to a line.
  mutating func comment() {
    let found = places { file, index in
      file.path.hasSuffix(".yaml") && Self.canHaveComment(file.lines[index])
        && !file.lines[index].isCommentOwners
    }
    guard let place = generator.pick(found) else { return }
    let number = newNumber()
    change(place) { ($0.comment, $0.isCommentOwners) = ("Own note \(number).", true) }
    note(.ownComment, .kept, .line(place), "own note \(number) in \(path(of: place))")
  }

  private func path(of place: ModelPlace) -> String { model.owner[place.file]?.path ?? "" }

  private static func canHaveComment(_ line: ModelLine) -> Bool {
    if case .comment = line.role { true } else { line.isInMap }
  }

  /// The template changes a comment, at times one that the owner changed.
  mutating func commentTemplate() {
    let wantsConflict = generator.chance(25)
    let found = sharedPlaces(Self.canHaveComment).filter { place in
      path(of: place).hasSuffix(".yaml") && isOwnersComment(place) == wantsConflict
        && !conflicts.contains(place.file)
    }
    guard let place = generator.pick(found) else { return }
    let note = "New note \(newNumber())."
    if wantsConflict { conflicts.insert(place.file) } else { change(place) { $0.comment = note } }
    if let index = model.template[place.file]?.index(of: place.line) {
      model.template[place.file]?.lines[index].comment = note
    }
    self.note(
      .templateComment, wantsConflict ? .conflict : .arrived, .line(place),
      "\(note) in \(path(of: place))")
  }

  private func isOwnersComment(_ place: ModelPlace) -> Bool {
    guard let file = model.owner[place.file], let index = file.index(of: place.line) else {
      return false
    }
    return file.lines[index].isCommentOwners
  }

  /// The owner moves, retargets or deletes a link.
  mutating func changeLink() {
    let found = model.links.compactMap { model.owner[$0] }.filter { !$0.isRenamed }
    guard let link = generator.pick(found) else { return }
    switch generator.number(below: 4) {
    case 0:
      model.owner[link.id] = nil
      note(.ownLink, .kept, .file(link.id), "\(link.path) goes")
    case 1:
      guard !link.lines[0].isOwners else { return }
      model.owner[link.id]?.lines[0].text = "clusters"
      model.owner[link.id]?.lines[0].isOwners = true
      note(.ownLink, .kept, .file(link.id), "\(link.path) leads to clusters")
    default:
      let folder = generator.chance(50) ? "manifests/links" : "manifests"
      let path = "\(folder)/own-link-\(newNumber())"
      model.owner[link.id]?.path = path
      model.owner[link.id]?.isRenamed = true
      model.owner[link.id]?.lines[0].text = Self.target(link.lines[0].text, from: path)
      note(.ownLink, .kept, .file(link.id), "\(link.path) → \(path)")
    }
  }

  /// What a link at `path` holds to lead to what is in `manifests`.
  private static func target(_ target: String, from path: String) -> String {
    path.hasPrefix("manifests/links/") ? "../\(target)" : target
  }

  /// The template has a link lead to another place.
  mutating func retargetLink() {
    let found = model.links.filter { model.template[$0] != nil && !conflicts.contains($0) }
    guard let id = generator.pick(found), let old = model.template[id]?.lines[0].text else {
      return
    }
    // Of two links to one place that the owner moved, nothing tells which is which.
    let taken = model.links.compactMap { model.template[$0]?.lines[0].text }
    let targets = ["apps", "infrastructure", "infrastructure/mail"]
      .filter { $0 != old && !taken.contains($0) }
    guard let target = generator.pick(targets) else { return }
    model.template[id]?.lines[0].text = target
    let link = model.owner[id]
    let isOwners = link?.lines[0].isOwners == true
    // One that the owner moved and retargeted is another link: nothing tells that it was this one.
    let isAnother = link?.isRenamed == true && isOwners
    if isOwners, !isAnother { conflicts.insert(id) }
    if let link, !isOwners {
      model.owner[id]?.lines[0].text = Self.target(target, from: link.path)
    }
    let isKept = link == nil || isAnother
    note(
      .templateLink, isKept ? .kept : isOwners ? .conflict : .arrived, .file(id),
      "link \(id) leads to \(target)")
  }
}
