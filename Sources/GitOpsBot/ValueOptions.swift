public import ArgumentParser
public import BotCore
internal import Providers

/// Which values a proposal is made from.
struct ValueOptions: RequestOptions {
  static let title = "Values"

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Set a value, such as project.domain=acme.io. Can be given more than once.",
      valueName: "KEY=VALUE"))
  var settings: [String] = []

  @Option(
    help: ArgumentHelp(
      "Work on this environment only, and leave the others as they are.", valueName: "NAME"))
  var environment: String?

  @Option(
    help: ArgumentHelp(
      "Do only one half: the replacements (static) or the ConfigMap (dynamic).",
      valueName: "HALF"))
  var only: Part?

  @Option(
    help: ArgumentHelp(
      "Read facts from FILE (- for standard input), the output of terraform output -json.",
      valueName: "FILE"))
  var terraformOutput: String?

  @Option(
    help: ArgumentHelp(
      "Read facts from FILE (- for standard input), the output of kubectl get nodes -o json.",
      valueName: "FILE"))
  var nodes: String?

  @Option(
    help: ArgumentHelp(
      "Read facts about CLUSTER from DigitalOcean's API, with the token in DIGITALOCEAN_TOKEN.",
      valueName: "CLUSTER"))
  var digitalocean: String?

  func validate() throws {
    if terraformOutput == "-", nodes == "-" {
      throw ValidationError(
        "--terraform-output and --nodes cannot both read standard input; give one of them a file")
    }
  }

  func apply(to request: inout Request) async throws(BotError) {
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
  }
}

extension Part: ExpressibleByArgument {}
