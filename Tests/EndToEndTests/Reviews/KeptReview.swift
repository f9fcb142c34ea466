/// A review as a `ReviewServer` keeps it, whatever its forge calls it.
struct KeptReview: Sendable {
  let number: Int
  var title: String
  var body: String
  /// The branch that holds the change.
  let head: String
  /// The branch that it is for.
  var base: String
  /// Where it is no prefix of the title.
  var isDraft = false
  var isOpen = true
  var isMerged = false
  var labels: [String] = []
  var reviewers: [String] = []

  var url: String { "https://git.example.com/acme/infra/reviews/\(number)" }
}

extension [KeptReview] {
  /// The open ones, or all others, newest first.
  func listed(open isOpen: Bool) -> [KeptReview] {
    reversed().filter { $0.isOpen == isOpen }
  }

  /// Adds one with the next number; nil when one is open, which no forge allows for one branch.
  mutating func add(
    title: String?, body: String?, head: String?, base: String?, isDraft: Bool = false
  ) -> KeptReview? {
    guard let title, let body, let head, let base, !contains(where: \.isOpen) else { return nil }
    let review = KeptReview(
      number: count + 1, title: title, body: body, head: head, base: base, isDraft: isDraft)
    append(review)
    return review
  }

  /// Changes the one of that number; nil when there is none.
  mutating func change(_ number: Int?, _ change: (inout KeptReview) -> Void) -> KeptReview? {
    guard let number, indices.contains(number - 1) else { return nil }
    change(&self[number - 1])
    return self[number - 1]
  }
}
