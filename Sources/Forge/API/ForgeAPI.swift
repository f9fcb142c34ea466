/// What the bot needs of a forge's API; `ReviewHost` decides when to use it.
protocol ForgeAPI: Sendable {
  /// The most that the forge takes as a body, in UTF-8 bytes.
  var bodyLimit: Int { get }

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
