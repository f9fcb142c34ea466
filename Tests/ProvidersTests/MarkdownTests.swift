import Testing

@testable import Providers

@Suite struct MarkdownTests {
  /// `_` stands for the character without width.
  @Test(
    "Text of a template mentions, closes and commands nobody and nothing",
    arguments: [
      ("plain text", "plain text"), ("@acme/ops hi @", "@_acme/ops hi @"),
      ("ops@acme.io", "ops@acme.io"),
      ("Closes #12, fixes GH-7, my-7", "Closes #_12, fixes GH-_7, my-7"),
      ("see !3 and %2", "see !_3 and %_2"), ("# no reference", "# no reference"),
      ("<!-- a --> b --!>", "<_!-- a --_> b --!_>"), ("::error::x", ":_:error:_:x"),
      ("Closes https://github.com/a/b/issues/1", "Closes https:_//github.com/a/b/issues/1"),
      ("www.evil.example, w.example", "www_.evil.example, w.example"),
      ("one\r\ntwo\nthree\u{2028}four", "one  two three four"), ("a\u{1B}[31m\u{202E}b", "a[31mb"),
      (#"a\|b"#, #"a\_|b"#), ("1234567890123456789012345", "12345678901234567890…"),
    ])
  func inert(_ text: String, _ expected: String) {
    let most = text.hasPrefix("123") ? 20 : 200
    #expect(
      InertText.line(text, most: most) == expected.replacing("_", with: InertText.breaker))
  }

  @Test(
    "Code stays code, whatever backticks and bars it holds",
    arguments: [
      ("a", "`a`"), ("", "(empty)"), ("a`b", "`` a`b ``"), ("``", "``` `` ```"),
      ("a`\u{301}b", "`` a`\u{301}b ``"), ("a|b", #"`a\|b`"#), ("a|\u{301}b", "`a\\|\u{301}b`"),
      (#"a\|b"#, "`a\\\u{200B}\\|b`"), (" a", "`  a `"),
    ])
  func cell(_ text: String, _ expected: String) {
    #expect(Markdown.cell(text).unicodeScalars.elementsEqual(expected.unicodeScalars))
  }

  @Test(
    "Prose shows HTML and markup as they are written",
    arguments: [
      ("<img src=x> & [a](b)", "_&lt;img src=x&gt; &amp; \\[a\\](b)"),
      ("use `x` *now*", "use \\`x\\` \\*now\\*"), ("/close", "_/close"), ("- a", "_- a"),
      ("a <\u{301}b", "a &lt;\u{301}b"),
    ])
  func prose(_ text: String, _ expected: String) {
    let expected = expected.replacing("_", with: InertText.breaker)
    #expect(Markdown.prose(text).unicodeScalars.elementsEqual(expected.unicodeScalars))
  }

  @Test("A block of code cannot be left from within, and long ones end")
  func block() {
    #expect(Markdown.block("a\n```\n````\nb") == "`````text\na\n```\n````\nb\n`````")
    let lines = (1...20).map { "line \($0)" }
    #expect(
      Markdown.block(lines.joined(separator: "\n"), mostLines: 2)
        == "```text\nline 1\nline 2\n… and 18 more lines\n```")
  }
}
