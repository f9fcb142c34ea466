/// A commit of GitHub or Gitea, as far as its signature goes.
struct SignedCommit: Decodable {
  struct Commit: Decodable {
    var verification: Verification?
  }
  struct Verification: Decodable {
    var verified: Bool
  }

  var commit: Commit

  var isVerified: Bool { commit.verification?.verified == true }
}
