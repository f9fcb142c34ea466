/// An issue to open, as GitHub and Gitea take it.
struct NewIssue: Encodable {
  var title: String
  var body: String
}
