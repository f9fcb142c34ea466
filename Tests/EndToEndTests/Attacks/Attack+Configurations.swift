/// Texts of a configuration that came with the template.
extension Attack {
  static let configurations: [Attack] =
    templateReferences + templateAddresses + branches + paths + rules

  private static let reference = "\"ref\": \"main\""

  private static let templateReferences: [Attack] = [
    "+refs/heads/*:refs/heads/*", "refs/heads/*", "refs/heads/main:refs/heads/work", "^main",
    "--upload-pack=touch stolen", "main:work", "../main", "main\\u0000", "main\\n", "@{-1}", "HEAD",
    "refs/heads/main^{tree}",
  ].map { text in
    Attack(
      .author, "configuration: template.ref", text,
      .refused(1, "bot.config.json:2:", "the template has no branch and no tag")
    ) { try await $0.configure(reference, "\"ref\": \"\(text)\"") }
  }

  private static let templateAddresses: [Attack] = [
    "ext::sh -c 'touch stolen'@x:y", "ssh://-oProxyCommand=touch%20stolen/x",
    "git@-oProxyCommand=x:y",
    "ssh://git@localhost/x';touch stolen;'", "ssh://git@localhost/%27;touch%20stolen;%27",
    "ftp://localhost/x", "https://localhost:99999/x", "http://localhost/x?service=git-receive-pack",
    "-oProxyCommand=x@localhost:x", "https://us er:p@localhost/x",
  ].map { text in
    Attack(
      .author, "configuration: template.url", text,
      .refused(1, "bot.config.json:2:", "template.url")
    ) { try await $0.configure("\"../template\"", "\"\(text)\"") }
  }

  private static let branches: [Attack] =
    [
      "main:work", "refs/heads/*", "../work", "a..b", "-work", "work.lock", "a b", "@{-1}",
      "HEAD",
    ].map { text in
      Attack(
        .author, "configuration: review.branch", text,
        .refused(1, "bot.config.json", "is not a valid branch name")
      ) {
        try await $0.configure(
          "\"include\"", "\"review\": { \"branch\": \"\(text)\" }, \"include\"")
      }
    } + [
      Attack(
        .author, "configuration: review.branch", "the base branch", .refused(4, "the base branch")
      ) {
        try await $0.configure("\"include\"", "\"review\": { \"branch\": \"main\" }, \"include\"")
      },
      Attack(
        .author, "configuration: repository.base", "a refspec", .refused(1, "has no branch")
      ) {
        try await $0.configure(
          "\"include\"", "\"repository\": { \"base\": \"+main:work\" }, \"include\"")
      },
    ]

  private static let paths: [Attack] = [
    "../config.yaml", "/tmp/config.yaml", ".git/config.yaml", "a/../../config.yaml",
    "a//config.yaml",
  ].map { text in
    Attack(
      .author, "configuration: configMap.path", text,
      .refused(1, "bot.config.json", "configMap.path")
    ) {
      try await $0.configure("manifests/config.yaml", text)
    }
  }

  /// A rule's value becomes a path.
  private static let rules: [Attack] = ["../../x", ".git", "a/../..", "..", "/"].map { text in
    Attack(.author, "configuration: a value in a path", text, .refused(1, "manifests")) {
      try await $0.configure(
        "{{cluster.name}}", text.replacing("/", with: "\\/"), in: "bot.config.json")
    }
  }
}
