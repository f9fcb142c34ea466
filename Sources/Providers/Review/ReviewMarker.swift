/// What the bot remembers in the body of a review or issue, in a comment that nobody sees:
/// `<!-- gitops-bot: DIGEST -->`, or `<!-- gitops-bot: DIGEST withdrawn -->`.
public struct ReviewMarker: Hashable, Sendable {
  /// What the review was made from; letters, digits and `-` only.
  public var digest: String
  /// Whether the bot itself closed the review, since nothing was left to propose; a person who
  /// closes one declines what it was made from.
  public var isWithdrawn: Bool

  /// Every other character of `digest` is dropped.
  public init(digest: String, isWithdrawn: Bool = false) {
    self.digest = digest.filter(ReviewMarker.isPlain)
    self.isWithdrawn = isWithdrawn
  }

  /// Finds the last marker of `body`; nil when there is none.
  public init?(in body: String) {
    guard let range = ReviewMarker.range(in: body) else { return nil }
    let words = body[range].dropFirst(ReviewMarker.opening.count).dropLast(4).split(separator: " ")
    guard let digest = words.first, digest.allSatisfy(ReviewMarker.isPlain) else { return nil }
    self.init(digest: String(digest), isWithdrawn: words.dropFirst().first == "withdrawn")
  }

  /// The comment, on one line.
  public var comment: String {
    ReviewMarker.opening + digest + (isWithdrawn ? " withdrawn" : "") + " -->"
  }

  /// `body` with this in place of the marker that it has.
  func replacing(in body: String) -> String {
    guard let range = ReviewMarker.range(in: body) else { return body + "\n\n" + comment + "\n" }
    return body.replacingCharacters(in: range, with: comment)
  }

  private static let opening = "<!-- gitops-bot: "

  private static func range(in body: String) -> Range<String.Index>? {
    guard let start = body.ranges(of: opening).last?.lowerBound,
      let end = body[start...].firstRange(of: " -->")?.upperBound
    else { return nil }
    return start..<end
  }

  private static func isPlain(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "-")
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
