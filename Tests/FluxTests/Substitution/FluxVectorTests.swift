import Flux
import Testing

@Suite struct FluxVectorTests {
  @Test func noVectorIsLost() throws {
    #expect(try FluxVectors.all.get().cases.count == 92)
  }

  @Test(arguments: try FluxVectors.all.get().cases)
  func previewSaysWhatFluxApplies(vector: FluxVectors.Case) throws {
    let variables = try FluxVectors.all.get().variables
    let result = Result { () throws(SubstitutionError) in
      try FluxSubstitution.substituted(
        stream: Array(vector.manifest.utf8), variables: variables, isStrict: vector.isStrict)
    }
    switch result {
    case .success(let documents): #expect(documents == vector.documents)
    case .failure(let error): #expect(error.message == vector.error)
    }
  }
}
