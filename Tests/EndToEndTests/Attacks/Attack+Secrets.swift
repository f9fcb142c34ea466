/// Credentials and Secrets, where they could be shown.
extension Attack {
  private static let token = ["GITOPS_BOT_TOKEN": AttackSite.secret]

  static let secrets: [Attack] =
    [
      Attack(
        .reader, "a credential in the proposal", "in a value", running: ["run", "."],
        environment: [
          "GITOPS_BOT_TOKEN": "{secret}", "GITOPS_BOT_VALUE_PROJECT_DOMAIN": "{secret}",
        ],
        .refused(4, "a credential that the bot was given would be pushed")
      ) { _ in },
      Attack(
        .reader, "a credential in the proposal", "in a file of the template",
        running: ["run", "."],
        environment: token, .refused(4, "manifests/new.yaml")
      ) { try await $0.release("a: \(AttackSite.secret)\n", "manifests/new.yaml") },
      Attack(
        .reader, "a credential in the proposal", "in base64", running: ["run", "."],
        environment: token,
        .refused(4, "manifests/new.yaml")
      ) { try await $0.release("a: YzRuYXJ5LXMzY3JldC12YWx1ZQ==\n", "manifests/new.yaml") },
      Attack(
        .reader, "a credential in the proposal", "in the name of a file", running: ["run", "."],
        environment: token, .refused(4, "the name of a file or folder")
      ) { try await $0.release("a: b\n", "manifests/\(AttackSite.secret).yaml") },
      Attack(
        .reader, "a wrong option", "--set with the name of a token",
        running: ["run", ".", "--set", "TOKEN={secret}"], .refused(1, "unknown value")
      ) { _ in },
      Attack(
        .reader, "a wrong option", "--set without a name",
        running: ["run", ".", "--set", "{secret}"],
        .refused(1, "--set")
      ) { _ in },
      Attack(
        .reader, "a wrong option", "a number that is none",
        running: ["run", ".", "--set", "cluster.nodeCount={secret}"],
        .refused(1, "cluster.nodeCount")
      ) { _ in },
      Attack(
        .reader, "a variable with a key instead of a path", "GITOPS_BOT_SSH_KEY",
        running: ["plan", "ssh://git@127.0.0.1:1/x"],
        environment: ["GITOPS_BOT_SSH_KEY": "-----BEGIN OPENSSH PRIVATE KEY-----\n{secret}\n"],
        .refused(5, "GITOPS_BOT_SSH_KEY", "path")
      ) { _ in },
      Attack(
        .reader, "an address with a password", "of a server that refuses it",
        running: ["plan", "http://me:{secret}@127.0.0.1:1/x"], .refused(1, "127.0.0.1")
      ) { _ in },
      Attack(
        .reader, "an address with a password", "that cannot be understood",
        running: ["plan", "https://me:{secret}@ho st/x"], .refused(1, "address")
      ) { _ in },
      Attack(
        .reader, "an address with a password", "in the template's place",
        .refused(1, "bot.config.json:2:", "holds a password")
      ) {
        try await $0.configure("\"../template\"", "\"https://me:\(AttackSite.secret)@localhost/x\"")
      },
      Attack(
        .reader, "a token over plain http", "to another machine",
        running: ["plan", "http://git.acme.io/x"],
        environment: token, .refused(5, "GITOPS_BOT_INSECURE_HTTP=1")
      ) { _ in },
    ] + conflicts

  /// A Secret that owner and template changed: neither side is shown.
  private static let conflicts: [Attack] = [
    (
      "YAML", "manifests/s.yaml",
      "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  password: VALUE\n"
    ),
    (
      "JSON", "manifests/s.json",
      """
      {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": { "name": "s" },
        "stringData": {
          "password": "VALUE"
        }
      }

      """
    ),
    (
      "an item of a List", "manifests/s.yaml",
      "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata:\n    name: s\n"
        + "  stringData:\n    password: VALUE\n"
    ),
    (
      "a quoted key", "manifests/s.yaml",
      "\"kind\": \"Secret\"\napiVersion: v1\nmetadata:\n  name: s\nstringData:\n  password: VALUE\n"
    ),
    (
      "flow style", "manifests/s.yaml",
      "{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {password: VALUE}}\n"
    ),
    (
      "the kind at the end", "manifests/s.yaml",
      "apiVersion: v1\nstringData:\n  password: VALUE\nmetadata:\n  name: s\nkind: Secret\n"
    ),
    (
      "the second document", "manifests/s.yaml",
      "kind: Chat\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n"
        + "  password: VALUE\n"
    ),
  ].flatMap { what, path, text in
    [["run", "."], ["run", ".", "--output", "json"], ["run", ".", "--output", "github"]].map {
      arguments in
      Attack(
        .reader, "a conflict in a Secret, \(arguments.last ?? "")", what, running: arguments,
        Outcome(status: 3, words: [path], absent: ["templates-side"])
      ) { site in
        try await site.release(text.replacing("VALUE", with: "first"), path)
        try await site.copyTemplate()
        try await site.settle()
        try await site.edit(text.replacing("VALUE", with: AttackSite.secret), path)
        try await site.release(text.replacing("VALUE", with: "templates-side"), path)
      }
    }
  }
}
