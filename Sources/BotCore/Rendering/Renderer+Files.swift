internal import Git
internal import Rewriter

extension Renderer {
  /// How many files are rewritten while the new bytes of those before are stored and let go.
  static let batch = 2048

  /// How many batches are rewritten at most before one of them is stored.
  static let mostAhead = 3

  /// The new trees of the folders; each is written once its files are.
  ///
  /// - Throws: BotError when an object cannot be read or written, and where a field cannot be set.
  mutating func renderedTrees(_ progress: Progress) throws(BotError) -> [ObjectID] {
    var trees: [ObjectID] = []
    var ids = tasks.map { $0.known ?? $0.id }
    goAhead()
    for start in stride(from: 0, to: tasks.count, by: Renderer.batch) {
      let batch = batch(from: start)
      let present = ahead.removeFirst()
      // The workers go on to the next batches while this one is stored.
      goAhead(from: batch.upperBound)
      let numbers = filesToRewrite(batch)
      try present.forEach(in: repository) { (index, file) throws(BotError) in
        ids[numbers[index]] = try stored(file, of: tasks[numbers[index]])
      }
      try renderOthers(batch, &ids)
      try write(until: batch.upperBound, ids, &trees)
      progress.count?(batch.upperBound, tasks.count)
    }
    try write(until: tasks.count, ids, &trees)
    return trees
  }

  /// Writes the folders whose files are among the first `count`.
  private mutating func write(
    until count: Int, _ files: [ObjectID], _ trees: inout [ObjectID]
  ) throws(BotError) {
    while trees.count < folders.count, folders[trees.count].end <= count {
      trees.append(try written(folders[trees.count], files, trees))
    }
  }

  private func batch(from start: Int) -> Range<Int> {
    start..<min(start + Renderer.batch, tasks.count)
  }

  private func filesToRewrite(_ batch: Range<Int>) -> [Int] {
    batch.filter { tasks[$0].known == nil && tasks[$0].mode.isFile }
  }

  /// Starts to rewrite the next batches, of which the first that nobody has waited for begins at `start`,
  /// as far as their files are known.
  mutating func goAhead(from start: Int = 0) {
    while ahead.count < Renderer.mostAhead {
      let start = start + ahead.count * Renderer.batch
      guard start < tasks.count else { return }
      ahead.append(reading(of: batch(from: start)))
    }
  }

  /// Starts to rewrite the files of a batch that are not known.
  private func reading(of batch: Range<Int>) -> BlobReading<RenderedFile> {
    let numbers = filesToRewrite(batch)
    let places = numbers.map { tasks[$0].place }
    let rendering = rendering
    return BlobReading(
      of: numbers.map { tasks[$0].id }, in: repository, weight: { $0.bytes?.count ?? 0 }
    ) { index, bytes in
      rendering.rendered(bytes, at: places[index])
    }
  }

  /// Does what there is to do about links and submodules.
  private mutating func renderOthers(
    _ batch: Range<Int>, _ ids: inout [ObjectID]
  ) throws(BotError) {
    for number in batch where tasks[number].known == nil {
      let task = tasks[number]
      switch task.mode {
      case .symbolicLink: ids[number] = try renderedLink(task.id, at: task.place)
      case .submodule: skipSubmodule(at: task.place)
      case .blob, .executable, .tree: break
      }
    }
  }

  /// Stores the new bytes of a file and notes what is to be said of it.
  private mutating func stored(
    _ file: RenderedFile, of task: Task
  ) throws(BotError) -> ObjectID {
    let place = task.place
    if let error = file.error {
      problems += error.problems
      return task.id
    }
    let repository = repository
    if let content = file.before { repository.known.note(content, of: task.id) }
    if let reason = file.skipped {
      skip(place, reason)
      return task.id
    }
    if let found = file.unproven { unproven.append(found) }
    encoded += file.encoded
    foundFields.formUnion(file.foundFields)
    problems += file.problems
    guard let bytes = file.bytes else {
      noteRename(place)
      return task.id
    }
    files.append(
      Rendering.File(
        path: place.new, renamedFrom: place.old == place.new ? nil : place.old,
        edits: file.edits))
    let id = try git("writing \(place.new)") { () throws(GitError) in
      try repository.writeBlob(bytes)
    }
    if let content = file.after { repository.known.note(content, of: id) }
    return id
  }

  private mutating func skipSubmodule(at place: Place) {
    skip(place, .submodule)
    guard place.old != place.new else { return }
    problems.append(
      ConfigurationError.Problem(
        "the submodule \(place.old) would move, and .gitmodules would not", file: place.old,
        remedy: "exclude its folder, or leave out \"paths\" in the replacement"))
  }
}
