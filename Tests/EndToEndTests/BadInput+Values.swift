extension BadInput {
  /// Values that are missing or cannot be used.
  static let values: [BadInput] = [
    .files(
      "no values at all",
      [
        "infrastructure.config.json": nil,
        "bot.config.json": sound["bot.config.json"]?.replacing(
          "{{cluster.name}}", with: "{{project.email}}"),
      ],
      "4 values are missing:",
      "project.domain: --set project.domain=VALUE, GITOPS_BOT_VALUE_PROJECT_DOMAIN, or "
        + "\"project.domain\" in infrastructure.config.json",
      "project.email: --set project.email=VALUE, GITOPS_BOT_VALUE_PROJECT_EMAIL, or",
      "cluster.nodeSize: --set cluster.nodeSize=VALUE, GITOPS_BOT_VALUE_CLUSTER_NODE_SIZE, or",
      "cluster.nodeCount: --set cluster.nodeCount=VALUE, GITOPS_BOT_VALUE_CLUSTER_NODE_COUNT, or"),
    .infrastructure(
      "a value that equals its stand-in", "acme.io", "example.com", "a value is missing:",
      "--set project.domain=VALUE", "its stand-in \"example.com\" does not count"),
    .options(
      "a stand-in given as an option", ["--set", "project.domain=example.com"],
      "a value is missing:", "--set project.domain=VALUE"),
    .options(
      "an unknown key", ["--set", "project.domian=acme.io"],
      "unknown value \"project.domian\", --set, did you mean project.domain?"),
    .options(
      "a key without a value", ["--set", "project.domain"],
      "--set project.domain has no value", "write --set key=value"),
    .options(
      "a text for a number", ["--set", "cluster.nodeCount=many"],
      "cluster.nodeCount is \"many\", which is not a whole number from 0, --set, give a whole number from 0"
    ),
    .options(
      "an unknown variable", [], environment: ["GITOPS_BOT_VALUE_PROJECT_DOMIAN": "acme.io"],
      "unknown value \"GITOPS_BOT_VALUE_PROJECT_DOMIAN\"",
      "did you mean GITOPS_BOT_VALUE_PROJECT_DOMAIN?"),
    .options(
      "a text for a switch", [],
      environment: ["GITOPS_BOT_VALUE_CLUSTER_HA_CONTROL_PLANE": "perhaps"],
      "is \"perhaps\", which is not true or false", "GITOPS_BOT_VALUE_CLUSTER_HA_CONTROL_PLANE",
      "give true or false"),
    .options(
      "a value that no cluster can be called", ["--set", "cluster.name=a/b"],
      "cluster.name is not a DNS label", "did you mean \"a-b\"?"),
    .files(
      "a value that no folder can be called",
      [
        "bot.config.json": sound["bot.config.json"]?.replacing(
          "{{cluster.name}}", with: "{{cluster.region}}"),
        "infrastructure.config.json": sound["infrastructure.config.json"]?.replacing(
          "\"nodeCount\": 3", with: "\"nodeCount\": 3, \"region\": \"a/b\""),
      ],
      "manifests/my-cluster would be renamed to \"a/b\"", "use a value without \"/\""),
    .files(
      "values of the wrong kind, all at once",
      [
        "infrastructure.config.json":
          "{\n  \"project\": { \"name\": \"My Company\",\n    \"domain\": \"https://acme.io\", \"email\": \"ops\" }\n}\n"
      ],
      "infrastructure.config.json:2:24", "did you mean \"my-company\"?",
      "infrastructure.config.json:3:15", "did you mean \"acme.io\"?",
      "infrastructure.config.json:3:43", "give an e-mail address such as ops@acme.io"),
    .options(
      "an unknown environment", ["--environment", "prodution"],
      "there is no environment \"prodution\"", "did you mean production?"),
    .options(
      "a configuration that is not there", ["--config", "/nonexistent/bot.json"],
      "there is no file /nonexistent/bot.json"),
    .options(
      "an unknown option", ["--forse"], status: 64, "Unknown option '--forse'"),
    .options(
      "an unknown half", ["--only", "half"], status: 64, "half"),
    .options(
      "opposite options", ["--quiet", "--verbose"], status: 64, "--verbose and --quiet"),
    .files(
      "a value that belongs to one of several environments",
      [
        "infrastructure.config.json": twoEnvironments,
        "bot.config.json": sound["bot.config.json"]?.replacing(
          "config.yaml", with: "{{environment.name}}.yaml"),
      ],
      "manifests/my-cluster has another name in each of production, staging",
      "add it to perEnvironment, or exclude it"),
    .files(
      "a stand-in with several values in a file that all environments share",
      [
        "infrastructure.config.json": twoEnvironments,
        "bot.config.json": sound["bot.config.json"]?.replacing(
          "config.yaml", with: "{{environment.name}}.yaml"
        ).replacing(", \"paths\": true", with: ""),
      ],
      "\"my-cluster\" has another value in each environment",
      "manifests/my-cluster/site.yaml:2:10", "add the file to perEnvironment, or exclude it"),
  ]
}
