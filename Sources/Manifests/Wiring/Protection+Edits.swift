extension Protection {
  private var reader: ManifestReader { wiring.reader }

  /// Makes Flux leave the object alone.
  func annotate(_ part: Part, _ log: inout WiringLog) {
    let path = part.use.file.path
    log.ensure(part.identifier, isPresent: false) { log in
      let edited = reader.stream(path).flatMap {
        YAMLAddition($0).setting(
          ["metadata", "annotations", SubstitutionMark.key], to: .string(SubstitutionMark.value),
          inDocument: part.document)
      }
      guard let edited else {
        log.report(unprotected(part))
        return false
      }
      reader.set(path, to: edited)
      log.report(
        note(part, "is left alone by substitution, since its own $ is no variable of Flux"))
      return true
    }
  }

  /// Doubles each `$` that Flux would take for its own.
  func escape(_ part: Part, _ log: inout WiringLog) {
    let path = part.use.file.path
    let edited = reader.stream(path).flatMap { stream in
      ScalarRewriting.apply(
        { _, _, bytes, range in part.use.scope.escapes(in: bytes, range) }, to: stream,
        documents: [part.document])
    }
    guard let edited else { return log.report(unprotected(part)) }
    reader.set(path, to: edited.bytes)
    log.report(note(part, "has $ doubled where it is no variable of Flux"))
  }

  /// Says what in a kustomization file itself Flux would change.
  func warn(_ use: Use, _ log: inout WiringLog) {
    guard reader.marks(use.file.path).contains(.dollar) else { return }
    for root in reader.stream(use.file.path)?.documents ?? [] {
      root.forEachScalar { node, scalar in
        let hazard = DollarRun.all(in: scalar.text).contains(where: use.scope.isHazard)
        guard hazard else { return }
        log.report(
          ManifestFinding(
            "substitution-hazard", .warning, path: use.file.path, position: node.position,
            "Flux would take a $ in this text for a variable of its own",
            remedy: "write $$ where a $ is meant, or move the text into a file of its own"))
      }
    }
  }

  private func unprotected(_ part: Part) -> ManifestFinding {
    ManifestFinding(
      "substitution-hazard", .error, path: part.use.file.path, position: part.position,
      "Flux would change $ in \(part.kind) \(part.name), and the file cannot be edited safely",
      remedy: "annotate the object with \(SubstitutionMark.key): \(SubstitutionMark.value)")
  }

  func note(_ part: Part, _ message: String) -> ManifestFinding {
    ManifestFinding(
      "substitution-protected", .note, path: part.use.file.path, position: part.position,
      "\(part.kind) \(part.name) \(message)", remedy: "nothing has to be done")
  }
}
