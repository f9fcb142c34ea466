/// An issue as the forge has it.
struct PostedIssue: Hashable, Sendable {
  let number: Int
  let url: String
}
