import Testing

@testable import Git

@Suite("Addresses and names")
struct AddressTests {
  @Test(
    "The server of an address is told by scheme, host and port, and paths have none",
    arguments: [
      ("https://Example.org/x.git", "https://example.org"), ("https://h:8443/x", "https://h:8443"),
      ("https://h:443/x", "https://h"), ("http://h:443/x", "http://h:443"),
      ("HTTPS://H/x", "https://h"), ("ssh://git@h/x", "ssh://h"),
      ("ssh://h:2222/x", "ssh://h:2222"),
      ("git@github.com:acme/x.git", "ssh://github.com"), ("ssh://git@[::1]:22/x", "ssh://[::1]"),
      ("https://[2001:DB8::1]:8443/x", "https://[2001:db8::1]:8443"),
      ("git@[::1]:x", "ssh://[::1]"),
      ("git://h/x", "git://h"), ("https://bücher.example/x", "https://bücher.example"),
      ("file:///x", nil), ("/x:y", nil), ("/", nil),
    ] as [(String, String?)])
  func server(text: String, server: String?) throws {
    let address = try #require(RemoteAddress(text))
    #expect(address.server?.description == server)
    #expect(address.text == text)
  }

  @Test(
    "What is no address, or more than one, is none",
    arguments: [
      "", "x", "./x", "-x", "--upload-pack=touch x", "h:x", "ftp://h/x", "ext::sh -c x", "fd::3",
      "https://", "https:///x", "https://u:p@h/x", "https://u@h/x", "https://h:0/x",
      "https://h:65536/x",
      "https://h:8o/x", "https://h?x@y/", "https://h#x/", "https://-h/x", "https://h h/x",
      "https://h\n/x",
      "https://h/x\u{0}y", "https://[::1/x", "https://[x]/x", "https://[::1]x/x", "file://h/x",
      "file://x",
      "ssh://-oProxyCommand=x@h/x", "ssh://git@-oProxyCommand=x/x", "ssh://h/-x", "ssh://h/%2Dx",
      "ssh://h/a'b", "ssh://h/a%27b", "ssh://h/a%0Ab", "ssh://h/a\\b", "ssh://u:p@h/x", "git@h:-x",
      "git@h:a'b", "git@-h:x", "-git@h:x", "git@h:", "@h:x", "a@b@h:x",
      "+refs/heads/*:refs/heads/*",
    ])
  func noAddress(text: String) {
    #expect(RemoteAddress(text) == nil)
  }

  @Test(
    "libgit2's words for a server lead to the same one",
    arguments: [
      ("https://u:p@h:8443/x", "https://h:8443"),
      ("https://a@b@evil.example/x", "https://evil.example"),
      ("http://h/x/info/refs?service=git-upload-pack", "http://h"), ("x", nil), ("/x", nil),
    ] as [(String, String?)])
  func asked(text: String, server: String?) {
    #expect(RemoteAddress.server(of: text)?.description == server)
  }

  @Test(
    "Only this machine counts as this machine",
    arguments: [
      ("http://localhost/x", true), ("http://127.0.0.1:8080/x", true), ("http://[::1]/x", true),
      ("http://a.localhost/x", true), ("http://127.0.0.1.example.org/x", false),
      ("http://localhost.example.org/x", false), ("http://10.0.0.1/x", false),
      ("http://[::2]/x", false),
    ])
  func loopback(text: String, isLoopback: Bool) throws {
    #expect(try #require(RemoteAddress(text)?.server).isLoopback == isLoopback)
  }

  @Test(
    "What Git does not take for the name of a reference never becomes one",
    arguments: [
      "", "main", "HEAD", "refs", "refs/", "/refs/heads/x", "refs/heads/", "refs/heads//x",
      "refs/heads/x/",
      "refs/heads/.x", "refs/heads/x.lock", "refs/heads/x.", "refs/heads/a..b", "refs/heads/a b",
      "refs/heads/a:b", "refs/heads/*", "refs/heads/a?", "refs/heads/a[", "refs/heads/a^",
      "refs/heads/a~1",
      "refs/heads/a@{0}", "refs/heads/a\\b", "refs/heads/a\nb", "refs/heads/a\u{0}b",
      "refs/heads/a\u{7F}",
      "+refs/heads/main", "^refs/heads/main", "+refs/heads/*:refs/heads/*",
      "refs/heads/a:refs/heads/b",
    ])
  func noName(text: String) {
    #expect(ReferenceName(text) == nil)
  }

  @Test("A name is what it was, and its branch and tag are found")
  func name() {
    let branch: ReferenceName = "refs/heads/a/b"
    #expect(ReferenceName(branch.text) == branch)
    #expect(branch.branch == "a/b")
    #expect(branch.short == "a/b")
    #expect(ReferenceName(branch: "a/b") == branch)
    let tag: ReferenceName = "refs/tags/v1"
    #expect(tag.tag == "v1")
    #expect(tag.branch == nil)
    let own: ReferenceName = "refs/gitops-bot/rendered"
    #expect(own.short == "refs/gitops-bot/rendered")
  }

  @Test(
    "A name that Git takes for no branch is refused",
    arguments: [
      "", "HEAD", "a..b", "a b", "a~1", "a^", "a:b", "a?", "a*", "a[b", "a\\b", "a@{b", "a.", "-a",
      "/a", "a/", "a//b", ".a", "a/.b", "a.lock", "a.lock/b", "a\u{1}b", "a\u{7F}",
    ])
  func noBranch(_ name: String) {
    #expect(ReferenceName(branch: name) == nil)
  }

  @Test(
    "A usual branch name is taken",
    arguments: ["main", "gitops-bot/sync", "feature/a.b", "a-b_c", "v1.0", "a@b", "ä", "lock"])
  func branch(_ name: String) {
    #expect(ReferenceName(branch: name)?.branch == name)
  }

  @Test(
    "A proxy's requests tell whom they are for",
    arguments: [
      ("CONNECT H:443 HTTP/1.1\r\n", "h:443"), ("GET http://h/x HTTP/1.1\r\n", "h:80"),
      ("POST http://h:8080/x?y HTTP/1.1\r\n", "h:8080"), ("GET /x HTTP/1.1\r\n", nil),
      ("PACK", nil),
      ("", nil), ("GET http://h/x", nil),
    ] as [(String, String?)])
  func target(text: String, authority: String?) {
    var text = text
    let found = text.withUTF8 { bytes in
      unsafe RequestTarget.authority(in: UnsafeRawBufferPointer(bytes))
    }
    #expect(found == authority)
  }
}
