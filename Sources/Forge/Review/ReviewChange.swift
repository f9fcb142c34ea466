/// What is to be different about an open review; nil leaves it.
struct ReviewChange: Hashable, Sendable {
  /// With its draft prefix.
  var title: String?
  var body: String?
  var base: String?
  var closes = false
}

extension ReviewChange {
  /// What makes `posted` say what `review` says; nil when it does.
  init?(from posted: PostedReview, to review: Review) {
    let title = posted.title == review.title ? nil : posted.draftPrefix + review.title
    let body = posted.body.comparable == review.body.comparable ? nil : review.body
    let base = posted.base == review.base ? nil : review.base
    guard title != nil || body != nil || base != nil else { return nil }
    self.init(title: title, body: body, base: base)
  }
}

extension String {
  /// Forges keep the text but for line ends and what surrounds it.
  fileprivate var comparable: Substring {
    var text = Substring(replacing("\r\n", with: "\n")).drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
