extension BadInput {
  /// Mistakes in the files of a repository.
  static let configurations: [BadInput] = [
    .files(
      "no configuration", ["bot.config.json": nil],
      "there is no bot.config.json on branch main", "add one there, or give --config FILE"),
    .bot("malformed JSON", "\"include\": [", "\"include\" [", "bot.config.json:2:13"),
    .bot("JSON that ends too early", "\" }\n}", "\"", "bot.config.json:"),
    .bot(
      "a misspelt key", "\"include\"", "\"inclde\"",
      "unknown key \"inclde\", bot.config.json:2:3, did you mean \"include\"?"),
    .bot(
      "a misspelt key in a replacement", "\"paths\"", "\"path\"",
      "unknown key \"path\", bot.config.json:5:71, did you mean \"paths\"?"),
    .bot(
      "an empty stand-in", "\"from\": \"my-cluster\"", "\"from\": \"\"",
      "\"from\" is empty, bot.config.json:5:31"),
    .bot(
      "two rules with one stand-in", "\"from\": \"my-cluster\"", "\"from\": \"example.com\"",
      "two replacements have the same \"from\": \"example.com\", bot.config.json:5:31",
      "the other stands in line 4"),
    .bot("an unknown kind", "\"domain\", \"from\"", "\"host\", \"from\"", "bot.config.json:4:15"),
    .bot("a number for a text", "\"{{project.domain}}\"", "7", "bot.config.json:4:54"),
    .bot(
      "an unknown placeholder", "{{project.domain}}", "{{project.domian}}",
      "unknown placeholder {{project.domian}}, bot.config.json:4:54",
      "did you mean {{project.domain}}?"),
    .bot(
      "a ConfigMap outside the repository", "manifests/config.yaml", "../config.yaml",
      "configMap.path \"../config.yaml\" does not stay inside the repository",
      "bot.config.json:7:26"),
    .bot(
      "a ConfigMap in Git's own folder", "manifests/config.yaml", ".git/config.yaml",
      "does not stay inside the repository, bot.config.json:7:26"),
    .bot(
      "a ConfigMap at the place of another file", "manifests/config.yaml",
      "manifests/{{cluster.name}}/site.yaml", "manifests/acme-production/site.yaml"),
    .bot(
      "a base branch that is not there", "\"include\"",
      "\"repository\": { \"base\": \"trunk\" }, \"include\"", "has no branch \"trunk\"",
      "set repository.base to one of: main"),
    .bot(
      "the base branch for reviews", "\"include\"",
      "\"review\": { \"branch\": \"main\" }, \"include\"", status: 4,
      "review.branch is \"main\", the base branch, bot.config.json", "choose another name"),
    .bot(
      "no branch name for reviews", "\"include\"",
      "\"review\": { \"branch\": \"a..b\" }, \"include\"",
      "review.branch \"a..b\" is not a valid branch name"),
    .infrastructure(
      "malformed values", "\"project\": {", "\"project\": [", "infrastructure.config.json:2:"),
    .infrastructure(
      "a misspelt value", "\"domain\"", "\"domian\"",
      "unknown key \"domian\"", "infrastructure.config.json:2:32", "did you mean \"domain\"?"),
    .infrastructure(
      "a node size that nobody knows", "s-4vcpu-8gb", "huge", "infrastructure.config.json:4:5"),
    .infrastructure(
      "several environments with one ConfigMap", sound["infrastructure.config.json"] ?? "",
      twoEnvironments, "several environments would write manifests/config.yaml",
      "bot.config.json:7:26", "put {{environment.name}} into configMap.path"),
    .files(
      "a lock of a newer version", ["gitops-bot.lock.json": "{ \"version\": 99 }\n"],
      "the lock has version 99", "gitops-bot.lock.json:1:1", "update gitops-bot"),
    .files(
      "a lock that is no JSON", ["gitops-bot.lock.json": "<<<<<<< HEAD\n"],
      "gitops-bot.lock.json:1:1"),
    .files(
      "a lock that lacks its inputs", ["gitops-bot.lock.json": "{ \"version\": 1 }\n"],
      "the lock cannot be read", "gitops-bot.lock.json:1:1",
      "restore the file from the last merged proposal"),
    .files(
      "a rename onto another file",
      ["manifests/acme-production/site.yaml": "a: b\n"],
      "would both become manifests/acme-production"),
  ]
}
