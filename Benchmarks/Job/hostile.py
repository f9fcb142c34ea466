"""Texts that cost a careless program more than their size: each kind at any size, in three versions.

A kind is a function of a size in bytes and a version: 0 is the original, 1 changes some of its parts as an owner
does, 2 others as a release of the template does. Parts hold the stand-in `example.com` where they can.
"""

LEVELS = 120  # of flow lists; a file may nest 128 levels deep
KEY_BYTES = 44  # of a line in a map: 10 MiB hold a little less than 250,000


def word(number, version):
    """What part `number` says in a version: each side changes every fourth part, and both every fortieth.

    It is as long in each, so that no version goes beyond 10 MiB.
    """
    changed = version and (number % 4 == version or number % 40 == 0)
    return f"new{version}" if changed else "word"


def parts(size, version, head, part, separator="\n", end="\n"):
    """`head`, as many parts as fill `size`, and `end`."""
    sample = len(part(100_000, "word")) + len(separator)
    count = max(1, (size - len(head) - len(end)) // sample)
    return head + separator.join(part(index, word(index, version)) for index in range(count)) + end


def keys(size, version):
    """many keys in one map"""
    return parts(size, version, "", lambda index, text: (
        f"key-{index:06}: " + f"{text}.example.com".rjust(KEY_BYTES - 13, "x")))


def scalar(size, version):
    """one block scalar with many matches"""
    return parts(size, version, "text: |\n", lambda index, text: f"  {text}.example.com example.com example.com")


def newlines(size, version):
    """newlines alone"""
    middle = size // 2 if version == 1 else size // 4
    return "\n" * middle + (f"# changed-{version}\n" if version else "") + "\n" * (size - middle)


def line(size, version):
    """one line with many matches"""
    return parts(size, version, "text: ", lambda index, text: f"{text}.example.com", separator=" ")


def documents(size, version):
    """many documents"""
    return parts(size, version, "", lambda index, text: (
        f"---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: map-{index:06}\n  namespace: apps\n"
        f"data:\n  host: {text}.example.com"))


def nesting(size, version):
    """flow lists that nest deep, again and again"""
    opening, closing = "[" * LEVELS, "]" * LEVELS
    return parts(size, version, "", lambda index, text: f"- {opening}{text}-{index:06}.example.com{closing}")


def comments(size, version):
    """long comments"""
    return parts(size, version, "key: value\n", lambda index, text: f"# {text}-{index:06}.example.com " + "comment " * 1000)


def aliases(size, version):
    """many anchors and aliases"""
    return parts(size, version, "", lambda index, text: (
        f"- &anchor-{index:06} {text}.example.com\n- *anchor-{index:06}"))


def items(size, version):
    """many items of one list"""
    return parts(size, version, "", lambda index, text: f"- {text}.example.com")


def references(size, version):
    """many references to values that are not there, each a finding"""
    return parts(
        size, version, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: many\n  namespace: apps\ndata:\n",
        lambda index, text: f"  key-{index:06}: {text}-${{infraConfig.absent.x}}")


def secrets(size, version):
    """many encoded values of one Secret"""
    return parts(
        size, version, "apiVersion: v1\nkind: Secret\nmetadata:\n  name: many\n  namespace: apps\ndata:\n",
        lambda index, text: f"  {text}-{index:06}: ZXhhbXBsZS5jb20gZXhhbXBsZQ==")


def json(size, version):
    """many keys of one JSON object"""
    return parts(
        size, version, "{\n", lambda index, text: f'  "key-{index:06}": "{text}.example.com"'.ljust(KEY_BYTES, " "),
        separator=",\n", end="\n}\n")


ALL = [keys, scalar, newlines, line, documents, nesting, comments, aliases, items, references, secrets, json]


def name(kind):
    """The file of a kind."""
    return "hostile.json" if kind is json else "hostile.yaml"
