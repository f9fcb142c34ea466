internal import ArgumentParser
internal import BotCore

/// `gitops-bot configmap`.
struct ConfigMapCommand: RepositoryCommand {
  static let configuration = CommandConfiguration(
    commandName: "configmap",
    abstract: "Print the generated ConfigMaps, ready for kubectl apply -f -.",
    usage: "gitops-bot configmap [OPTIONS] [REPOSITORY]",
    discussion: """
      Prints the ConfigMaps that run would propose, as one YAML stream, and writes nothing to the \
      repository.
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup(title: ValueOptions.title) var values: ValueOptions
  @OptionGroup(title: OutputOptions.title) var output: QuietOption

  func request() async throws(BotError) -> Request {
    try await repository.request(values)
  }

  func run() async throws {
    try await reportingErrors {
      let stream = try await GitOpsBot.configMaps(try await request(), output.progress)
      Terminal.data(stream)
      return 0
    }
  }
}
