extension FileMergeRow {
  private static func image(_ tag: String, _ name: String = "app") -> String {
    "image: \(name):\(tag) # {\"$imagepolicy\": \"flux-system:app\"}\n"
  }

  /// Changed values, applied to what the owner wrote.
  static let values = [
    Self(
      "replicas edited beside a host whose domain changes", "replicas: 1\nhost: chat.acme.io\n",
      "replicas: 3\nhost: chat.acme.io\n", "replicas: 1\nhost: chat.acme.dev\n",
      "replicas: 3\nhost: chat.acme.dev\n", isSymmetric: true),
    Self(
      "a path that the owner added to a changing address", "url: https://chat.acme.io\n",
      "url: https://chat.acme.io/login\n", "url: https://chat.acme.dev\n",
      "url: https://chat.acme.dev/login\n"),
    Self(
      "a host that the owner replaced", "host: chat.acme.io\n", "host: chat.example.net\n",
      "host: chat.acme.dev\n", "host: chat.example.net\n"),
    Self(
      "a changed value in prose", path: "README.md", "See acme.io.\n", "Do see acme.io.\n",
      "See acme.dev.\n", "Do see acme.dev.\n"),
    Self(
      "a line with a changed value that the owner removed", "a: 1\nhost: acme.io\nb: 1\n",
      "a: 1\nb: 1\n", "a: 1\nhost: acme.dev\nb: 1\n", "a: 1\nb: 1\n"),
    Self(
      "a value and another edit in one hunk", "a: acme.io\nb: 1\n", "a: www.acme.io\nb: 1\n",
      "a: acme.dev\nb: 2\n", "a: www.acme.dev\nb: 2\n"),
    Self(
      "a line of the owner's elsewhere keeps the old value", "a: acme.io\nb: 1\nc: 1\n",
      "a: acme.io\nb: 1\nc: acme.io\n", "a: acme.dev\nb: 1\nc: 1\n",
      "a: acme.dev\nb: 1\nc: acme.io\n"),
    Self(
      "the owner made the template's edit before, with the old value", "a: 1\nb: 2\n",
      "a: x.acme.io\nb: 2\n", "a: x.acme.dev\nb: 3\n", "a: x.acme.dev\nb: 3\n"),
    Self(
      "a changed value in a block scalar", "s: |\n  curl acme.io\n  exit 0\n",
      "s: |\n  curl -s acme.io\n  exit 0\n", "s: |\n  curl acme.dev\n  exit 0\n",
      "s: |\n  curl -s acme.dev\n  exit 0\n"),
    Self(
      "a changed value on a line whose comment changes too", "host: acme.io # one\nb: 1\n",
      "host: www.acme.io # one\nb: 1\n", "host: acme.dev # two\nb: 1\n",
      "host: www.acme.dev # two\nb: 1\n"),
    Self(
      "a changed value within a flow map", "{replicas: 1, host: acme.io}\n",
      "{replicas: 3, host: acme.io}\n", "{replicas: 1, host: acme.dev, }\n",
      "{replicas: 3, host: acme.dev}\n"),
  ]

  /// Lines that image automation sets.
  static let images = [
    Self(
      "only theirs changed an image that automation sets", "a: 1\n" + image("1.0"),
      "a: 2\n" + image("1.0"), "a: 1\n" + image("2.0"), "a: 2\n" + image("1.0")),
    Self(
      "both changed an image that automation sets", "a: 1\n" + image("1.0"),
      "a: 1\n" + image("1.1"),
      "a: 1\n" + image("2.0"), "a: 1\n" + image("1.1")),
    Self(
      "an image that automation sets, on another line", "a: 1\n" + image("1.0"),
      "a: 1\n" + image("1.1"), "a: 1\nnew: 1\nmore: 1\n" + image("2.0"),
      "a: 1\nnew: 1\nmore: 1\n" + image("1.1")),
    Self(
      "a new place of an image that automation sets", "a:\n  " + image("1.0") + "b:\n  c: 1\n",
      "a:\n  " + image("1.1") + "b:\n  c: 1\n",
      "a:\n  " + image("1.0") + "b:\n  " + image("1.0") + "  c: 1\n",
      "a:\n  " + image("1.1") + "b:\n  " + image("1.1") + "  c: 1\n"),
    Self(
      "theirs drops the marker", "a: 1\n" + image("1.0"), "a: 2\n" + image("1.1"),
      "a: 1\nimage: app:2.0\n", "a: 2\n" + image("1.1")),
    Self(
      "theirs drops the marker that ours did not touch", "a: 1\n" + image("1.0") + "b: 1\n",
      "a: 1\n" + image("1.0") + "b: 2\n", "a: 1\nimage: app:2.0\nb: 1\n",
      "a: 1\n" + image("1.0") + "b: 2\n"),
    Self(
      "the domain of an image that automation sets", "a: 1\n" + image("1.0", "acme.io/app"),
      "a: 1\n" + image("1.1", "acme.io/app"), "a: 1\n" + image("1.0", "acme.dev/app"),
      "a: 1\n" + image("1.1", "acme.dev/app")),
    Self(
      "theirs removes an image that automation has set", "a: 1\n" + image("1.0"),
      "a: 1\n" + image("1.1"), "a: 1\n", "a: 1\n" + image("1.1"), conflicts: [2]),
    Self(
      "theirs adds an image that automation sets", "a: 1\nb: 1\n", "a: 2\nb: 1\n",
      "a: 1\nb: 1\n" + image("1.0"), "a: 2\nb: 1\n" + image("1.0"), isSymmetric: true),
  ]
}
