extension String {
  /// This text as a JSON string, which every YAML reader takes for the same string.
  ///
  /// Besides what JSON asks for, everything that is not surely printable in YAML is escaped
  /// (YAML 1.2.2, section 5.1), so that the result may stand in a YAML file.
  public var jsonQuoted: String {
    if isPlainASCII { return "\"" + self + "\"" }
    var quoted = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case _ where scalar.isPrintable: quoted.unicodeScalars.append(scalar)
      default: for unit in UTF16.encode(scalar) ?? .init() { quoted += unit.jsonEscape }
      }
    }
    return quoted + "\""
  }

  /// This text as a double-quoted YAML scalar on one line.
  ///
  /// It differs from `jsonQuoted` only beyond the first plane, where YAML readers know no
  /// surrogate pairs; every such scalar is printable, so the two agree in fact.
  public var yamlDoubleQuoted: String { jsonQuoted }

  /// This text as a single-quoted YAML scalar on one line, or nil where that style cannot hold it.
  var yamlSingleQuoted: String? {
    if isPlainASCII { return "'" + self + "'" }
    guard isPrintable else { return nil }
    var quoted = "'"
    for scalar in unicodeScalars {
      if scalar == "'" { quoted += "'" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "'"
  }

  /// Whether quotes of either kind take the text as it is.
  private var isPlainASCII: Bool {
    utf8.allSatisfy {
      $0 >= 0x20 && $0 <= 0x7E && $0 != .quote && $0 != .apostrophe && $0 != .backslash
    }
  }

  /// Whether every YAML reader takes this text verbatim, on one line.
  var isPrintable: Bool {
    utf8.allSatisfy { $0 >= 0x20 && $0 <= 0x7E } || unicodeScalars.allSatisfy(\.isPrintable)
  }
}

extension Unicode.Scalar {
  /// Whether every YAML reader takes this scalar verbatim, on one line.
  ///
  /// The printable set of YAML 1.2.2, section 5.1, without tab, line breaks and byte-order mark.
  public var isPrintable: Bool {
    switch value {
    case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD: true
    case 0x10000...0x10FFFF: true
    default: false
    }
  }
}

extension UInt16 {
  /// This UTF-16 unit as `\uXXXX`.
  fileprivate var jsonEscape: String {
    let digits = String(self, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
  }
}

extension Double {
  /// The shortest decimal text of a finite number that YAML 1.1, YAML 1.2 and JSON all take for a
  /// number with a fraction: YAML 1.1 wants the point also before an exponent.
  public var decimalText: String {
    let text = description
    guard !text.utf8.contains(.dot), let exponent = text.firstIndex(of: "e") else { return text }
    return text[..<exponent] + ".0" + text[exponent...]
  }
}
