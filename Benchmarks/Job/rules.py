"""Replacement rules, as the bot, sed and the plain loop take them."""

import re

# What most templates have, then what few files hold; `TEMPLATE_DESCRIPTION` stands in one file.
HELD = [
    ("domain", "example.com", "{{project.domain}}"),
    ("name", "my-cluster", "{{cluster.name}}"),
    ("email", "admin@example.com", "{{project.email}}"),
    ("name", "TEMPLATE_PROJECT", "{{project.name}}"),
    ("name", "TEMPLATE_DESCRIPTION", "{{project.description}}"),
    ("domain", "chat.example.com", "talk.{{project.domain}}"),
    ("domain", "cloud.example.com", "files.{{project.domain}}"),
    ("domain", "auth.example.com", "login.{{project.domain}}"),
    ("text", "https://git.example.com/mirror", "https://code.{{project.domain}}/mirror"),
]
FEWEST = 5  # rules that hold all but the hosts of single applications

PROJECT = {
    "name": "acme",
    "domain": "acme.io",
    "email": "ops@acme.io",
    "description": "acme as code",
}
VALUES = {f"project.{key}": value for key, value in PROJECT.items()}
VALUES["cluster.name"] = "acme-production"


def rules(count):
    """`count` rules; behind the ones above stand such as no file holds."""
    absent = [
        lambda number: ("domain", f"service-{number}.example.net", f"service-{number}.acme.io"),
        lambda number: ("name", f"my-bucket-{number}", f"acme-bucket-{number}"),
        lambda number: ("email", f"team-{number}@example.org", f"team-{number}@acme.io"),
        lambda number: ("text", f"CHANGE_ME_{number}", f"acme-secret-{number}"),
    ]
    more = (absent[number % len(absent)](number) for number in range(count))
    return (HELD + list(more))[:count]


def configuration(chosen, template=None):
    """bot.config.json for these rules, otherwise like the sample at the project's root."""
    replacements = [{"kind": kind, "from": old, "to": new} for kind, old, new in chosen]
    for rule in replacements:
        if rule["from"] == "my-cluster":
            rule["paths"] = True
    result = {
        "repository": {"base": "main"},
        "include": ["manifests/**"],
        "exclude": ["**/gotk-components.yaml"],
        "replacements": replacements,
        "perEnvironment": ["manifests/clusters/my-cluster/**"],
        "configMap": {
            "name": "infrastructure-config",
            "namespace": "flux-system",
            "path": "manifests/shared/config/infrastructure-config.yaml",
        },
        "wiring": "auto",
        "conflicts": "keep-mine",
        "review": {"branch": "gitops-bot/sync"},
    }
    return result | ({"template": {"url": template, "ref": "main"}} if template else {})


def plain(chosen):
    """(old, new) as texts, such that a rule never meets what another one has written."""
    pairs = []
    for _, old, new in chosen:
        for key, value in VALUES.items():
            new = new.replace("{{" + key + "}}", value)
        pairs.append((old, new))
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def sed(pair):
    """One rule as a command of sed."""
    old, new = pair
    pattern = re.sub(r"[\\.*\[\]^$|]", r"\\\g<0>", old)
    return f"s|{pattern}|{new}|g\n"
