import ForgeTestSupport

/// A request that a forge documents, and what comes of it.
struct ReviewRoute: Sendable {
  /// What the forge answers.
  struct Answer {
    var status = 200
    /// Anything that JSON can hold.
    var json: Any

    /// What does not fit together is declined as all forges do.
    init(_ json: Any?, status: Int = 200) {
      self.status = json == nil ? 422 : status
      self.json = json ?? ["message": "Validation Failed"]
    }
  }

  typealias Act = @Sendable (ReviewCall, inout [KeptReview]) -> Answer

  /// The fields of the query that must be there, and no others.
  let query: [String: String]
  /// What the body must be; nil for none.
  let body: JSONTestSchema?
  let act: Act

  init(query: [String: String] = [:], body: JSONTestSchema? = nil, _ act: @escaping Act) {
    self.query = query
    self.body = body
    self.act = act
  }

  /// What is wrong with `call`.
  func complaints(_ call: ReviewCall) -> [String] {
    var complaints = call.query == query ? [] : ["\(call.query) was asked"]
    if let body {
      complaints += call.body.map(body.complaints) ?? ["no JSON object was sent"]
    } else if call.hasBody {
      complaints.append("a body was sent")
    }
    return complaints.map { "\(call.name): \($0)" }
  }
}
