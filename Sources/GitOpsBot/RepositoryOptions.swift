public import ArgumentParser
public import BotCore
internal import Foundation
internal import Providers

/// What all commands that work on a repository take.
struct RepositoryOptions: ParsableArguments {
  @Argument(help: "A URL, or a local repository (default: the current folder).")
  var repository: String?

  @Option(help: "Read FILE in place of the repository's bot.config.json.")
  var config: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Set a value, such as project.domain=acme.io.", valueName: "key=value"))
  var settings: [String] = []

  @Option(help: "Work on this environment and leave the others as they were.")
  var environment: String?

  @Option(help: "Do the static or the dynamic half alone.")
  var only: Part?

  @Option(
    help: ArgumentHelp(
      "Take facts from the output of terraform output -json; - is standard input.",
      valueName: "file|-"))
  var terraformOutput: String?

  @Option(
    help: ArgumentHelp(
      "Take facts from the output of kubectl get nodes -o json; - is standard input.",
      valueName: "file|-"))
  var nodes: String?

  @Option(
    help: ArgumentHelp(
      "Take facts from DigitalOcean's API, with the token in DIGITALOCEAN_TOKEN.",
      valueName: "cluster"))
  var digitalocean: String?

  @Option(help: "The remote of a local repository.")
  var remote = "origin"

  @Option(help: "Accept the host keys in FILE in place of ~/.ssh/known_hosts.")
  var knownHosts: String?

  @Option(help: "The private key for ssh.")
  var sshKey: String?

  @Option(help: "Trust the certificates in FILE over https, beside the system's.")
  var caFile: String?

  @Option(
    help: ArgumentHelp(
      "Keep clones in this folder, so that later runs fetch only what is new.",
      valueName: "folder"))
  var cache: String?

  @Option(
    help: ArgumentHelp(
      "Ask one of Git's credential helpers, such as store or osxkeychain.", valueName: "helper"))
  var credentialHelper: String?

  func validate() throws {
    if terraformOutput == "-", nodes == "-" {
      throw ValidationError("only one of --terraform-output and --nodes can be standard input")
    }
  }

  /// What the core is asked for.
  ///
  /// - Throws: BotError when a file of a live source cannot be read.
  func request() async throws(BotError) -> Request {
    let folder = FileManager.default.currentDirectoryPath
    var request = Request(
      repository: repository ?? folder, folder: folder,
      variables: ProcessInfo.processInfo.environment)
    request.configurationFile = config
    request.settings = settings
    request.environment = environment
    request.only = only
    request.live[.terraform] = try terraformOutput.map { path throws(BotError) in
      try Terminal.source(path, of: "--terraform-output")
    }
    request.live[.nodes] = try nodes.map { path throws(BotError) in
      try Terminal.source(path, of: "--nodes")
    }
    if let digitalocean {
      request.live[.digitalOcean] = try await GitOpsBot.ask(
        DigitalOcean(), cluster: digitalocean, variables: request.variables)
    }
    request.remote = remote
    request.knownHosts = knownHosts
    request.sshKey = sshKey
    request.caFile = caFile
    request.cache = cache
    request.credentialHelper = credentialHelper
    return request
  }
}

extension Part: ExpressibleByArgument {}
