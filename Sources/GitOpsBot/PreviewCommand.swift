internal import ArgumentParser
internal import BotCore

/// `gitops-bot preview`.
struct PreviewCommand: RepositoryCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Print what Flux will apply, after kustomize build and substitution.",
    usage: """
      gitops-bot preview [OPTIONS] [REPOSITORY] PATH
      gitops-bot preview [OPTIONS] [REPOSITORY] --kustomization NAMESPACE/NAME
      gitops-bot preview [OPTIONS] [REPOSITORY] --all
      """,
    discussion: """
      PATH is a folder that a Flux Kustomization applies, as seen from the root of REPOSITORY, a URL or a \
      local path (default: the current folder). If several Kustomizations apply the folder, all of \
      them are printed; --cluster and --kustomization choose one.

      In a checkout the working tree is read, with changed and new files and without ignored ones. \
      Of a URL or a bare repository, the bot's branch is read if a proposal is open, and the base \
      branch otherwise. The first line on standard error says what was read. No configuration \
      file is needed, no other program is started, and nothing but the repository is read.

      As in Flux 2.9, an unset variable is an error. The values of Secrets are not shown. What is \
      not in the repository, such as other sources, Helm charts and encrypted variables, is named \
      on standard error. Exits with 1 if Flux would fail.
      """)

  /// The form of what is printed.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case yaml
    case diff
    case markdown
    case json
  }

  /// What is looked at.
  struct Source: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "A URL or a local path, as the argument REPOSITORY.", valueName: "REPOSITORY"))
    var repository: String?

    @Option(
      name: .customLong("ref"),
      help: ArgumentHelp(
        "Read the commit, branch or tag REV.", valueName: "REV"))
    var revision: String?

    @Option(help: ArgumentHelp("Read the branch NAME of the server.", valueName: "NAME"))
    var branch: String?

    @Option(
      help: ArgumentHelp(
        "Compare with the commit, branch or tag REV. Without it, diff compares with the last commit of a checkout, and "
          + "else with the base branch.", valueName: "REV"))
    var base: String?
  }

  /// Which Kustomizations are meant.
  struct Selection: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "Print the Kustomization NAMESPACE/NAME, of each cluster that has it.",
        valueName: "NAMESPACE/NAME"))
    var kustomization: String?

    @Flag(help: "Print every Kustomization of every cluster; those that fail are listed last.")
    var all = false

    @Option(
      help: ArgumentHelp(
        "Look only at the cluster that begins from the folder ROOT.", valueName: "ROOT"))
    var cluster: String?
  }

  @Argument(
    help: ArgumentHelp(
      "The repository and the path; only PATH may be left out alone.",
      valueName: "[REPOSITORY] PATH", visibility: .hidden))
  var places: [String] = []

  @OptionGroup(title: "Selection") var selection: Selection
  @OptionGroup(title: AccessOptions.title) var source: Source
  @OptionGroup var access: AccessOptions

  @Flag(help: "Treat unset variables as empty, as Flux did before 2.9.")
  var lax = false

  @Option(
    help: ArgumentHelp(
      "Print documents (yaml, the default), how they differ from those of the base (diff, the default with --base), "
        + "or both as markdown or json.", valueName: "FORMAT"))
  var output: Form?

  func validate() throws {
    let named = [selection.kustomization != nil, selection.all].count { $0 }
    if named > 1 {
      throw ValidationError("--all and --kustomization cannot be used together; choose one")
    }
    let most = (source.repository == nil ? 1 : 0) + (named == 0 ? 1 : 0)
    guard places.count <= most else {
      throw ValidationError(
        named == 0 || source.repository == nil
          ? "too many arguments; give a repository and a path at most, and --all or --kustomization in place of the path"
          : "--repository, and --all or --kustomization, leave nothing to name; leave the argument out"
      )
    }
    if named == 0, places.isEmpty {
      throw ValidationError("PATH is missing; give one, or --kustomization or --all")
    }
    if source.branch != nil, source.revision != nil {
      throw ValidationError("--branch and --ref cannot be used together; choose one")
    }
    if let name = selection.kustomization,
      name.split(separator: "/", omittingEmptySubsequences: false).map(\.isEmpty) != [false, false]
    {
      throw ValidationError(
        "--kustomization takes a namespace and a name, such as flux-system/apps")
    }
  }

  /// What of the arguments is the path; nil where options say what is meant.
  private var path: String? {
    selection.all || selection.kustomization != nil ? nil : places.last
  }

  private var repository: String? {
    source.repository ?? (path == nil || places.count > 1 ? places.first : nil)
  }

  /// What the core is asked to show.
  var preview: PreviewRequest {
    var preview = PreviewRequest(
      selection.kustomization.map { .kustomization($0) } ?? path.map { .path($0) } ?? .all)
    preview.cluster = selection.cluster
    preview.revision = source.revision
    preview.branch = source.branch
    preview.base = source.base
    preview.compares = source.base != nil || output == .diff
    preview.isStrict = !lax
    return preview
  }

  func request() async throws(BotError) -> Request { access.request(for: repository) }

  func run() async throws {
    try await reportingErrors(as: output == .json ? .json : .text) {
      let preview = try await GitOpsBot.preview(preview, request(), Progress())
      Terminal.error("read: \(preview.source)" + (preview.base.map { "; base: \($0)" } ?? ""))
      try show(preview)
      for note in preview.notes { Terminal.error(PreviewText.note(note)) }
      if preview.failures.isEmpty { return 0 }
      // The result has been printed.
      let error = BotError(.failure, preview.failures)
      Terminal.show(error)
      return error.exit.rawValue
    }
  }

  private func show(_ preview: Preview) throws {
    switch output ?? (preview.base == nil ? .yaml : .diff) {
    case .yaml: Terminal.contents(PreviewText.documents(of: preview))
    case .diff: Terminal.contents(PreviewText.patch(of: preview))
    case .markdown: Terminal.data(Array(PreviewMarkdown(preview).text.utf8))
    case .json: try Terminal.json(preview)
    }
  }
}
