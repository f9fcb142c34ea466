/// Which ConfigMaps hold the values, and so what wiring has to bring about.
public struct WiringConfiguration: Sendable {
  /// The ConfigMap of one environment.
  public struct Place: Sendable {
    /// The file of the ConfigMap with the nested `values.yaml`; the variables' file goes beside it.
    public var path: String
    /// The name of the nested ConfigMap.
    public var name: String
    /// Its namespace.
    public var namespace: String
    /// The name of the ConfigMap with the flat variables.
    public var variablesName: String
    /// The nested values, as the merged `values.yaml` has them.
    public var values: Value
    /// Whether its cluster joined after the last merged proposal: its owner can have removed nothing.
    public var isNew: Bool

    /// Makes a place from its parts.
    public init(
      path: String, name: String, namespace: String,
      variablesName: String = "infrastructure-vars", values: Value, isNew: Bool = false
    ) {
      self.path = path
      self.name = name
      self.namespace = namespace
      self.variablesName = variablesName
      self.values = values
      self.isNew = isNew
    }
  }

  /// One place for each environment.
  ///
  /// With several, a cluster takes the one that it applies, or else the one whose file lies in the
  /// folder of the cluster's own Kustomization.
  public var places: [Place]

  /// The names of the ConfigMaps with the values: the nested ones, then those with variables.
  var ownNames: [String] { places.map(\.name) + places.map(\.variablesName) }

  /// Makes a configuration from its places.
  public init(places: [Place]) {
    self.places = places
  }
}
