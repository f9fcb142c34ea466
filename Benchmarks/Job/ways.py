"""The ways to do the main job: the bot, and what it is measured against.

Each is a function of a stopwatch. Before it runs anything by it, it makes a fresh copy of the
repository.
"""

import os
import re
import shutil
import sys

import rules
from measure import Way
from repository import BRANCH, Failure, Repository, run

SCOPE = "manifests"
IN_PLACE = "-i ''" if sys.platform == "darwin" else "-i"


def counted(word, count):
    return f"{word}, {count:,} file{'' if count == 1 else 's'}"


def outcome(printed):
    """What the bot says that it did: `proposed, 4,600 files`."""
    word = printed.partition(":")[0]
    found = re.search(r"replacements in (\d+) files", printed)
    return counted(word, int(found[1])) if found else word


def bot(machine, address, prepare, expected="proposed", name="gitops-bot run"):
    """The bot, on what `prepare` makes."""

    def work(watch):
        prepare()
        result = outcome(watch(machine.bot, "run", address))
        if not result.startswith(expected):
            raise Failure(f"{name} on {address}: {result}, where {expected} was expected")
        return result

    return Way(name, work)


class Target:
    """A repository at one address, made anew for each measurement."""

    def __init__(self, machine, original, path, address):
        self.machine = machine
        self.original = original
        self.path = path
        self.address = address
        self.work = f"{machine.folder}/work"

    def fresh(self):
        shutil.rmtree(self.work, ignore_errors=True)
        return self.original.copy(self.path)

    def bot(self, name="gitops-bot run"):
        return bot(self.machine, self.address, self.fresh, name=name)

    def proposal(self, path):
        """A copy that has the finished branch."""
        finished = self.original.copy(path)
        run([self.machine.bot, "run", path])
        return finished

    def clone(self, name="git clone --bare"):
        """What fetching alone costs."""

        def work(watch):
            self.fresh()
            watch("git", "clone", "--quiet", "--bare", self.address, self.work)
            return "fetched"

        return Way(name, work)

    def floor(self, finished):
        """Moving the objects alone: a clone, and a push of the finished branch."""

        def work(watch):
            target = self.fresh()
            watch("git", "clone", "--quiet", "--bare", self.address, self.work)
            # Untimed: the work is done by somebody else.
            Repository(self.work).git("fetch", "--quiet", finished.path, BRANCH)
            watch("git", "-C", self.work, "push", "--quiet", self.address,
                  f"FETCH_HEAD:refs/heads/{BRANCH}")
            return counted("pushed", target.changed_files())

        return Way("floor: git clone --bare, push", work)

    def sed(self, chosen, rounds, each):
        """The usual way: clone, sed, add, commit, push; one sed for all rules, or one for each."""
        folder = f"{self.machine.folder}/sed"
        commands = [rules.sed(pair) for pair in rules.plain(chosen)]
        files = commands if each else ["".join(commands)]
        script = f"""
            git clone --quiet '{self.address}' '{self.work}'
            cd '{self.work}'
            for rules in '{folder}'/*; do
              find {SCOPE} -type f -name '*.yaml' -print0 | xargs -0 sed {IN_PLACE} -f "$rules"
            done
            git add --all
            git commit --quiet --message Replace
            git push --quiet origin 'HEAD:refs/heads/{BRANCH}'
            """

        def work(watch):
            target = self.fresh()
            shutil.rmtree(folder, ignore_errors=True)
            os.makedirs(folder)
            for number, text in enumerate(files):
                with open(f"{folder}/{number:04}.sed", "w", encoding="utf-8") as file:
                    file.write(text)
            watch("bash", "-euo", "pipefail", "-c", script)
            return counted("pushed", target.changed_files())

        return Way("clone, sed per rule, push" if each else "clone, one sed, push", work, rounds)

    def loop(self, chosen, storage):
        """The plain loop over libgit2, on a local repository."""
        file = f"{self.machine.folder}/rules.txt"

        def work(watch):
            target = self.fresh()
            with open(file, "w", encoding="utf-8") as lines:
                lines.writelines(f"{old}\t{new}\n" for old, new in rules.plain(chosen))
            watch(self.machine.loop, self.path, file, SCOPE, BRANCH, storage)
            return counted("written", target.changed_files())

        return Way(f"plain libgit2 loop, {storage}", work)


def command(name, *words):
    """A command that changes nothing."""

    def work(watch):
        watch(*words)
        return "done"

    return Way(name, work)
