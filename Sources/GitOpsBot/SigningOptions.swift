public import ArgumentParser
public import BotCore

/// What commands that make commits take.
struct SigningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Sign every commit with this key of ssh or gpg.", valueName: "file|keyid"))
  var signingKey: String?

  @Option(help: "The kind of signature (default: ssh for a file, else openpgp).")
  var signingFormat: SigningFormat?

  @Flag(help: "End the message of the bot's commits with Signed-off-by.")
  var signoff = false

  /// Writes them into what the core is asked for.
  func apply(to request: inout Request) {
    request.signingKey = signingKey
    request.signingFormat = signingFormat
    request.signsOff = signoff
  }
}

extension SigningFormat: ExpressibleByArgument {}
