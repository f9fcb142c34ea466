public import HTTP
public import YAML

/// Something that tells facts of a running cluster.
///
/// Everything about one source stands in its folder, and `LiveSourceKind` lists them.
public protocol LiveSource: Sendable {
  /// What `answer` says of an environment.
  ///
  /// - Throws: LiveSourceError when it has another shape, or does not tell what it has to.
  func told(
    by answer: LiveAnswer, of environment: LiveEnvironment
  ) throws(LiveSourceError) -> LiveTold
}

/// A source that is asked over the network.
public protocol LiveService: LiveSource {
  /// Asks for the clusters that the credential in `variables` may see.
  ///
  /// - Parameters:
  ///   - cluster: The name or id of the one that is meant; nil where there is one.
  ///   - variables: The environment of the process.
  ///   - client: What sends the requests.
  /// - Returns: What it answered.
  /// - Throws: LiveSourceError when there is no credential, and when the service does not answer.
  func ask(
    cluster: String?, _ variables: [String: String], client: HTTPClient
  ) async throws(LiveSourceError) -> LiveAnswer
}

/// The JSON that a source gave.
public struct LiveAnswer: Hashable, Sendable {
  /// As errors and the report name it: a file, or the service.
  public var name: String
  /// Its texts, in order; a file is one.
  public var texts: [[UInt8]]
  /// The name or id of the cluster that is meant; nil where there is one.
  public var cluster: String?

  public init(name: String, texts: [[UInt8]], cluster: String? = nil) {
    (self.name, self.texts, self.cluster) = (name, texts, cluster)
  }

  /// The texts as JSON.
  ///
  /// - Throws: LiveSourceError with the position of the first mistake.
  func documents() throws(LiveSourceError) -> [PositionedValue] {
    var documents: [PositionedValue] = []
    for text in texts {
      do {
        documents.append(try PositionedValue.parse(json: text))
      } catch {
        throw LiveSourceError(error.message, at: error.position, remedy: error.remedy)
      }
    }
    return documents
  }
}

/// What the configuration says of the environment whose facts are wanted.
public struct LiveEnvironment: Hashable, Sendable {
  /// Who sells the nodes, where that is known.
  public var provider: String?
  /// The name of Terraform's output for each key, such as `cluster.region`; empty for the usual names.
  public var outputs: [String: String]
  /// The usual name of an output for each key there is: `cluster_region`.
  public var usualOutputs: [String: String]

  public init(
    provider: String? = nil, outputs: [String: String] = [:], usualOutputs: [String: String] = [:]
  ) {
    (self.provider, self.outputs, self.usualOutputs) = (provider, outputs, usualOutputs)
  }
}

/// What a source told.
public struct LiveTold: Hashable, Sendable {
  /// About the cluster.
  public var facts = ClusterFacts()
  /// Values by the keys that `--set` knows, where they are no facts or are written in another way.
  public var values: [String: String] = [:]
}

/// Why a source cannot be asked, or what it gave cannot be read.
public struct LiveSourceError: Error, Hashable, Sendable {
  /// A name that stands for none of those that are known.
  public struct Misspelling: Hashable, Sendable {
    public var name: String
    public var known: [String]
  }

  /// One thing that is wrong.
  public struct Problem: Hashable, Sendable {
    /// What is wrong, as one sentence without a final full stop.
    public var message: String
    /// Where in the text; nil when no single place is at fault.
    public var position: TextPosition?
    /// What to do about it, as one sentence without a final full stop.
    public var remedy: String
    /// The name at fault; where one of the known names is near, that is the better remedy.
    public var misspelling: Misspelling?
  }

  /// At least one.
  public var problems: [Problem]
  /// Whether a credential is missing or declined.
  public var isRefusal = false

  init(_ problems: [Problem]) {
    self.problems = problems
  }

  init(
    _ message: String, at position: TextPosition? = nil, remedy: String,
    misspelling: Misspelling? = nil, isRefusal: Bool = false
  ) {
    problems = [
      Problem(message: message, position: position, remedy: remedy, misspelling: misspelling)
    ]
    self.isRefusal = isRefusal
  }
}
