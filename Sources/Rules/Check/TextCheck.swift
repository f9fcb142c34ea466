import Findings
import Flux
import YAML

/// Judges what Flux makes of one text that a Kustomization applies.
struct TextCheck {
  let kustomization: FluxKustomization
  let scope: VariableScope
  let names: ValueNames
  let path: String
  /// The positions in the file.
  let positions: TextPositions
  /// What the scope's variables make of texts.
  let substituted: SubstitutedTexts

  /// What is wrong with the variables in a text.
  ///
  /// Names of values that do not exist have been reported already.
  func findings(in text: SubstitutedFile.Text) -> [Finding] {
    guard kustomization.substitutes else { return text.isHandedOn ? [] : unsubstituted(text) }
    guard !text.runs.contains(where: isReported) else { return [] }
    let used: [EnvsubstNode]
    do throws(GoError) {
      used = try EnvsubstParser.parse(text.text)
    } catch {
      return [invalid(text, error.message)]
    }
    let missing = Set(used.flatMap(\.needed).filter { !scope.contains($0) })
    if !missing.isEmpty { return missing.sorted().compactMap { unresolved($0, text) } }
    let isKnown = used.flatMap(\.names).allSatisfy { scope.texts[$0] != nil || !scope.contains($0) }
    guard let style = text.style, isKnown, !scope.isOpen else { return [] }
    return typeChange(of: text, style).map { [$0] } ?? []
  }

  private func isReported(_ found: PlacedRun) -> Bool {
    guard found.run.startsVariable, let brace = found.run.brace else { return false }
    if brace.dotted?.utf8.starts(with: "\(FlatValues.prefix).".utf8) == true { return true }
    return found.run.namesOurs && !names.contains(brace.name)
  }

  /// References to our values in what is not substituted at all.
  private func unsubstituted(_ text: SubstitutedFile.Text) -> [Finding] {
    text.runs.filter { $0.run.isReference && !isReported($0) }.map { found in
      Finding(
        .substitutionMissing, .error, path: path, position: found.position(in: positions),
        "\(found.run.brace?.name ?? "") stays as it is, since the Flux Kustomization "
          + "\(kustomization.name) substitutes nothing",
        remedy: "let gitops-bot run wire it, or add postBuild.substituteFrom to it")
    }
  }

  private func unresolved(_ name: String, _ text: SubstitutedFile.Text) -> Finding? {
    let isOurs = name == FlatValues.prefix || name.utf8.starts(with: "\(FlatValues.prefix)_".utf8)
    guard isOurs ? !scope.isOpenForOurs : !scope.isOpen else { return nil }
    return Finding(
      .substitutionUnresolved, .error, path: path, position: position(of: name, text),
      "the Flux Kustomization \(kustomization.name) has no variable \(name)",
      remedy: isOurs
        ? "add the ConfigMap with the variables to its postBuild.substituteFrom"
        : "define it in its postBuild, or write $${ where a $ is meant")
  }

  private func invalid(_ text: SubstitutedFile.Text, _ reason: String) -> Finding {
    let first = text.runs.first { $0.run.startsVariable }
    return Finding(
      .substitutionInvalid, .error, path: path, position: first?.position(in: positions),
      "Flux fails here: \(reason)",
      remedy: "correct the expression, or write $${ where a $ is meant")
  }

  private func position(of name: String, _ text: SubstitutedFile.Text) -> TextPosition? {
    let found = text.runs.first { $0.run.startsVariable && $0.run.brace?.name == name }
    return (found ?? text.runs.first)?.position(in: positions)
  }
}

extension TextCheck {
  /// What substitution makes of a text alone in a resource, where that is no text any more.
  ///
  /// A quoted reference to a map or list is how one writes that one is meant.
  private func typeChange(
    of text: SubstitutedFile.Text, _ style: YAMLNode.Style
  ) -> Finding? {
    let result: Value?
    do throws(SubstitutionError) {
      result = try substituted.value(of: text.text)
    } catch {
      let reason = error.shownMessage.split(separator: "': ", maxSplits: 1).last ?? ""
      return invalid(text, String(reason))
    }
    guard style.isQuoted || style.isBlock, let result, let name = result.nameOfOtherScalar else {
      return nil
    }
    let first = text.runs.first { $0.run.startsVariable }
    return Finding(
      .substitutionType, .warning, path: path, position: first?.position(in: positions),
      "the text becomes \(name), since Flux forgets the quotes",
      remedy: first?.run.namesOurs == true
        ? "take the variable that ends in _string, or write no quotes"
        : "put quotes into the variable itself, or write none here")
  }
}

extension EnvsubstNode {
  /// The names in this part and in what is within it.
  fileprivate var names: [String] {
    guard case .expansion(let name, _, let arguments) = self else { return [] }
    return [name] + arguments.flatMap(\.names)
  }

  /// The names without which Flux fails.
  fileprivate var needed: [String] {
    guard case .expansion(let name, let operation, let arguments) = self else { return [] }
    return (operation.givesDefault ? [] : [name]) + arguments.flatMap(\.needed)
  }
}

extension Value {
  /// What this scalar is, where it is no text.
  fileprivate var nameOfOtherScalar: String? {
    switch self {
    case .null: "nothing at all"
    // Not which one: it may be a password of digits alone.
    case .bool: "a boolean"
    case .int, .double: "a number"
    case .string, .list, .map: nil
    }
  }
}
