import TestSupport
import Testing

/// Credentials in places where they do not belong.
@Suite struct GivenCredentialTests {
  /// A mistake with `s3cret` in it.
  struct Mistake: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var arguments: [String] = []
    var environment: [String: String?] = [:]
    /// What the error must say.
    var words: String
    var status: Int32 = 1
  }

  private static let key =
    "-----BEGIN OPENSSH PRIVATE KEY-----\ns3cretb3BlbnNzaA\n-----END OPENSSH PRIVATE KEY-----\n"
  private static let ssh = "ssh://git@localhost:1/a.git"
  private static let https = "https://localhost:1/a.git"

  private static func mistake(
    _ name: String, _ words: String, _ arguments: [String] = [],
    environment: [String: String?] = [:], status: Int32 = 1
  ) -> Mistake {
    Mistake(
      testDescription: name, arguments: arguments, environment: environment, words: words,
      status: status)
  }

  static let mistakes = [
    mistake(
      "a value of an unknown key", "unknown value \"TOKEN\"", [".", "--set", "TOKEN=s3cret"]),
    mistake("a token for a key", "unknown value, --set", [".", "--set", "s3cretvalue8=="]),
    mistake("a value alone", "--set has no value", [".", "--set", "s3cretvalue8"]),
    mistake(
      "a token for a number", "cluster.nodeCount is not a whole number",
      [".", "--set", "cluster.nodeCount=s3cret"]),
    mistake(
      "a variable for a number", "cluster.nodeCount is not a whole number", ["."],
      environment: ["GITOPS_BOT_VALUE_CLUSTER_NODE_COUNT": "s3cret"]),
    mistake(
      "a key in a variable", "GITOPS_BOT_SSH_KEY wants a path", [ssh],
      environment: ["GITOPS_BOT_SSH_KEY": key], status: 5),
    mistake(
      "a key on one line", "GITOPS_BOT_SSH_KEY", [ssh],
      environment: ["GITOPS_BOT_SSH_KEY": "LS0tLS1CRUdJTis3cret/eW91cnM="], status: 5),
    mistake("a key as an option", "--ssh-key wants a path", [ssh, "--ssh-key=" + key], status: 5),
    mistake("a key behind an option", "Invalid option", [ssh, "--ssh-key", key], status: 64),
    mistake(
      "a token for a key's path", "--ssh-key", [ssh, "--ssh-key", "s3cretvalue8"], status: 5),
    mistake(
      "a key to sign with", "GITOPS_BOT_SIGNING_KEY wants a path", ["."],
      environment: ["GITOPS_BOT_SIGNING_KEY": key], status: 5),
    mistake(
      "a passphrase to sign with", "--signing-key", [".", "--signing-key", "s3cretvalue8"],
      status: 5),
    mistake("certificates for their path", "--ca-file", [https, "--ca-file=" + key]),
    mistake(
      "host keys for their path", "--known-hosts", [ssh, "--known-hosts", "localhost s3cret\n"]),
    mistake("outputs for their path", "--nodes", [".", "--nodes", "{\"a\": \"s3cret\"}"]),
    mistake(
      "outputs of Terraform for their path", "--terraform-output",
      [".", "--terraform-output", "{\n\"a\": \"s3cret\"}"]),
    mistake("a configuration for its path", "--config", [".", "--config", "{\"a\": \"s3cret\"}"]),
    mistake("an argument too many", "Unexpected argument '…'", [".", "s3cretvalue8"], status: 64),
    mistake(
      "an address too many", "Unexpected argument '…'", [".", "https://a:s3cret@b"], status: 64),
    mistake(
      "an unknown option", "Unknown option '--token'", [".", "--token=s3cretvalue8"], status: 64),
    mistake("an unknown short option", "Unknown option", [".", "-ps3cret"], status: 64),
    mistake("a choice", "is invalid for '--output", [".", "--output", "s3cretvalue8"], status: 64),
    mistake(
      "a password with a slash", "cannot be understood",
      ["https://user:s3/cret?s3cret@localhost:1/a"]),
    mistake(
      "a password in an address", "localhost", ["https://user:s3cretvalue8@localhost:1/a.git"]),
    mistake("a password in an ssh address", "an ssh address", ["git:s3cret@localhost:a.git"]),
  ]

  @Test(
    "a credential in the wrong place is named by its place and not repeated", arguments: mistakes)
  func repeated(_ mistake: Mistake) async throws {
    let remote = try await Remote.holding(BadInput.sound)
    let arguments = mistake.arguments.map { $0 == "." ? remote.url : $0 }
    for form in mistake.status == 64 ? [[]] : [[], ["--output", "github"]] {
      let result = try await Bot.run(
        ["run"] + arguments + form, environment: mistake.environment)
      let shown = result.output + result.errorOutput
      #expect(result.status == mistake.status, "\(shown)")
      #expect(shown.contains(mistake.words) || form != [], "\(shown)")
      for part in ["s3cret", "LS0tLS1", "OPENSSH"] { #expect(!shown.contains(part), "\(shown)") }
    }
  }
}
