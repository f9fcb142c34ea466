import YAML

@testable import BotCore

extension RenameTests.Row {
  /// A row in which the owner renamed a folder, and the template edits a file of it.
  private static func moved(
    _ description: String, _ base: Files, _ folder: String, to target: String, editing name: String,
    _ change: (Files) -> Files = { $0 }
  ) -> Self {
    let ours = change(base.moving(folder, to: target))
    return Self(
      testDescription: description, base: base, ours: ours,
      theirs: base.appending(edit, to: "\(folder)/\(name)").merging([
        "\(folder)/new.yaml": "new: 1\n"
      ]),
      expected: ours.appending(edit, to: "\(target)/\(name)").merging([
        "\(target)/new.yaml": "new: 1\n"
      ]))
  }

  private static let generator: Files = [
    "apps/a/kustomization.yaml": File(
      "configMapGenerator:\n  - name: a\n    files: [values.yaml]\n"),
    "apps/a/values.yaml": text,
  ]

  private static let overlays: Files = app("a").merging([
    "overlays/one/a/kustomization.yaml": File(
      "resources: [../../../apps/a]\npatches:\n  - path: size.yaml\n"),
    "overlays/one/a/size.yaml": File(
      "apiVersion: x.org/v1\nkind: Deployment\nmetadata:\n  name: a\n  namespace: web\nsize: 1\n"),
  ])

  static let renamed: [Self] = [
    Self(
      testDescription: "a folder that both sides renamed keeps the owner's name",
      base: app("a"), ours: app("a").moving("apps/a", to: "apps/x"),
      theirs: app("a").appending(edit, to: "apps/a/service.yaml").moving("apps/a", to: "apps/y")
        .merging(["apps/y/new.yaml": "new: 1\n"]),
      expected: app("a").appending(edit, to: "apps/a/service.yaml")
        .moving("apps/a", to: "apps/x").merging(["apps/x/new.yaml": "new: 1\n"]),
      conflicts: app("a").moving("apps/a", to: "apps/x").keys.filter { $0.hasPrefix("apps/x/") }
        .sorted()),
    moved(
      "an app's folder", app("a").merging(app("b")), "apps/a", to: "apps/x",
      editing: "deployment.yaml"),
    moved(
      "an app's folder with an edit in it", app("a"), "apps/a", to: "apps/x",
      editing: "deployment.yaml"
    ) {
      $0.replacing("field3: value3", with: "field3: own", in: "apps/x/deployment.yaml")
    },
    moved(
      "an app's folder, where its kustomization changed", app("a"), "apps/a", to: "apps/x",
      editing: "service.yaml"
    ) {
      $0.replacing(
        "resources:\n", with: "namespace: web\nresources:\n  - own.yaml\n",
        in: "apps/x/kustomization.yaml"
      )
      .merging(["apps/x/own.yaml": object("Own", "own", "web")])
    },
    moved(
      "the folder of all apps",
      app("a").merging(app("b")).merging(["apps/kustomization.yaml": list("a", "b")]),
      "apps", to: "deploy/all", editing: "kustomization.yaml"),
    moved(
      "beside a deleted app of the same layout", app("a").merging(app("b")), "apps/a", to: "apps/x",
      editing: "kustomization.yaml"
    ) { $0.without("apps/b") },
    moved(
      "a folder in which one file is another now",
      app("a").merging(["apps/a/run.sh": text]), "apps/a", to: "apps/x", editing: "service.yaml"
    ) {
      $0.merging(["apps/x/run.sh": "#!/bin/sh\n"])
    },
    moved(
      "scripts", ["scripts/a.sh": text, "scripts/b.sh": "b\n", "scripts/.gitkeep": ""], "scripts",
      to: "tools", editing: "a.sh"),
    moved(
      "dashboards", ["dash/a.json": File("{\n" + text.text + "}\n"), "dash/b.json": "{}\n"], "dash",
      to: "boards",
      editing: "b.json"),
    moved("values of a generator", generator, "apps/a", to: "apps/x", editing: "values.yaml"),
    moved(
      "values beside objects, edited a little",
      app("a").merging(["apps/a/values.yaml": text, "apps/a/.env": "A=1\n"]),
      "apps/a", to: "apps/x", editing: "values.yaml"
    ) { $0.replacing("line 2", with: "own", in: "apps/x/values.yaml") },
    moved(
      "a base with an overlay that holds a patch of it", overlays, "apps/a", to: "apps/x",
      editing: "deployment.yaml"),
    moved("an overlay", overlays, "overlays/one", to: "overlays/two", editing: "a/size.yaml"),
    moved("another case of letters", app("a"), "apps/a", to: "apps/A", editing: "deployment.yaml"),
    moved(
      "objects without a namespace",
      ["a/one.yaml": object("One", "a"), "a/two.yaml": object("Two", "a")], "a", to: "b",
      editing: "one.yaml"),
    moved(
      "objects without a namespace, of which one is named anew",
      [
        "a/one.yaml": object("One", "a"), "a/two.yaml": object("Two", "a"),
        "a/three.yaml": object("Three", "a"),
      ], "a", to: "b",
      editing: "one.yaml"
    ) { $0.replacing("name: a", with: "name: b", in: "b/three.yaml") },
    moved(
      "apps that share objects", sharing("a").merging(sharing("b")), "apps/a", to: "apps/x",
      editing: "deny.yaml"),
    moved(
      "a Secret that SOPS encrypted anew",
      [
        "a/secret.yaml": File(
          "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n  namespace: n\n"),
        "a/all.yaml": object("One", "a"),
      ], "a", to: "b", editing: "all.yaml"
    ) { $0.appending("data:\n  key: ENC[AES256_GCM,data:x]\n", to: "b/secret.yaml") },
    Self(
      testDescription: "one file of a folder",
      base: app("a"), ours: app("a").moving("apps/a/service.yaml", to: "apps/a/svc.yaml"),
      theirs: app("a").appending(edit, to: "apps/a/service.yaml"),
      expected: app("a").appending(edit, to: "apps/a/service.yaml").moving(
        "apps/a/service.yaml", to: "apps/a/svc.yaml")),
    Self(
      testDescription: "a file with an object of the owner's added to it",
      base: ["a.yaml": object("One", "a")],
      ours: ["b.yaml": File(object("Own", "a").text + "---\n" + object("One", "a").text)],
      theirs: ["a.yaml": File(object("One", "a").text + edit)],
      expected: ["b.yaml": File(object("Own", "a").text + "---\n" + object("One", "a").text + edit)]
    ),
    Self(
      testDescription: "the one of two environments that stayed",
      base: [
        "one/app.yaml": object("App", "a"),
        "two/app.yaml": File(object("App", "a").text + "two: 2\n"),
      ],
      ours: ["three/app.yaml": File(object("App", "a").text + "two: 2\n")],
      theirs: [
        "one/app.yaml": File("# one\n" + object("App", "a").text),
        "two/app.yaml": File("# two\n" + object("App", "a").text + "two: 2\n"),
      ],
      expected: ["three/app.yaml": File("# two\n" + object("App", "a").text + "two: 2\n")]),
    Self(
      testDescription: "a folder that the template renames, with files of the owner's",
      base: app("a"),
      ours: app("a").merging(["apps/a/own/note.txt": "mine\n"]).appending(
        "own: 1\n", to: "apps/a/service.yaml"),
      theirs: app("a", in: "base/a"),
      expected: app("a", in: "base/a").merging(["base/a/own/note.txt": "mine\n"]).appending(
        "own: 1\n", to: "base/a/service.yaml")),
    Self(
      testDescription: "a folder that the template divides",
      base: app("a").merging(["apps/a/cache.yaml": object("Cache", "a", "web")]),
      ours: app("a").merging(["apps/a/cache.yaml": object("Cache", "a", "web")]).appending(
        "own: 1\n", to: "apps/a/cache.yaml"),
      theirs: app("a", in: "apps/web").merging([
        "apps/cache/cache.yaml": object("Cache", "a", "web")
      ]),
      expected: app("a", in: "apps/web").merging([
        "apps/cache/cache.yaml": File(object("Cache", "a", "web").text + "own: 1\n")
      ])),
  ]

  private static func sharing(_ name: String) -> Files {
    app(name).merging(["apps/\(name)/deny.yaml": object("Policy", "deny")])
      .replacing(
        "  - service", with: "  - deny.yaml\n  - service", in: "apps/\(name)/kustomization.yaml")
  }

  private static let linked: Files = ["releases/1.txt": "1\n", "releases/2.txt": "2\n"]

  static let links: [Self] = [
    Self(
      testDescription: "one that the owner renamed, retargeted by the template",
      base: linked.merging(["current": File(link: "releases/1.txt")]),
      ours: linked.merging(["latest": File(link: "releases/1.txt")]),
      theirs: linked.merging(["current": File(link: "releases/2.txt")]),
      expected: linked.merging(["latest": File(link: "releases/2.txt")])),
    Self(
      testDescription: "one that the owner moved into a folder, retargeted by the template",
      base: linked.merging(["current": File(link: "releases/1.txt")]),
      ours: linked.merging(["links/current": File(link: "../releases/1.txt")]),
      theirs: linked.merging(["current": File(link: "releases/2.txt")]),
      expected: linked.merging(["links/current": File(link: "../releases/2.txt")])),
    Self(
      testDescription: "one that the owner deleted, in a folder that the template renames",
      base: linked.merging(["releases/current": File(link: "1.txt")]), ours: linked,
      theirs: linked.merging(["releases/current": File(link: "1.txt")]).moving(
        "releases", to: "versions"),
      expected: linked.moving("releases", to: "versions")),
    Self(
      testDescription: "one that the template deletes, in a folder that the owner renamed",
      base: linked.merging(["releases/current": File(link: "1.txt")]),
      ours: linked.merging(["releases/current": File(link: "1.txt")]).moving(
        "releases", to: "versions"),
      theirs: linked, expected: linked.moving("releases", to: "versions")),
    Self(
      testDescription: "one that the template retargets, in a folder that the owner renamed",
      base: linked.merging(["releases/current": File(link: "1.txt")]),
      ours: linked.merging(["releases/current": File(link: "1.txt")]).moving(
        "releases", to: "versions"),
      theirs: linked.merging(["releases/current": File(link: "2.txt")]),
      expected: linked.merging(["releases/current": File(link: "2.txt")]).moving(
        "releases", to: "versions")),
    Self(
      testDescription:
        "one that the template retargets to a file in a folder that the owner renamed",
      base: linked.merging(["current": File(link: "releases/1.txt")]),
      ours: linked.merging(["current": File(link: "releases/1.txt")]).moving(
        "releases", to: "versions"
      )
      .merging(["current": File(link: "versions/1.txt")]),
      theirs: linked.merging(["current": File(link: "releases/2.txt")]),
      expected: linked.moving("releases", to: "versions").merging([
        "current": File(link: "versions/2.txt")
      ])),
    Self(
      testDescription: "one that both retargeted",
      base: linked.merging(["current": File(link: "releases/1.txt")]),
      ours: linked.merging(["current": File(link: "README")]),
      theirs: linked.merging(["current": File(link: "releases/2.txt")]),
      expected: linked.merging(["current": File(link: "README")]), conflicts: ["current"]),
    Self(
      testDescription: "two that lead to one file, of which the owner renamed one",
      base: linked.merging(["a": File(link: "releases/1.txt"), "b": File(link: "releases/1.txt")]),
      ours: linked.merging(["a": File(link: "releases/1.txt"), "c": File(link: "releases/1.txt")]),
      theirs: linked.merging(["a": File(link: "releases/1.txt"), "b": File(link: "releases/2.txt")]
      ),
      expected: linked.merging([
        "a": File(link: "releases/1.txt"), "c": File(link: "releases/2.txt"),
      ])),
  ]
}
