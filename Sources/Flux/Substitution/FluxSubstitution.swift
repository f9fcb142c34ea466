public import YAML

/// What Flux's kustomize-controller makes of manifests after `kustomize build`, as `postBuild` asks.
///
/// Source: `SubstituteVariables` in fluxcd/pkg, `kustomize/kustomize_varsub.go`, version 1.39.
public enum FluxSubstitution {
  /// The label or annotation that keeps a resource out of substitution by the value `disabled`.
  public static let switchName = FluxKustomization.group + "/substitute"

  /// Substitutes in one resource.
  ///
  /// The resource is written as Go writes YAML, so that quotes of its file are lost, its
  /// `${…}` are replaced in that text, and the result is read as YAML 1.1: types may change. Whole
  /// numbers come back as integers, since JSON does not tell them apart. A resource that is
  /// switched off, and every resource where there are no variables, comes back as it is.
  ///
  /// Where a variable in the place of a key makes a key stand twice, Flux keeps the last; here that
  /// is an error.
  ///
  /// - Parameters:
  ///   - resource: one resource as kustomize builds it.
  ///   - variables: names and texts as they stand in `substitute` and in the `data` of what
  ///     `substituteFrom` names; newlines are dropped, as Flux does.
  ///   - isStrict: whether a variable that is not set is an error: the default since Flux 2.9.
  /// - Returns: what Flux applies.
  /// - Throws: `SubstitutionError`, in Flux' words where Flux fails too.
  public static func substituted(
    _ resource: Value, variables: [String: String], isStrict: Bool
  ) throws(SubstitutionError) -> Value {
    try substituted(resource, variables: FluxVariables(variables), isStrict: isStrict)
  }

  /// The same with variables of which some may not be known, whose expansions stay as `${name}`.
  ///
  /// - Parameters:
  ///   - resource: one resource as kustomize builds it.
  ///   - variables: names and texts.
  ///   - isStrict: whether a variable that is not set is an error.
  ///   - always: whether to substitute where there are no variables too.
  /// - Returns: what Flux applies.
  /// - Throws: `SubstitutionError`, in Flux' words where Flux fails too.
  public static func substituted(
    _ resource: Value, variables: FluxVariables, isStrict: Bool, always: Bool = false
  ) throws(SubstitutionError) -> Value {
    guard !isDisabled(resource), always || !variables.isEmpty else { return resource }
    do {
      return try replaced(resource, variables: variables, isStrict: isStrict)
    } catch {
      throw SubstitutionError(reason: error.message, resource: ResourceIdentity(resource))
    }
  }

  /// Substitutes in all resources of a stream, which `kustomize build` reads or prints.
  ///
  /// Documents without content are left out and the items of lists stand for themselves, as
  /// kustomize has it.
  ///
  /// - Parameters:
  ///   - bytes: a YAML stream of resources.
  ///   - variables: names and texts.
  ///   - isStrict: whether a variable that is not set is an error.
  /// - Returns: what Flux applies, in the order of the stream.
  /// - Throws: `SubstitutionError` for the first resource that fails; without a resource where the
  ///   stream is no YAML.
  public static func substituted(
    stream bytes: [UInt8], variables: [String: String], isStrict: Bool
  ) throws(SubstitutionError) -> [Value] {
    var results: [Value] = []
    for resource in try resources(of: bytes) {
      results.append(try substituted(resource, variables: variables, isStrict: isStrict))
    }
    return results
  }

  /// Whether a resource is left alone, by its label or its annotation.
  public static func isDisabled(_ resource: Value) -> Bool {
    ["labels", "annotations"].contains {
      resource["metadata", $0, switchName] == .string("disabled")
    }
  }

  private static func resources(of bytes: [UInt8]) throws(SubstitutionError) -> [Value] {
    do {
      let documents = try GoYAMLReader.values(of: bytes, dialect: .version3)
      return documents.filter { $0 != .null }.flatMap(items)
    } catch {
      throw SubstitutionError(message: error.message, resource: nil)
    }
  }

  private static func items(_ document: Value) -> [Value] {
    guard case .string(let kind) = document["kind"], kind.hasSuffix("List"),
      case .list(let items) = document["items"]
    else { return [document] }
    return items.flatMap(Self.items)
  }

  private static func replaced(
    _ resource: Value, variables: FluxVariables, isStrict: Bool
  ) throws(GoError) -> Value {
    if let name = variables.invalidName {
      throw GoError("envsubst error: '\(name)' var name is invalid, must match '\(namePattern)'")
    }
    guard let concerned = SubstitutionReach.concerned(resource) else { return resource }
    let envsubst = Envsubst(isStrict: isStrict, variables: variables)
    guard SubstitutionReach.isLocal(concerned, envsubst) else {
      return try replaced(all: resource, envsubst)
    }
    do {
      return SubstitutionReach.merging(
        try replaced(all: concerned, envsubst), of: concerned, into: resource)
    } catch {
      // Flux' own words name a line of the whole.
      return try replaced(all: resource, envsubst)
    }
  }

  private static func replaced(
    all resource: Value, _ envsubst: Envsubst
  ) throws(GoError) -> Value {
    let evaluated = try envsubst.evaluated(try GoYAMLWriter.text(of: resource))
    do {
      return try GoYAMLReader.values(of: evaluated, dialect: .version2).first ?? .null
    } catch {
      throw GoError("envsubst error: YAMLToJSON: " + error.message)
    }
  }

  private static let namePattern = "^[_[:alpha:]][_[:alpha:][:digit:]]*$"

  /// Whether Flux takes `name` for a variable; one other name fails every resource.
  public static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !first.isDigit else { return false }
    return name.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == 0x5F }
  }
}

/// Why Flux would not apply a resource.
public struct SubstitutionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What Flux reports as the reason of the failed build.
  public let message: String
  /// The resource that fails; nil where the manifests could not be read at all.
  public let resource: ResourceIdentity?

  /// Makes an error from its parts.
  public init(message: String, resource: ResourceIdentity?) {
    self.message = message
    self.resource = resource
  }

  /// Makes the error of one resource, as kustomize-controller words it.
  init(reason: String, resource: ResourceIdentity) {
    self.init(message: "post build failed for '\(resource)': \(reason)", resource: resource)
  }

  /// The message without the scalar that go-yaml puts between backquotes, which may be a password.
  public var shownMessage: String {
    guard let first = message.firstIndex(of: "`"), let last = message.lastIndex(of: "`"),
      first < last
    else { return message }
    return message[...first] + SecretLines.mark + message[last...]
  }

  /// The message.
  public var description: String { message }
}

/// Which Kubernetes object a resource is.
public struct ResourceIdentity: Hashable, Sendable, CustomStringConvertible {
  /// The group of `apiVersion`; empty for the core group.
  public let group: String
  /// The version of `apiVersion`.
  public let version: String
  /// `kind`.
  public let kind: String
  /// `metadata.namespace`, nil where none is written.
  public let namespace: String?
  /// `metadata.name`.
  public let name: String

  /// Whether this is one of Flux's Kustomizations.
  public var isFluxKustomization: Bool {
    group == FluxKustomization.group && kind == "Kustomization"
  }

  /// Reads the identity of `resource`; what it lacks is empty.
  public init(_ resource: Value) {
    let version = resource["apiVersion"].text
    let parts = version.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    group = parts.count > 1 ? String(parts[0]) : ""
    self.version = parts.last.map(String.init) ?? ""
    kind = resource["kind"].text
    namespace = resource["metadata", "namespace"].map { Optional($0).text }
    name = resource["metadata", "name"].text
  }

  /// Kind, version, group and name as kustomize prints them: `ConfigMap.v1.[noGrp]/settings`.
  public var description: String {
    let kind = self.kind.isEmpty ? "[noKind]" : self.kind
    let version = self.version.isEmpty ? "[noVer]" : self.version
    return "\(kind).\(version).\(group.isEmpty ? "[noGrp]" : group)/\(name)"
  }
}

extension Value? {
  /// The text of a string, or nothing.
  fileprivate var text: String {
    if case .string(let text) = self { text } else { "" }
  }
}
