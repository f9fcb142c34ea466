import Testing

@testable import Providers

@Suite struct QuantityTests {
  /// Text, its canonical text, and what it amounts to in thousandths.
  static let amounts: [(text: String, canonical: String, thousandths: Int)] = [
    ("0", "0", 0), ("0.0", "0", 0), (".0", "0", 0), ("-0", "0", 0),
    ("1", "1", 1000), ("+1", "1", 1000), ("1.", "1", 1000), (".5", "500m", 500),
    ("500m", "500m", 500), ("1000m", "1", 1000), ("1500m", "1500m", 1500), ("0.1", "100m", 100),
    ("2000", "2k", 2_000_000), ("12e6", "12e6", 12_000_000_000), ("1e3", "1e3", 1_000_000),
    ("1E3", "1e3", 1_000_000), ("1e-3", "1e-3", 1), ("1.5e3", "1500", 1_500_000),
    ("100u", "100u", 1), ("1n", "1n", 1), ("0.1n", "1n", 1), ("1e-30", "1e-9", 1),
    ("1Ki", "1Ki", 1_024_000), ("1.5Ki", "1536", 1_536_000), ("0.5Ki", "512", 512_000),
    ("1024Ki", "1Mi", 1_048_576_000), ("1.5Gi", "1536Mi", 1_610_612_736_000),
    ("100Gi", "100Gi", 107_374_182_400_000), ("1000Mi", "1000Mi", 1_048_576_000_000),
    ("107374182400", "107374182400", 107_374_182_400_000), ("1k", "1k", 1_000_000),
    ("3M", "3M", 3_000_000_000), ("1.25G", "1250M", 1_250_000_000_000),
    ("-1Gi", "-1Gi", -1_073_741_824_000),
    ("-500m", "-500m", -500), ("1.00000Gi", "1Gi", 1_073_741_824_000),
    ("0.3Gi", "322122547200m", 322_122_547_200),
  ]

  @Test("An amount means what Kubernetes takes it for", arguments: amounts)
  func reads(_ row: (text: String, canonical: String, thousandths: Int)) throws {
    let quantity = try Quantity(parsing: row.text)
    #expect(quantity.description == row.canonical)
    #expect(quantity.thousandths == row.thousandths)
    #expect(try Quantity(parsing: quantity.description) == quantity)
  }

  @Test(
    "The largest amounts are held exactly",
    arguments: [
      ("7Ei", 7 << 60), ("1.5Pi", 3 << 49), ("9E", 9_000_000_000_000_000_000),
      ("9223372036854775807", Int.max), ("1e18", 1_000_000_000_000_000_000),
    ])
  func readsLarge(_ text: String, _ units: Int) throws {
    #expect(try Quantity(parsing: text).units == units)
  }

  @Test(
    "A text that Kubernetes refuses is refused before it reaches a commit",
    arguments: [
      "", " ", "Gi", "1 Gi", "1gi", "1GI", "1KI", "1K", "1Gb", "1GB", "abc", "1..5", "1.5.5", "--1",
      "+-1", ".",
      "-", "1e", "1e1.5", "0x10", "1_000", "1,5Gi", "Infinity", "nan", "१Gi", "1m5", "1Gi ",
      "1e3Gi", "\u{FEFF}1",
    ])
  func refuses(_ text: String) {
    #expect(throws: QuantityError.self) { try Quantity(parsing: text) }
  }

  @Test(
    "An amount that does not fit is an error and no crash",
    arguments: [
      "8Ei", "10E", "1e19", "9223372036854775808", "1e99999", "1e9223372036854775808",
      String(repeating: "9", count: 60), "0." + String(repeating: "1", count: 60) + "Gi",
    ])
  func refusesLarge(_ text: String) {
    #expect(throws: QuantityError.self) { try Quantity(parsing: text) }
  }

  @Test(
    "Amounts in different units compare by what they amount to",
    arguments: [
      ("1Gi", "1024Mi", 0), ("1G", "1Gi", -1), ("1000m", "1", 0), ("999m", "1", -1),
      ("2", "1500m", 1),
      ("1e3", "1k", 0), ("-1Gi", "0", -1), ("200Gi", "100Gi", 1),
    ])
  func compares(_ left: String, _ right: String, _ order: Int) throws {
    let (left, right) = (try Quantity(parsing: left), try Quantity(parsing: right))
    #expect((left == right) == (order == 0))
    #expect((left < right) == (order < 0))
    #expect((left.hashValue == right.hashValue) == (order == 0))
  }

  @Test(
    "A scaled size keeps its unit and loses nothing",
    arguments: [
      ("100Gi", 2, 1, "200Gi"), ("512Mi", 2, 1, "1Gi"), ("1.5Gi", 2, 1, "3Gi"),
      ("1.5Gi", 3, 2, "2304Mi"),
      ("128Mi", 9, 8, "144Mi"), ("100Gi", 1, 3, "34133Mi"), ("0", 4, 1, "0"),
      ("7Ei", 4, 1, "8796093022207Mi"),
    ])
  func scales(_ text: String, _ numerator: Int, _ denominator: Int, _ expected: String) throws {
    let scaled = try Quantity(parsing: text).scaled(
      by: numerator, over: denominator, step: .mebibyte)
    #expect(scaled.description == expected)
  }

  @Test("A fraction of a byte or of a thousandth counts as a whole one")
  func roundsUp() throws {
    #expect(try Quantity(parsing: "0.1").units == 1)
    #expect(try Quantity(parsing: "100u").thousandths == 1)
  }
}
