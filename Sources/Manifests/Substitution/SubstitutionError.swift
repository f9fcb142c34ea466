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
