extension KustomizeBuild {
  /// The files that a build reads, in the order in which they are met.
  ///
  /// A sequence of runs, which builds share: most kustomizations are the same in both trees that a
  /// proposal compares.
  public struct Files: Sequence, Sendable {
    private var runs: [[File]] = []
    /// Whether the last run belongs to this value alone.
    private var isOpen = false

    init() {}

    public func makeIterator() -> FlattenSequence<[[File]]>.Iterator {
      runs.joined().makeIterator()
    }

    mutating func append(_ file: File) {
      if !isOpen { runs.append([]) }
      isOpen = true
      runs[runs.count - 1].append(file)
    }

    /// Lets go of the room for more files.
    mutating func close() {
      if isOpen { runs[runs.count - 1] = runs[runs.count - 1].fitted }
      isOpen = false
    }

    mutating func append(contentsOf files: Files) {
      runs += files.runs
      isOpen = false
    }
  }

  /// Adds what another build reads.
  mutating func append(_ other: KustomizeBuild) {
    files.append(contentsOf: other.files)
    remotes += other.remotes
    missing += other.missing
    namespaces.merge(other.namespaces) { _, new in new }
  }
}
