internal import ArgumentParser
internal import BotCore
internal import Foundation

/// `gitops-bot preview`.
struct PreviewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Print what Flux will apply for PATH after kustomize build and substitution.",
    discussion: """
      Looks at the bot's branch where a proposal is open, else at the base branch. ConfigMaps are \
      taken from the repository, and variables are strict as in Flux 2.9. Secrets are shown by \
      their keys, without values.
      """)

  /// The form of what is printed.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case yaml
    case diff
  }

  @Argument(help: "The path of a Flux Kustomization.")
  var path: String

  @Option(help: "A URL, or a local repository (default: the current folder).")
  var repository: String?

  @Option(help: "The branch to look at.")
  var branch: String?

  @Flag(help: "Take variables that are not set for empty, as Flux did before 2.9.")
  var lax = false

  @Option(help: "Print the documents, or how they differ from the base branch's.")
  var output = Form.yaml

  @Option(help: "Read FILE in place of the repository's bot.config.json.")
  var config: String?

  @Option(help: "The remote of a local repository.")
  var remote = "origin"

  func run() async throws {
    try await reportingErrors {
      let folder = FileManager.default.currentDirectoryPath
      var request = Request(
        repository: repository ?? folder, folder: folder,
        variables: ProcessInfo.processInfo.environment)
      request.configurationFile = config
      request.remote = remote
      var preview = PreviewRequest(path: path)
      preview.branch = branch
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
