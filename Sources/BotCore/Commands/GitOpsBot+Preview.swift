internal import Flux
internal import Git

extension GitOpsBot {
  /// What Flux will apply, or how that differs from what it would apply at another revision; Secrets by key only.
  ///
  /// Nothing but the repository is read, and no program is started.
  ///
  /// - Parameters:
  ///   - preview: Which Kustomizations are meant, and of which revision.
  ///   - request: The repository and how to reach it.
  ///   - progress: Where to say what is being done.
  /// - Returns: What is applied; `failures` names what Flux would not apply.
  /// - Throws: BotError when the repository or a revision cannot be read, and when nothing is what is asked for.
  public static func preview(
    _ preview: PreviewRequest, _ request: Request, _ progress: Progress
  ) async throws(BotError) -> Preview {
    let read = try await ReadRepository(
      request, asksServer: preview.branch != nil && preview.revision == nil, progress)
    let revision = try read.revision(for: preview)
    let base = try preview.compares ? read.base(for: preview) : nil
    progress.phase("building what Flux applies")
    let side = try PreviewSide(revision, of: read, preview)
    let before = try base.map { base throws(BotError) in try PreviewSide(base, of: read, preview) }
    return try side.preview(comparedWith: before)
  }
}

extension ReadRepository {
  fileprivate func revision(for preview: PreviewRequest) throws(BotError) -> Revision {
    if let revision = preview.revision { return try named(revision, by: "--ref") }
    if let branch = preview.branch { return try namedBranch(branch) }
    return try standard()
  }

  fileprivate func base(for preview: PreviewRequest) throws(BotError) -> Revision {
    guard let base = preview.base else { return try standardBase() }
    return try named(base, by: "--base")
  }
}

/// What one revision makes Flux apply, as far as it is asked for.
private struct PreviewSide {
  typealias Problem = ConfigurationError.Problem

  let revision: ReadRepository.Revision
  let repository: Repository
  let selection: PreviewSelection
  /// Everything that the clusters have.
  let members: [ClusterMember]
  let tree: GitTree

  init(
    _ revision: ReadRepository.Revision, of read: ReadRepository, _ preview: PreviewRequest
  ) throws(BotError) {
    self.revision = revision
    repository = read.repository
    selection = try PreviewSelection(preview)
    tree = GitTree(revision.tree, in: read.repository)
    members = ClusterMember.all(
      in: AppliedTree(of: tree, isStrict: preview.isStrict, address: read.address))
    try tree.throwError()
  }

  /// Those that are asked for.
  private var selected: [ClusterMember] { members.filter(selection.contains) }

  func preview(comparedWith base: PreviewSide?) throws(BotError) -> Preview {
    let own = selected
    let names = ClusterMember.clusters(of: members, in: base?.members ?? [])
    var earlier: [ClusterMember.Key: ClusterMember] = [:]
    for member in base?.members ?? [] {
      let key = member.key.renamed(by: names)
      if earlier[key] == nil { earlier[key] = member }
    }
    let kept = Set(members.map(\.key))
    // One that applies another folder now is not gone.
    let gone = (base?.members ?? []).filter {
      !kept.contains($0.key.renamed(by: names)) && selection.contains($0)
    }
    guard !own.isEmpty || !gone.isEmpty else {
      throw selection.absence(
        among: members, WrittenKustomization.all(in: tree), in: revision.name)
    }
    var parts = PreviewParts(
      objects: PreviewObjects(repository: repository), of: tree, base: base?.tree ?? tree)
    for member in own {
      try parts.add(member, base: base == nil ? nil : .some(earlier[member.key]))
    }
    for member in gone { try parts.addDeleted(member) }
    return try preview(parts, base)
  }

  private func preview(
    _ parts: PreviewParts, _ base: PreviewSide?
  ) throws(BotError) -> Preview {
    // What is asked for by its name is to be seen, or the answer is an error.
    let isSeen = selection.isAll || parts.hasKnown
    let failures = isSeen ? parts.failures : parts.failures + parts.unknown
    let notes = (isSeen ? parts.unknown : []) + parts.notes + leftOut
    try tree.throwError()
    try base?.tree.throwError()
    return Preview(
      source: revision.name, base: base?.revision.name, kustomizations: parts.kustomizations,
      notes: notes, failures: failures)
  }

  private var leftOut: [Problem] {
    revision.leftOut.map {
      Problem(
        "it was not read, because it is larger than 10 MiB, or has a name that Git refuses",
        file: $0,
        remedy: "take it out of the folder, or list it in .gitignore")
    }
  }
}
