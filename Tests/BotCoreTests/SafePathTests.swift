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
}
