import CGit2

/// The full name of a reference, such as `refs/heads/main`: never anything that a refspec, a pattern or a
/// revision could be made of.
///
/// Every name that Git functions take is one of these, so a text of a lock, a configuration, a server or an
/// option becomes one or is refused where it enters.
public struct ReferenceName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The whole name, which begins with `refs/`.
  public let text: String

  /// Where branches are.
  public static let branches = "refs/heads/"
  /// Where tags are.
  public static let tags = "refs/tags/"

  /// Reads a full name.
  ///
  /// Nil for what Git does not take for a name (git-check-ref-format(1)), and for what does not begin with
  /// `refs/`: `git_reference_name_is_valid`.
  ///
  /// - Parameter text: Such as `refs/heads/main`.
  public init?(_ text: String) {
    // libgit2 would not see what follows a NUL, and takes DEL for a letter.
    guard text.hasPrefix("refs/"), !text.utf8.contains(0), !text.utf8.contains(0x7F),
      (try? Library.start()) != nil
    else {
      return nil
    }
    var isValid: Int32 = 0
    guard unsafe git_reference_name_is_valid(&isValid, text) == 0, isValid == 1 else { return nil }
    self.text = text
  }

  /// The branch called `name`.
  ///
  /// Nil for what is not the name of a branch; a hyphen at its beginning would make it an option of Git's
  /// commands.
  ///
  /// - Parameter name: Without `refs/heads/`, such as `main`.
  public init?(branch name: String) {
    guard !name.hasPrefix("-"), name != "HEAD" else { return nil }
    self.init(Self.branches + name)
  }

  /// A name that ends with an id.
  ///
  /// - Parameters:
  ///   - prefix: Such as `refs/gitops-bot/declined/`.
  ///   - id: What follows it.
  public init(below prefix: StaticString, _ id: ObjectID) { text = "\(prefix)\(id.hex)" }

  /// The branch's name without `refs/heads/`; nil for any other reference.
  public var branch: String? { rest(of: Self.branches) }

  /// The tag's name without `refs/tags/`; nil for any other reference.
  public var tag: String? { rest(of: Self.tags) }

  /// As people write it: a branch's or a tag's own name, else the whole.
  public var short: String { branch ?? tag ?? text }

  /// What follows `prefix`; nil where the name does not begin with it.
  public func rest(of prefix: String) -> String? {
    text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
  }

  /// The same as `text`.
  public var description: String { text }

  /// Orders by the characters of the names.
  public static func < (left: ReferenceName, right: ReferenceName) -> Bool {
    left.text < right.text
  }
}

extension ReferenceName: ExpressibleByStringLiteral {
  /// A valid name that is written in the source; no text of a running program gets here.
  public init(stringLiteral text: StaticString) { self.text = "\(text)" }
}
