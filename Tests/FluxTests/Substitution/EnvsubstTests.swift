import Testing
import YAML

@testable import Flux

@Suite struct EnvsubstTests {
  private static let variables = [
    "s": "100Gi", "n": "3", "e": "", "p": "/usr/lib/libx.so.1", "w": "hello World", "u": "éß",
    "m": "a\nb", "r": "${s}",
  ]

  private func evaluated(_ text: String, isStrict: Bool = false) throws(GoError) -> String {
    let envsubst = Envsubst(isStrict: isStrict, variables: FluxVariables(Self.variables))
    return String(decoding: try envsubst.evaluated(text), as: UTF8.self)
  }

  @Test(arguments: [
    ("", ""), ("no dollar", "no dollar"), ("$", "$"),
    ("$s $HOME $(X) $2a$10", "$s $HOME $(X) $2a$10"),
    ("${s}", "100Gi"), ("a${s}b${n}", "a100Gib3"), ("${nope}", ""), ("${m}", "ab"),
    ("${r}", "${s}"), ("}${s}}", "}100Gi}"),
    ("$$", "$"), ("$${s}", "${s}"), ("$$$", "$$"), ("$$${s}", "$100Gi"), ("$$$${s}", "$${s}"),
  ])
  func aReferenceIsReplacedOnceAndOtherDollarsStay(text: String, result: String) throws {
    #expect(try evaluated(text) == result)
  }

  @Test(arguments: [
    ("${nope:-a b}", "a b"), ("${nope:=a}", "a"), ("${nope=a}", "a"), ("${nope:?a}", "a"),
    ("${nope:+a}", "a"), ("${e:-a}", "a"), ("${s:-a}", "100Gi"), ("${s:+a}", "100Gi"),
    ("${nope:-}", ""), ("${nope:-${n}${s}x}", "3100Gix"), ("${nope:-$$}", "$$"),
    ("${nope:-a:b/c#d%e}", "a:b/c#d%e"),
  ])
  func aDefaultIsTakenWhereFluxTakesIt(text: String, result: String) throws {
    #expect(try evaluated(text) == result)
    #expect(try evaluated(text, isStrict: true) == result)
  }

  @Test(arguments: [
    ("${s^^}", "100GI"), ("${s,,}", "100gi"), ("${w^}", "Hello World"), ("${w^^}", "HELLO WORLD"),
    ("${u^^}", "Éß"), ("${w,}", "hello World"), ("${w,^}", "hello World"),
    ("${#s}", "5"), ("${#u}", "4"), ("${#e}", "0"),
    ("${s:0:2}", "10"), ("${s:3}", "Gi"), ("${s:9}", ""), ("${s:1:99}", "00Gi"),
    ("${s: -2}", "100Gi"),
    ("${s:x}", "100Gi"), ("${s:0:x}", "100Gi"), ("${s:${n}:1}", "G"), ("${s:1::2}", "00"),
    ("${p#*/}", "usr/lib/libx.so.1"), ("${p##*/}", "libx.so.1"), ("${p%.*}", "/usr/lib/libx.so"),
    ("${p%%.*}", "/usr/lib/libx"), ("${p#?u}", "sr/lib/libx.so.1"), ("${s#[0-9]}", "00Gi"),
    ("${s##[^G]}", "00Gi"), ("${s#\\1}", "00Gi"), ("${s#[}", "100Gi"), ("${s#x}", "100Gi"),
    ("${s##*}", ""), ("${s/0/-}", "1-0Gi"), ("${s//0/-}", "1--Gi"), ("${s//0/}", "1Gi"),
    ("${s/#1/x}", "x00Gi"), ("${s/%Gi/G}", "100G"), ("${s/#0/x}", "100Gi"), ("${s/#1/}", "100Gi"),
    ("${p//\\//-}", "-usr-lib-libx.so.1"), ("${s//${e}/.}", ".1.0.0.G.i."),
  ])
  func anOperationGivesWhatItGivesInFlux(text: String, result: String) throws {
    #expect(try evaluated(text) == result)
  }

  @Test(arguments: [
    ("${a.b}", "missing closing brace"), ("${a-b}", "missing closing brace"),
    ("${s", "missing closing brace"), ("${s }", "missing closing brace"),
    ("${}", "unable to parse variable name"), ("${ s}", "unable to parse variable name"),
    ("${#}", "bad substitution"), ("${#s", "bad substitution"), ("${s^^^}", "bad substitution"),
    ("${s:", "bad substitution"), ("${s:é}", "bad substitution"),
    ("${s:}", "unable to parse substitution within function"),
    ("${s::1}", "unable to parse substitution within function"),
    ("${s#}", "unable to parse substitution within function"),
    ("${s:-a", "unable to parse substitution within function"),
    ("${s/a}", "bad substitution"), ("${s/a/b", "bad substitution"),
    ("${s:0:-1}", "slice bounds out of range [0:-1]"),
  ])
  func anUnreadableReferenceIsReportedInFluxWords(text: String, message: String) {
    #expect(throws: GoError("envsubst error: variable substitution failed: " + message)) {
      try evaluated(text)
    }
  }

  @Test(arguments: [
    "${nope}", "${#nope}", "${nope^^}", "${nope:1}", "${nope/a/b}", "${s:-${nope}}",
  ])
  func aVariableThatIsNotSetIsAnErrorOnlyInStrictMode(text: String) throws {
    _ = try evaluated(text)
    let message = "variable not set (strict mode): \"nope\""
    #expect(throws: GoError("envsubst error: variable substitution failed: " + message)) {
      try evaluated(text, isStrict: true)
    }
  }

  @Test func endlessNestingIsAnErrorAndNoCrash() {
    #expect(throws: GoError.self) {
      try evaluated(String(repeating: "${s:-", count: 100_000))
    }
  }
}
