internal import HTTP

/// What the bot needs of a forge's API; `ReviewHost` decides when to use it.
protocol ForgeAPI: Sendable {
  /// The open review of `branch` of this repository; nil when there is none.
  func openReview(of branch: String) async throws(ForgeError) -> PostedReview?

  /// The newest review of `branch` of this repository that was closed without a merge; nil when
  /// there is none.
  func closedReview(of branch: String) async throws(ForgeError) -> PostedReview?

  /// Opens a review with the texts, branches and draft mark of `review`.
  ///
  /// - Throws: ForgeError; `validation` when there is an open one already.
  func create(_ review: Review) async throws(ForgeError) -> PostedReview

  /// Changes the review of that number.
  func change(_ number: Int, _ change: ReviewChange) async throws(ForgeError)

  /// Adds what exists, and reports the rest.
  func add(_ additions: ReviewAdditions, to review: PostedReview) async -> AdditionsOutcome

  /// Whether the forge takes the signature of the commit with these hexadecimal digits for good.
  func isVerified(commit: String) async throws(ForgeError) -> Bool

  /// Deletes `branch`; that it has gone is no error.
  func deleteBranch(_ branch: String) async throws(ForgeError)

  /// The newest open issue whose body holds `text`; nil when there is none.
  func openIssue(holding text: String) async throws(ForgeError) -> PostedIssue?

  func createIssue(title: String, body: String) async throws(ForgeError) -> PostedIssue
}

/// What became of additions to a review.
struct AdditionsOutcome: Hashable, Sendable {
  /// Whether the review is another one now.
  var hasChanged = false
  var problems: [ForgeError] = []

  /// Notes what `body` returns or throws.
  mutating func note(_ body: () async throws(ForgeError) -> Bool) async {
    do {
      if try await body() { hasChanged = true }
    } catch {
      problems.append(error)
    }
  }

  /// Reports each of `names`, which are names of a `kind` such as "label", as unknown.
  mutating func reportUnknown(_ names: [String], kind: String, forge: Forge) {
    for name in names {
      problems.append(
        ForgeError(
          .validation, "there is no \(kind) \"\(name.printable)\" at \(forge.origin)/\(forge.path)",
          remedy: "create it, or take it out of the configuration"))
    }
  }
}

/// An issue as the forge has it.
struct PostedIssue: Hashable, Sendable {
  let number: Int
  let url: String
}

/// Something that forges know by number and people by name.
struct Named: Decodable, Hashable {
  var id: Int?
  var name: String?
  /// Of a milestone.
  var title: String?
  /// Of a milestone on GitHub, where it has the part of `id`.
  var number: Int?
  /// Of a user on GitHub and Gitea.
  var login: String?
  /// Of a user on GitLab.
  var username: String?
}
