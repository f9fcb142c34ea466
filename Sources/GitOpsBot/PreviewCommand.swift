internal import ArgumentParser
internal import BotCore

/// `gitops-bot preview`.
struct PreviewCommand: RepositoryCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Print what Flux will apply for PATH, after kustomize build and substitution.",
    usage: "gitops-bot preview [OPTIONS] PATH",
    discussion: """
      Reads the bot's branch if a proposal is open, and the base branch otherwise. ConfigMaps are \
      read from the repository. As in Flux 2.9, an unset variable is an error. Secrets are shown \
      with their keys, but without their values.
      """)

  /// The form of what is printed.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case yaml
    case diff
  }

  /// What is looked at.
  struct Source: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "A URL or a local path (default: the current folder).", valueName: "REPOSITORY"))
    var repository: String?

    @Option(help: ArgumentHelp("Read the branch NAME.", valueName: "NAME"))
    var branch: String?
  }

  @Argument(help: ArgumentHelp("The path of a Flux Kustomization.", valueName: "PATH"))
  var path: String

  @OptionGroup(title: AccessOptions.title) var source: Source
  @OptionGroup var access: AccessOptions

  @Flag(help: "Treat unset variables as empty, as Flux did before 2.9.")
  var lax = false

  @Option(
    help: ArgumentHelp(
      "Print the documents (yaml), or how they differ from those of the base branch (diff).",
      valueName: "FORMAT"))
  var output = Form.yaml

  func request() async throws(BotError) -> Request { access.request(for: source.repository) }

  func run() async throws {
    try await reportingErrors {
      let request = try await request()
      var preview = PreviewRequest(path: path)
      preview.branch = source.branch
      preview.isStrict = !lax
      let silent = Progress(phase: { _ in })
      switch output {
      case .yaml: Terminal.contents(try await GitOpsBot.preview(preview, request, silent))
      case .diff:
        Terminal.contents(try await GitOpsBot.previewDifference(preview, request, silent))
      }
      return 0
    }
  }
}
