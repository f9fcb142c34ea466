internal import ArgumentParser
internal import BotCore

/// `gitops-bot configmap`.
struct ConfigMapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "configmap",
    abstract: "Print the generated ConfigMaps, for kubectl apply -f -.")

  @OptionGroup var repository: RepositoryOptions

  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  func run() async throws {
    try await reportingErrors {
      let request = try await repository.request()
      let progress = Progress(phase: { [quiet] phase in
        if !quiet { Terminal.error(phase + " …") }
      })
      Terminal.data(try await GitOpsBot.configMaps(request, progress))
      return 0
    }
  }
}
