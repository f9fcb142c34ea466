import Git
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
    "configuration": { $0.configurationFile = #filePath },
    "terraformOutput": { $0.terraformOutput = .init(name: "-", bytes: [1]) },
    "nodes": { $0.nodes = .init(name: "-", bytes: [1]) },
    "digitalOcean": { $0.digitalOcean = .init(pages: [[1]], cluster: nil) },
    "digitalOceanCluster": { $0.digitalOcean = .init(pages: [], cluster: "beta") },
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

  @Test("another cluster of the same account, and other pages of its answer, are another run")
  func clusters() throws {
    var digests: [String] = []
    for (pages, cluster) in [
      ([[1], [2]], "alpha"), ([[1], [2]], "beta"), ([[1, 2]], "alpha"), ([[2], [1]], "alpha"),
    ] as [([[UInt8]], String)] {
      var request = Self.request()
      request.digitalOcean = .init(pages: pages, cluster: cluster)
      digests.append(try ResultOptions(request).digest().hex)
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
