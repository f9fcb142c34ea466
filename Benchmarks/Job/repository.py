"""Bare repositories, written by `git fast-import` and packed as a server has them."""

import glob
import json
import os
import random
import shutil
import subprocess

import manifests
import rules

BRANCH = "gitops-bot/sync"
IDENTITY = "Owner <owner@example.org>"
START = 1_700_000_000


class Failure(Exception):
    """A command that ended with an error, in words for the terminal."""


def run(command, **options):
    """Runs a command that nobody times, and returns what it prints."""
    done = subprocess.run(command, capture_output=True, **options)
    if done.returncode:
        raise Failure(failure(command, done.returncode, done.stderr))
    return done.stdout.decode()


def failure(command, code, errors):
    text = errors.decode(errors="replace").strip()
    return f"{' '.join(map(str, command))[:300]} ended with {code}:\n{text}"


class Repository:
    """A bare repository, of which measurements get copies."""

    def __init__(self, path):
        self.path = path

    def git(self, *arguments, **options):
        return run(["git", "-C", self.path, *arguments], **options)

    @classmethod
    def template(cls, path, count, history=0):
        """Makes a template with `count` manifests; each further commit changes three of them."""
        run(["git", "init", "--quiet", "--bare", "--initial-branch", "main", path])
        repository = cls(path)
        repository.git("config", "http.receivepack", "true")
        repository.git("config", "receive.autogc", "false")
        with Import(repository) as stream:
            stream.commit("Template", manifests.files(count))
            generator = random.Random(manifests.SEED)
            revisions = {}
            for _ in range(history):
                changed = {}
                while len(changed) < 3:
                    index = generator.randrange(count)
                    if manifests.is_manifest(index):
                        revision = revisions[index] = revisions.get(index, 0) + 1
                        changed[manifests.path(index)] = manifests.manifest(index, revision)[0]
                stream.commit("Upgrade", changed.items())
        repository.pack()
        return repository

    def configured(self, path, chosen, template=None):
        """A copy of this template with the bot's configuration, as its owner has it."""
        result = self.copy(path)
        result.change(
            {
                "bot.config.json": text(rules.configuration(chosen, template)),
                "infrastructure.config.json": text(sample_infrastructure()),
            })
        result.pack()
        return result

    def change(self, files):
        """Commits files on main."""
        with Import(self) as stream:
            stream.commit("Change", files.items(), first=False)

    def pack(self):
        """One pack with deltas, bitmaps and the rest that servers keep."""
        self.git("repack", "-adfq")
        self.git("gc", "--quiet")

    def copy(self, path):
        """A copy at `path`, in place of what was there."""
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(self.path, path)
        return Repository(path)

    def merge(self):
        """Makes the proposal the main branch, as its owner does on the server."""
        self.git("update-ref", "refs/heads/main", f"refs/heads/{BRANCH}")
        self.git("update-ref", "-d", f"refs/heads/{BRANCH}")

    def changed_files(self):
        """The number of files that the proposal changes; none when there is no proposal."""
        branches = self.git("for-each-ref", f"refs/heads/{BRANCH}")
        if not branches:
            return 0
        names = self.git("diff", "--name-only", "--no-renames", "--diff-filter=d", "main", BRANCH)
        return len(names.splitlines())

    def pack_size(self):
        """Bytes of the packs, with their indexes."""
        found = [glob.glob(f"{self.path}/objects/pack/*.{kind}") for kind in ("pack", "idx")]
        return sum(os.path.getsize(path) for paths in found for path in paths)


class Import:
    """A stream into `git fast-import`; its commits go onto main."""

    def __init__(self, repository):
        self.process = subprocess.Popen(
            ["git", "-C", repository.path, "fast-import", "--quiet", "--force", "--depth=0"],
            stdin=subprocess.PIPE)
        self.count = 0

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.stdin.close()
        if self.process.wait() and error[0] is None:
            raise Failure("git fast-import failed")

    def commit(self, message, files, first=None):
        """Commits (path, text) pairs on top of what is there."""
        self.count += 1
        first = self.count == 1 if first is None else first
        head = [
            "commit refs/heads/main",
            f"committer {IDENTITY} {START + 60 * self.count} +0000",
            f"data {len(message.encode())}",
            message,
        ]
        if not first and self.count == 1:
            head.append("from refs/heads/main^0")
        self.process.stdin.write(("\n".join(head) + "\n").encode())
        for path, content in files:
            data = content.encode()
            self.process.stdin.write(f"M 100644 inline {path}\ndata {len(data)}\n".encode())
            self.process.stdin.write(data + b"\n")
        self.process.stdin.write(b"\n")


def text(value):
    return json.dumps(value, indent=2) + "\n"


def sample_infrastructure():
    """What infrastructure.config.json says at the project's root, without its schema."""
    root = os.path.join(os.path.dirname(__file__), "..", "..")
    with open(os.path.join(root, "infrastructure.config.json"), encoding="utf-8") as file:
        sample = json.load(file)
    del sample["$schema"]
    sample["project"] = dict(rules.PROJECT)
    return sample
