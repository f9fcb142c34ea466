internal import Foundation
internal import Git

/// The template that a settled state depends on: its address and reference stand in the name of the
/// mark, so that a run learns of them without fetching the configuration.
///
/// Whoever may push marks may write any address there, so it is asked without credentials: a template
/// that is not public costs a full run each time.
struct SettledTemplate: Hashable {
  /// `http://`, `https://` or a path of this machine.
  var address: RemoteAddress
  /// What the configuration asks for, such as `latest`; nil for the default branch.
  var reference: String?

  /// A file of that length is what most servers can keep.
  private static let longest = 200

  /// Nil where the template is none that anybody may read.
  init?(_ proposal: Proposal) {
    guard let template = proposal.target.bot.template,
      let url = proposal.change.origin?.template.url,
      let address = RemoteAddress(url), !address.isSSH
    else { return nil }
    self.address = address
    reference = template.ref
    guard suffix.count <= SettledTemplate.longest else { return nil }
  }

  /// The template that the name of a mark tells; nil where it tells none.
  init?(suffixOf mark: String) {
    guard let dash = mark.firstIndex(of: "-") else { return nil }
    var text = mark[mark.index(after: dash)...].replacing("_", with: "/").replacing("-", with: "+")
    text += String(repeating: "=", count: (4 - text.count % 4) % 4)
    guard let data = Data(base64Encoded: String(text)) else { return nil }
    let lines = String(decoding: data, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 2, let address = RemoteAddress(String(lines[0])), !address.isSSH else {
      return nil
    }
    self.address = address
    reference = lines[1].isEmpty ? nil : String(lines[1])
  }

  /// What the name of a mark ends with: a dash, and both in the URL-safe form of base64 (RFC 4648, 5).
  var suffix: String {
    let text = Data("\(address)\n\(reference ?? "")".utf8).base64EncodedString()
    return "-"
      + text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// What its server told.
  struct Found {
    var references: RemoteReferences
    /// What the configuration's reference leads to now.
    var reference: TemplateReference
  }

  /// Whether a run on `workspace` asks what a mark names: a server does not send it to folders of this
  /// machine.
  func mayBeAsked(by workspace: Workspace) -> Bool {
    guard case .remote(let location, _) = workspace.target else { return false }
    return address.folder == nil || location.folder != nil
  }

  /// What is there now; nil where the reference is not there.
  ///
  /// - Throws: GitError where the server does not answer in time, or does not tell everybody.
  func found(by repository: Repository, within limit: Duration) throws(GitError) -> Found? {
    let references = try repository.references(of: address, access: .anonymous, within: limit)
    guard let reference = try? TemplateReference(reference, among: references)
    else { return nil }
    return Found(references: references, reference: reference)
  }

  /// Starts to fetch the template, while the repository itself is being fetched.
  ///
  /// A person's own repository is given nothing that nobody has asked for yet, what lies on this machine is read
  /// where it lies, and nothing is taken from another server than the repository's own because a mark says so.
  ///
  /// - Throws: BotError when a reference cannot be named.
  func fetch(_ found: Found, into workspace: inout Workspace) throws(BotError) {
    guard workspace.isClone, case .remote(let location, _) = workspace.target,
      address.server == location.server, address.folder == nil
    else { return }
    workspace.earlyTemplate = EarlyFetch(
      try workspace.refspec(for: found.reference.name, of: address), of: address,
      found.references, into: workspace)
  }
}
