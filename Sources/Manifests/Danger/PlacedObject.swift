/// An object as a cluster gets it: behind the kustomizations on one way to it.
struct PlacedObject {
  let object: ManifestObject
  /// The kustomizations, the inner ones first.
  let layers: [KustomizeLayer]
  /// What the cluster knows it by.
  let key: ObjectKey

  init(_ object: ManifestObject, layers: [KustomizeLayer]) {
    self.object = object
    self.layers = layers
    key = layers.reduce(object.key) { $0.transformed(by: $1) }
  }

  /// The outermost kustomization, which tells clusters and overlays apart.
  var outermost: String? { layers.last?.file }
}
