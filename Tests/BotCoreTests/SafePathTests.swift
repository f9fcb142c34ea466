import Testing

@testable import BotCore

@Suite struct SafePathTests {
  @Test(
    "a value cannot lead out of the repository or into Git's own folder",
    arguments: [
      "", "/", "/etc/passwd", "..", "../x", "a/../b", "a/..", ".", "./a", "a/./b", "a//b", "a/",
      ".git", ".git/config", "a/.git/hooks/post-checkout", ".GIT/config", ".git./config",
      ".git /config", "git~1/config", "GIT~1", "a\\b", "a\0b",
    ])
  func refused(_ path: String) {
    #expect(!isSafePath(path))
  }

  @Test(
    "an ordinary path is not refused",
    arguments: [
      "a", "manifests/shared/config.yaml", ".github/workflows/x.yaml", "a/...", "..a/b..",
      ".gitignore", "a/.git-hooks/b", "git~2", "with space/ä.yaml",
    ])
  func accepted(_ path: String) {
    #expect(isSafePath(path))
  }

  @Test(
    "a name that Git takes for no branch is refused before anything is pushed",
    arguments: [
      "", "@", "a..b", "a b", "a~1", "a^", "a:b", "a?", "a*", "a[b", "a\\b", "a@{b", "a.", "-a",
      "/a", "a/", "a//b", ".a", "a/.b", "a.lock", "a.lock/b", "a\u{1}b", "a\u{7F}",
    ])
  func noBranch(_ name: String) {
    #expect(!isValidBranchName(name))
  }

  @Test(
    "a usual branch name is taken",
    arguments: ["main", "gitops-bot/sync", "feature/a.b", "a-b_c", "v1.0", "a@b", "ä", "lock"])
  func branch(_ name: String) {
    #expect(isValidBranchName(name))
  }
}
