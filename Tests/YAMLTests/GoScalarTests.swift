import Testing

@testable import YAML

@Suite struct GoScalarTests {
  @Test(arguments: [
    ("", GoScalar.null), ("~", .null), ("Null", .null), ("nULL", .string),
    ("true", .bool(true)), ("FALSE", .bool(false)), ("tRue", .string),
    ("3", .int(3)), ("-0", .int(0)), ("+1", .int(1)), ("0777", .int(511)), ("0o17", .int(15)),
    ("0x1F", .int(31)), ("-0b11", .int(-3)), ("0b-1", .int(-1)), ("1_000", .int(1000)),
    ("0x", .string),
    ("9223372036854775807", .int(.max)),
    ("18446744073709551615", .double(0x1p64)),
    ("08", .double(8)), ("1.30", .double(1.3)), ("1.", .double(1)), ("1e3", .double(1000)),
    (".5", .double(0.5)), (".5_0", .double(0.5)), ("._5", .string), (".", .string),
    ("1e400", .string), ("1.2.3", .string), ("1:30", .string), ("100Gi", .string), ("-", .string),
    (".inf", .double(.infinity)), ("-.Inf", .double(-.infinity)), ("inf", .string),
    ("2020-01-01", .timestamp("2020-01-01T00:00:00Z")),
    ("2020-1-2 3:4:5.120", .timestamp("2020-01-02T03:04:05.12Z")),
    ("2020-01-01T10:00:00+02:00", .timestamp("2020-01-01T10:00:00+02:00")),
    ("2021-02-29", .string), ("2020-01-01T24:00:00Z", .string), ("2020-01-01x", .string),
    ("<<", .string), ("*", .string),
  ])
  func aPlainScalarHasTheTypeThatKubernetesSees(text: String, scalar: GoScalar) {
    #expect(GoScalar(text, dialect: .version2) == scalar)
    #expect(GoScalar(text, dialect: .version3) == scalar)
  }

  @Test(arguments: [
    ("y", GoScalar.bool(true)), ("Yes", .bool(true)), ("ON", .bool(true)), ("n", .bool(false)),
    ("no", .bool(false)), ("Off", .bool(false)),
  ])
  func anOldBooleanIsOneOnlyAfterSubstitution(text: String, scalar: GoScalar) {
    #expect(GoScalar(text, dialect: .version2) == scalar)
    #expect(GoScalar(text, dialect: .version3) == .string)
  }
}
