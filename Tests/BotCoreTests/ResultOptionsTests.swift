import Git
import Providers
import Testing

@testable import BotCore

@Suite struct ResultOptionsTests {
  private static func request() -> Request {
    Request(repository: "/r", folder: "/", variables: [:])
  }

  /// For each field a request that differs from the plain one in it alone.
  private static let variations: [String: @Sendable (inout Request) -> Void] = [
    "environment": { $0.environment = "staging" },
    "only": { $0.only = .dynamic },
    "settings": { $0.settings = ["project.domain=acme.io"] },
    "values": { $0.variables["GITOPS_BOT_VALUE_PROJECT_DOMAIN"] = "acme.io" },
    "isForced": { $0.isForced = true },
    "adopt": { $0.adopt = "main" },
    "allowsReplacing": { $0.allowsReplacing = true },
    "takesBack": { $0.takesBack = true },
    "takesAllBack": { $0.takesAllBack = true },
    "configuration": { $0.configurationFile = #filePath },
    "live": { $0.live[.terraform] = LiveAnswer(name: "-", texts: [[1]]) },
  ]

  @Test("an option that changes what is proposed is never taken for the same run again")
  func everyField() throws {
    let plain = try ResultOptions(Self.request())
    let fields = Mirror(reflecting: plain).children.compactMap(\.label)
    #expect(Set(fields) == Set(Self.variations.keys).union(["engine"]))
    var digests = [try plain.digest()]
    for field in fields where field != "engine" {
      var request = Self.request()
      let vary = try #require(Self.variations[field])
      vary(&request)
      let options = try ResultOptions(request)
      let changed = zip(Mirror(reflecting: plain).children, Mirror(reflecting: options).children)
        .filter { "\($0.value)" != "\($1.value)" }.compactMap(\.0.label)
      #expect(changed.contains(field), "\(field) does not reach the options")
      digests.append(try options.digest())
    }
    var newer = plain
    newer.engine += "-next"
    digests.append(try newer.digest())
    #expect(Set(digests).count == digests.count)
  }

  @Test("another source, another cluster of one account, and another answer are another run")
  func live() throws {
    var digests = [try ResultOptions(Self.request()).digest().hex]
    let answers: [([[UInt8]], String?)] = [
      ([[1], [2]], "alpha"), ([[1], [2]], "beta"), ([[1, 2]], "alpha"), ([[2], [1]], "alpha"),
      ([[1]], nil), ([], nil), ([], "beta"),
    ]
    for kind in LiveSourceKind.allCases {
      for (texts, cluster) in answers {
        var request = Self.request()
        request.live[kind] = LiveAnswer(name: "-", texts: texts, cluster: cluster)
        digests.append(try ResultOptions(request).digest().hex)
        request.live[kind]?.name = "other"
        #expect(try ResultOptions(request).digest().hex == digests.last)
      }
    }
    #expect(Set(digests).count == digests.count)
  }

  @Test("what does not change a proposal leaves the mark of a decided state valid")
  func others() throws {
    var request = Self.request()
    request.variables["PATH"] = "/bin"
    request.sshKey = "key"
    request.rechecks = true
    #expect(try ResultOptions(request).digest() == ResultOptions(Self.request()).digest())
  }
}
