internal import Flux

/// Values that stand in the `*.tfvars` of a repository, by the names that Terraform's variables usually have.
struct TerraformVariables {
  /// By key, each with the file and line that has it.
  private(set) var values: [String: (value: String, source: String)] = [:]

  private static let names = [
    "domain": "project.domain", "project_domain": "project.domain", "domain_name": "project.domain",
    "email": "project.email", "project_email": "project.email", "project": "project.name",
    "project_name": "project.name", "cluster_name": "cluster.name", "region": "cluster.region",
    "cluster_region": "cluster.region", "node_size": "cluster.nodeSize",
    "cluster_node_size": "cluster.nodeSize", "github_owner": "git.owner", "github_org": "git.owner",
  ]

  /// Reads the files of a tree; what looks like a stand-in, or is not a text in quotes, counts for nothing.
  init(in tree: any ManifestTree) {
    TreeFiles(tree).visitFiles { path, bytes in
      guard path.hasSuffix(".tfvars") else { return }
      let lines = String(decoding: bytes, as: UTF8.self).split(
        omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      for (index, line) in lines.enumerated() { read(line, at: "\(path):\(index + 1)") }
    }
  }

  private mutating func read(_ line: Substring, at place: String) {
    let sides = line.split(separator: "=", maxSplits: 1)
    guard sides.count == 2, let name = sides[0].split(separator: " ").first,
      let key = Self.names[String(name)], values[key] == nil
    else { return }
    let parts = sides[1].split(separator: "\"", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[0].allSatisfy({ $0 == " " }), !parts[1].isEmpty else { return }
    let text = String(parts[1])
    guard StandInWord.all(in: text).isEmpty,
      ValueKeys().named(key)?.kind.accepts(text) ?? true
    else { return }
    values[key] = (text, place)
  }
}
