import Testing

@testable import BotCore

@Suite struct TemplateProgramTests {
  @Test(
    "a reviewer is told of everything that somebody runs",
    arguments: [
      "scripts/deploy.sh", "Makefile", "sub/GNUmakefile", "web/package.json", "Dockerfile",
      "images/Dockerfile.alpine", "tools/api.Dockerfile", "rules.mk", ".gitmodules",
    ])
  func byName(_ path: String) {
    #expect(isProgram(path, isExecutable: false, startingWith: []))
  }

  @Test("a program is known by its mode and its first line, and manifests are none")
  func byContent() {
    #expect(isProgram("bin/tool", isExecutable: true, startingWith: []))
    #expect(isProgram("bin/tool", isExecutable: false, startingWith: Array("#!".utf8)))
    #expect(!isProgram("apps/chat.yaml", isExecutable: false, startingWith: Array("# ".utf8)))
    #expect(!isProgram("docs/Makefile.md", isExecutable: false, startingWith: []))
  }

  @Test("a link that leads out of the repository is told too")
  func links() {
    #expect(leadsOutside("/etc/passwd", from: "a/link"))
    #expect(leadsOutside("../../secret", from: "a/link"))
    #expect(leadsOutside("b/../../../c", from: "a/link"))
    #expect(!leadsOutside("../b/./c", from: "a/link"))
  }
}
