/// The kinds of findings, by the names that reports, comments and baselines give them.
///
/// `docs/findings.md` is made from this list.
public enum FindingCode: String, CaseIterable, Codable, Sendable {
  // About the proposal.
  case templateAdopted = "template-adopted"
  case templateUnknown = "template-unknown"
  case scriptRemains = "script-remains"
  case templateRewritten = "template-rewritten"
  case templateHeld = "template-held"
  case templateExecutable = "template-executable"
  case templateConfiguration = "template-configuration"
  case configurationKept = "configuration-kept"
  case bootstrapKept = "bootstrap-kept"
  case deletionKept = "deletion-kept"
  case renderedAgain = "rendered-again"
  case renderedNotPushed = "rendered-not-pushed"
  case recordForeign = "record-foreign"
  case lockOfTemplate = "lock-of-template"
  case markUnanswered = "mark-unanswered"
  case notYaml = "not-yaml"
  case gitRefused = "git-refused"
  case submoduleUnsafe = "submodule-unsafe"
  case gitFileLink = "git-file-link"
  case outdatedProposal = "outdated-proposal"
  case reviewRefused = "review-refused"
  case reviewFailed = "review-failed"
  case reviewIncomplete = "review-incomplete"
  case fieldNotFound = "field-not-found"
  case ruleUnmatched = "rule-unmatched"
  case includeUnmatched = "include-unmatched"
  case standInOutside = "stand-in-outside"
  case valueUnused = "value-unused"
  case fluxNotFound = "flux-not-found"
  case storageKept = "storage-kept"
  case storageHeld = "storage-held"
  case pathMentionLeft = "path-mention-left"
  case loadBalancerKept = "load-balancer-kept"
  case profileDoesNotFit = "profile-does-not-fit"
  case haControlPlaneExpected = "ha-control-plane-expected"
  case referenceInText = "reference-in-text"
  case referenceLeft = "reference-left"
  case referenceUnreached = "reference-unreached"
  case wiringNoPlace = "wiring-no-place"
  case wiringNoFolder = "wiring-no-folder"
  case wiringAncestor = "wiring-ancestor"
  case wiringImpossible = "wiring-impossible"
  case wiringUnproven = "wiring-unproven"
  case valuesUnfit = "values-unfit"
  case substitutionHazard = "substitution-hazard"
  case substitutionProtected = "substitution-protected"

  // About the manifests.
  case yamlInvalid = "yaml-invalid"
  case brokenReference = "broken-reference"
  case apiRemoved = "api-removed"
  case referenceDotted = "reference-dotted"
  case referenceUnknown = "reference-unknown"
  case substitutionUnresolved = "substitution-unresolved"
  case substitutionMissing = "substitution-missing"
  case substitutionInvalid = "substitution-invalid"
  case substitutionType = "substitution-type"
  case configmapName = "configmap-name"
  case configmapNamespace = "configmap-namespace"
  case configmapKey = "configmap-key"
  case valuesFromDead = "values-from-dead"
  case valuesInvalid = "values-invalid"
  case valuesClash = "values-clash"
  case standInLeft = "stand-in-left"
  case earlierValue = "earlier-value"
  case encodedStandIn = "encoded-stand-in"
  case conflictUnresolved = "conflict-unresolved"
  case proposalDeclined = "proposal-declined"
  case settledNotPushed = "settled-not-pushed"
  case inputsUndone = "inputs-undone"
  case undoOpen = "undo-open"
  case dangerousIdentity = "dangerous-identity"
  case dangerousRelease = "dangerous-release"
  case dangerousFlux = "dangerous-flux"
  case dangerousImmutable = "dangerous-immutable"
  case dangerousRecordOwner = "dangerous-record-owner"
  case dangerousRemoval = "dangerous-removal"
  case dangerousShrink = "dangerous-shrink"
  case sourceMissing = "source-missing"
  case variablesMissing = "variables-missing"
  case dependencyMissing = "dependency-missing"
  case dependencyCycle = "dependency-cycle"
  case healthCheckMissing = "health-check-missing"
  case valuesFromMissing = "values-from-missing"
  case namespaceMissing = "namespace-missing"
  case appliedTwice = "applied-twice"
  case buildFailed = "build-failed"
  case notFollowed = "not-followed"
  case manifestUnlisted = "manifest-unlisted"
  case patchUnmatched = "patch-unmatched"
  case fieldMisplaced = "field-misplaced"
  case decryptionMissing = "decryption-missing"
  case substituteType = "substitute-type"
  case standInUnruled = "stand-in-unruled"
  case templateBroken = "template-broken"
  case configurationIncomplete = "configuration-incomplete"
  case ignoreWithoutReason = "ignore-without-reason"
}

extension FindingCode {
  /// What a reader of the documentation is told about a kind of finding.
  public struct Explanation: Sendable {
    /// What findings are about, which are the parts of the page.
    public enum Subject: Sendable, CaseIterable {
      /// A proposal that a run makes, reported by `run` and `plan`.
      case proposal
      /// The manifests of the base branch, reported by `check`.
      case manifests
    }

    public let subject: Subject
    /// Which severities it has, and when.
    public let severity: String
    /// What it says, in Markdown.
    public let summary: String
    /// What to do, in Markdown.
    public let remedy: String

    fileprivate init(_ subject: Subject, _ severity: String, _ summary: String, _ remedy: String) {
      self.subject = subject
      self.severity = severity
      self.summary = summary
      self.remedy = remedy
    }
  }

  /// What the documentation says of findings of this code.
  // A row a line, as in the page.
  // swift-format-ignore
  public var explanation: Explanation {
    switch self {
    case .templateAdopted: .init(.proposal, "note", "the commit of the template that the repository was made from, and how it was found", "if it is wrong, give the right one with `--adopt`")
    case .templateUnknown: .init(.proposal, "warning", "no commit of the template fits; only stand-ins still present are replaced, and updates count from now on", "give the commit with `--adopt` if you know it")
    case .scriptRemains: .init(.proposal, "note", "`.backups/*.orig` and `.replacements-applied` of an earlier script were used as evidence and removed", "nothing: the history keeps them")
    case .templateRewritten: .init(.proposal, "warning", "the template's reference does not contain the commit that the last proposal took", "look at the diff as a whole")
    case .templateHeld: .init(.proposal, "note", "changes of the template in `.github` or in `template.exclude` were held back", "take over by hand what you want")
    case .templateExecutable: .init(.proposal, "warning", "the template changes executables, scripts, Makefiles, Dockerfiles, `package.json`, or links that lead out of it", "read these files before you merge")
    case .templateConfiguration: .init(.proposal, "warning", "a configuration file of the template cannot be read or used, and was not merged", "have it corrected, or update gitops-bot")
    case .configurationKept: .init(.proposal, "note", "you and the template changed one value of a configuration file; yours was kept", "compare, and take over what is right")
    case .bootstrapKept: .init(.proposal, "note", "an environment joins, and `flux bootstrap` has written files for its cluster that the template has too; they were kept", "nothing: `flux bootstrap` keeps them up to date")
    case .deletionKept: .init(.proposal, "note", "the template changes a file that you deleted, or adds one to a folder that you deleted with its kustomization; it stays away. Said in the proposal that takes the release, or in the run that finds nothing else to propose", "nothing, or take the file over from the template")
    case .renderedAgain: .init(.proposal, "warning", "`refs/gitops-bot/rendered` has gone, so the base of the merge was rendered again", "keep that reference; after an upgrade look at the diff")
    case .renderedNotPushed: .init(.proposal, "warning", "the server declined `refs/gitops-bot/rendered` or `refs/gitops-bot/finished`", "allow the bot to push `refs/gitops-bot/*`")
    case .recordForeign: .init(.proposal, "warning", "`refs/gitops-bot/rendered` or `refs/gitops-bot/finished` does not lead to what the last merged proposal names, so it was not used", "find out who may push `refs/gitops-bot/*`")
    case .lockOfTemplate: .init(.proposal, "warning", "the lock came with the repository's first commit, so it is the template's and counts for nothing", "nothing: the next proposal replaces it")
    case .markUnanswered: .init(.proposal, "note", "a mark in `refs/gitops-bot/settled` names a template whose server did not answer within ten seconds", "nothing where that is your template; else find out who may push `refs/gitops-bot/*`")
    case .notYaml: .init(.proposal, "note", "a file ends in `.yaml`, `.yml` or `.json` but cannot be read as YAML; it was rewritten as plain text", "look at its diff")
    case .gitRefused: .init(.proposal, "error", "a server that checks what it is sent (`receive.fsckObjects`, as code hosts do) would refuse a file that the proposal brings: `.gitmodules` that is a link, or with a name, path, address or update that git-fsck(1) refuses; `.gitattributes` with a line of 2,048 bytes or more", "have the template corrected, or add the file to `template.exclude`")
    case .submoduleUnsafe: .init(.proposal, "error", "a `.gitmodules` that the proposal brings has an address that starts a program (`ext::`), or a path that leads out of the repository", "do not clone with submodules; have the template corrected, or exclude the file")
    case .gitFileLink: .init(.proposal, "warning", "a symbolic link stands in the place of `.gitattributes`, `.gitignore` or `.mailmap`; Git does not follow it", "have it replaced by the file")
    case .outdatedProposal: .init(.proposal, "warning", "the bot's branch still proposes what the configuration no longer asks for, and no review of it was open, or it holds commits of people's or what `undo` proposes", "close its review and delete the branch")
    case .reviewRefused: .init(.proposal, "error", "the branch is pushed, and the server does not permit the review; the permission that is missing, and where to set it. The run exits with 5", "give the permission, or open the review at the address given")
    case .reviewFailed: .init(.proposal, "error", "the branch is pushed, and the server did not answer, or did not take the review. The run exits with 1", "run again")
    case .reviewIncomplete: .init(.proposal, "warning", "the review is there without a label, person or milestone that `review` names, or the server did not say whether the signatures are verified", "create it, correct its name, or do what the remedy says")
    case .fieldNotFound: .init(.proposal, "warning", "no file has the object and field that a rule of the kind `field` names", "correct the rule, or remove it")
    case .ruleUnmatched: .init(.proposal, "warning; error with `check --template`", "the stand-in of a rule is nowhere in what is rewritten. Said before the first merged proposal, by `check` too, of rules that are new, and by `check --template`, which says it of texts in `keep` too", "correct `from`, let `include` reach it, or remove the rule")
    case .includeUnmatched: .init(.proposal, "warning; note for `exclude`; error with `check --template`", "a pattern of `include`, `exclude` or `perEnvironment` matches no file. Said when `rule-unmatched` is", "correct the pattern, or remove it")
    case .standInOutside: .init(.proposal, "note", "how many stand-ins stand in files that `include` does not reach, with one of them. Said once, before the first merged proposal", "let `include` reach them where they are to be replaced")
    case .valueUnused: .init(.proposal, "note", "a value is declared or given with `--set`, and nothing uses it", "use it in a replacement, or leave it out")
    case .fluxNotFound: .init(.proposal, "note", "the repository holds manifests, and no Kustomization of Flux was recognised in it, so that nothing is known of what a cluster applies", "nothing where Flux is set up elsewhere; else commit what `flux bootstrap` has written")
    case .storageKept: .init(.proposal, "warning", "a volume would have become smaller, which Kubernetes cannot do; the size was kept", "nothing, or move the data by hand")
    case .storageHeld: .init(.proposal, "warning", "a generated size would have changed in a field that Kubernetes never changes, such as `volumeClaimTemplates`; it was held at what the lock has, and the rest is proposed", "nothing, or follow the steps named for the larger size")
    case .pathMentionLeft: .init(.proposal, "warning", "a folder is renamed that `.sops.yaml`, `.gitattributes`, `CODEOWNERS`, a workflow or a script still names", "write the new path there")
    case .loadBalancerKept: .init(.proposal, "warning", "the load balancer would have become smaller; the size was kept", "set `networking.loadBalancer.size`")
    case .profileDoesNotFit: .init(.proposal, "warning", "no node can hold a profile that an application uses", "choose a smaller profile, or larger nodes")
    case .haControlPlaneExpected: .init(.proposal, "warning", "a production cluster without a highly available control plane, at a provider that sells one; said until it is merged", "set `cluster.haControlPlane` once it has one")
    case .referenceInText: .init(.proposal, "error", "a reference to a map, a list or an unsure text stands within a longer text, which Flux would garble", "let it be the whole value, or name a plain text within it")
    case .referenceLeft: .init(.proposal, "error, warning", "a file holds references and cannot be edited: no YAML, encrypted, or written with escapes", "write the flat names by hand")
    case .referenceUnreached: .init(.proposal, "warning", "a file with references that no Flux Kustomization of this repository applies, as far as can be seen", "list it in a kustomization that Flux applies, or substitute where it is applied")
    case .wiringNoPlace: .init(.proposal, "error", "with several environments, it cannot be told which one a cluster is, or it applies the ConfigMap of another one; its wiring stays as it is", "name the cluster's folder after the environment or its `cluster.name`, or have the cluster apply the folder of its ConfigMap")
    case .wiringNoFolder: .init(.proposal, "error", "every folder is applied by a Kustomization that needs the variables first, or the ConfigMaps of several environments lie in one folder that is applied whole", "give `configMap.path` a folder of its own")
    case .wiringAncestor: .init(.proposal, "error", "a Kustomization with references applies the one that brings the variables", "move the references into a path below it")
    case .wiringImpossible: .init(.proposal, "error; warning in a file that several clusters read", "a file is written so that the wiring cannot be added to it alone, or the owner removed it there for another cluster", "add by hand what the finding names")
    case .wiringUnproven: .init(.proposal, "error", "wiring a Kustomization would change something that Flux applies besides the references, or what it applies cannot be told; its wiring is not proposed, the rest is", "do what the finding says of the object that it names")
    case .valuesUnfit: .init(.proposal, "error", "Kubernetes would refuse the ConfigMap with the variables", "shorten or rename the values")
    case .substitutionHazard: .init(.proposal, "error, warning", "Flux would take a `$` of another language for its own, and the place cannot be protected", "write `$$`, or annotate the object")
    case .substitutionProtected: .init(.proposal, "note", "an object was kept from substitution, since its own `$` is no variable of Flux", "nothing")
    case .yamlInvalid: .init(.manifests, "error; warning in a file that no cluster applies", "a file is no YAML; templates of Helm charts are left out", "correct it")
    case .brokenReference: .init(.manifests, "error; warning in a kustomization that no cluster builds", "a kustomize entry, or the `path` of a Flux Kustomization of this repository, leads nowhere", "correct the path, or let `include` reach the file")
    case .apiRemoved: .init(.manifests, "error", "an `apiVersion` that Flux has removed (2.7: `v1beta1` and `v2beta1`; 2.8: `v1beta2` of sources and Kustomizations and `v2beta2`; 2.9: `v1beta2` of images and notifications), in `healthChecks` too", "write the version named; `flux migrate -f .` does it in all files")
    case .referenceDotted: .init(.manifests, "error", "`${infraConfig.a.b}`, which Flux cannot substitute", "let `run` translate it, or write `${infraConfig_a_b}`")
    case .referenceUnknown: .init(.manifests, "error; warning where a default is given", "a reference names no value, such as a profile or storage that does not exist", "write the name proposed, or add the value")
    case .substitutionUnresolved: .init(.manifests, "error", "a variable is not set where Flux substitutes, an error since Flux 2.9", "define it, or write `$${` where a `$` is meant")
    case .substitutionMissing: .init(.manifests, "error", "a reference to the generated values stands where Flux substitutes nothing", "let `run` wire it")
    case .substitutionInvalid: .init(.manifests, "error", "Flux fails on the expression, or on what it becomes", "correct it, or write `$${` where a `$` is meant")
    case .substitutionType: .init(.manifests, "warning", "a quoted text becomes a number, a boolean or nothing, since Flux forgets the quotes", "take the variable that ends in `_string`")
    case .configmapName: .init(.manifests, "error", "a reference to one of the generated ConfigMaps has a wrong name or kind", "write the name proposed")
    case .configmapNamespace: .init(.manifests, "error", "the ConfigMap is in another namespace than the one it is looked for in", "refer to single values, which need no ConfigMap there")
    case .configmapKey: .init(.manifests, "error", "a ConfigMap or Secret has no such key, or one that is no name of a variable although variables are taken from it", "write the key proposed, or take variables from `infrastructure-vars`")
    case .valuesFromDead: .init(.manifests, "warning", "an entry of `valuesFrom` puts all of `values.yaml` under one path, where Helm evaluates nothing", "remove it")
    case .valuesInvalid: .init(.manifests, "error", "`values.yaml` in the ConfigMap is no YAML", "correct it")
    case .valuesClash: .init(.manifests, "error", "two values have the same flat name", "rename one")
    case .standInLeft: .init(.manifests, "warning", "a stand-in of the template is still there, in a file in scope or in its name", "let `run` replace it, or write the value yourself where the file is yours")
    case .earlierValue: .init(.manifests, "warning", "a value that a stand-in was replaced by earlier is still there", "write the value of now")
    case .encodedStandIn: .init(.manifests, "warning", "a Secret's value holds a stand-in or an earlier value in base64, which is not rewritten", "encode the right value, or use `stringData`")
    case .conflictUnresolved: .init(.manifests, "warning", "your side was kept against an earlier proposal, and nobody has decided since", "change the place to what is right, or remove the entry from `unresolved` in the lock")
    case .proposalDeclined: .init(.manifests, "note", "the proposal was declined, or its review closed without being merged, so it is not made again", "nothing to do; delete the reference that it names, or reopen the review, to have it after all")
    case .settledNotPushed: .init(.manifests, "note", "the server declined the mark that nothing is left to do", "allow the bot to push `refs/gitops-bot/*`")
    case .inputsUndone: .init(.manifests, "note", "the values and rules are those that `undo` took back, so nothing is proposed", "change one of them to take the template up again")
    case .undoOpen: .init(.proposal, "note, warning", "the bot's branch holds what `undo` proposes, so nothing else is proposed; a warning where its base branch was rewritten since", "merge it, or give `decline`; give `undo` again where the base branch was rewritten")
    case .dangerousIdentity: .init(.manifests, "error", "an object gets another name or namespace, also through a kustomization or `targetNamespace`: Flux would delete it and create another", "keep the name, or follow the steps named and give `--allow-replace`")
    case .dangerousRelease: .init(.manifests, "error", "a HelmRelease gets another release name, target or storage namespace, or chart: Helm would uninstall the release and install another", "keep the value, or back up and give `--allow-replace`")
    case .dangerousFlux: .init(.manifests, "error", "another path or `prune` of Flux: it would delete what it has applied, or stop syncing", "keep the value, or follow the steps named and give `--allow-replace`")
    case .dangerousImmutable: .init(.manifests, "error", "a field that Kubernetes never changes", "keep the value, or give `--allow-replace` and delete the object by hand")
    case .dangerousRecordOwner: .init(.manifests, "error", "another `txtOwnerId` of external-dns, which would no longer know its records", "keep the id, or change the TXT records and give `--allow-replace`")
    case .dangerousRemoval: .init(.manifests, "error", "an object with data, a resource definition or a Flux Kustomization that prunes would be deleted", "keep it, or back up and give `--allow-replace`")
    case .dangerousShrink: .init(.manifests, "error", "a volume would become smaller", "keep the size, or move the data by hand")
    case .sourceMissing: .init(.manifests, "error; note where some Kustomization of the cluster cannot be followed", "a `sourceRef` or `chartRef` of a source that the cluster does not apply, or a chart without a `sourceRef`", "write the name or the namespace proposed, or add the source")
    case .variablesMissing: .init(.manifests, "error where a similar name exists, else note", "a ConfigMap or Secret of `postBuild.substituteFrom` that the cluster does not apply; others may make it", "write the name proposed, or make sure that it is there")
    case .dependencyMissing: .init(.manifests, "error; note where some Kustomization of the cluster cannot be followed", "an entry of `dependsOn` names what the cluster does not apply, so that Flux waits for ever", "write the name proposed, or remove the entry")
    case .dependencyCycle: .init(.manifests, "error", "Kustomizations or HelmReleases wait for each other by `dependsOn`, so that none is ever applied", "remove one of the entries")
    case .healthCheckMissing: .init(.manifests, "error; note where something that is not followed may make the object", "an entry of `healthChecks` names an object that the cluster does not apply", "write the name proposed, or remove the entry")
    case .valuesFromMissing: .init(.manifests, "error where a similar name exists, else note", "a ConfigMap or Secret of `valuesFrom` that the cluster does not apply in the namespace of the release; others may make it", "write the name proposed, or make sure that it is there")
    case .namespaceMissing: .init(.manifests, "note", "nothing that the cluster applies creates the namespace of an object", "add a `Namespace`, or make sure that somebody else creates it")
    case .appliedTwice: .init(.manifests, "error; warning where both are equal but for labels and annotations, and for a Namespace", "two Flux Kustomizations of one cluster apply one object, so that each undoes what the other did, or deletes what the other needs", "leave it to one of them")
    case .buildFailed: .init(.manifests, "error", "Flux cannot build a path: what kustomize says, at the file that is at fault, however many Kustomizations build it", "correct what it names")
    case .notFollowed: .init(.manifests, "note", "what Flux applies there is not known here: another source, a remote reference, a `ResourceSet`; nothing that depends on it is called wrong", "nothing")
    case .manifestUnlisted: .init(.manifests, "warning", "a manifest beside a kustomization is listed by none and read by nothing", "list it, or remove it")
    case .patchUnmatched: .init(.manifests, "warning", "the target of a patch matches nothing in any build", "correct the target, or remove the patch")
    case .fieldMisplaced: .init(.manifests, "error", "a field of an object of Flux stands beside `spec`, such as `values` of a HelmRelease", "move it into `spec`")
    case .decryptionMissing: .init(.manifests, "error", "a Secret that SOPS has encrypted is applied by a Kustomization without `spec.decryption`", "add `decryption`, or apply the Secret with a Kustomization that has it")
    case .substituteType: .init(.manifests, "error", "a value of `postBuild.substitute` is a number, a boolean, a list or a map", "write it in quotes")
    case .standInUnruled: .init(.manifests, "error", "`check --template`: a text of the template looks like a stand-in, and no rule replaces it there", "add a rule, extend `include`, or add it to `keep`")
    case .templateBroken: .init(.manifests, "error", "`check --template`: with canary values a first run fails, a second one would change something again, or `undo` does not give the template back", "correct what it names")
    case .configurationIncomplete: .init(.manifests, "error", "a proposal cannot be made: a value is missing or wrong; the manifests are checked by what the last proposal was made from", "give the value where the finding says")
    case .ignoreWithoutReason: .init(.manifests, "warning", "a comment that would ignore findings gives no reason, and ignores nothing", "write one")
    }
  }
}

extension FindingCode: Comparable, CustomStringConvertible {
  public var description: String { rawValue }

  /// By their names.
  public static func < (left: FindingCode, right: FindingCode) -> Bool {
    left.rawValue < right.rawValue
  }
}
