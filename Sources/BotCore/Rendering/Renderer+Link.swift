internal import Git
internal import Rewriter

extension Renderer {
  /// The id of a symbolic link whose target follows the renames; `id` itself when it need not.
  mutating func renderedLink(_ id: ObjectID, at place: Place) throws(BotError) -> ObjectID {
    let repository = repository
    let blob = try git("reading \(place.old)") { () throws(GitError) in try repository.blob(id) }
    let target = String(decoding: blob.bytes, as: UTF8.self)
    guard Array(target.utf8) == blob.bytes,
      let followed = try followed(target, from: place), followed != target
    else {
      skip(place, .symbolicLink)
      return id
    }
    files.append(
      Rendering.File(
        path: place.new, renamedFrom: place.old == place.new ? nil : place.old,
        edits: [
          Rendering.PlacedEdit(line: 1, column: 1, rule: nil, old: target, new: followed)
        ]))
    return try git("writing \(place.new)") { () throws(GitError) in
      try repository.writeBlob(Array(followed.utf8))
    }
  }

  /// `target` with every renamed component renamed; nil when it points at nothing in the template.
  ///
  /// The shape of the target stays: as many `..` as before lead as far up, since a rename never
  /// changes how deep a path lies.
  private mutating func followed(_ target: String, from place: Place) throws(BotError) -> String? {
    guard !target.hasPrefix("/") else { return nil }
    var position = place.old.split(separator: "/").dropLast().map(String.init)
    var result: [String] = []
    for part in target.split(separator: "/", omittingEmptySubsequences: false).map(String.init) {
      switch part {
      case "", ".": result.append(part)
      case "..":
        guard position.popLast() != nil else { return nil }
        result.append(part)
      default:
        position.append(part)
        let path = position.joined(separator: "/")
        guard let entry = try entry(at: path) else { return nil }
        let environment =
          place.environment ?? (scope.isPerEnvironment(path) ? rules.indices.first : nil)
        result.append(newName(of: path, entry.mode, for: environment))
      }
    }
    return result.joined(separator: "/")
  }

  private func entry(at path: String) throws(BotError) -> TreeEntry? {
    let repository = repository
    let root = root
    return try git("reading \(path)") { () throws(GitError) in
      try repository.entry(at: path, in: root)
    }
  }
}
