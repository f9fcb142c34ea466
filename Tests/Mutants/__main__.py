"""Plants single faults in a copy of the sources, and tells which ones no test sees.

Called by scripts/mutants.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
# The tests give the program none of the variables that begin as its own do.
VARIABLE = "MUTANT_OF_GITOPS_BOT"
SWITCH = "plantedMutant"


class Failure(Exception):
    """What keeps the faults from being tried, in words for the terminal."""


class Mutant:
    """One fault: a piece of the sources, and what stands in its place while the fault is chosen."""

    def __init__(self, number, entry):
        self.number = number
        self.name, self.target = entry["name"], entry["target"]
        self.original, self.changed = entry["original"], entry["changed"]
        self.tests = entry["tests"]
        before, opening, rest = self.original.partition("«")
        piece, closing, after = rest.partition("»")
        if bool(opening) != bool(closing):
            raise Failure(f"{self.name}: `original` has only one of « and »")
        parts = (before, piece, after) if opening else ("", self.original, "")
        self.pattern = re.compile("".join(f"({words(part)})" for part in parts))

    @property
    def folder(self):
        return f"Sources/{self.target}"

    def places(self, texts):
        """(path, match) of each piece of the sources that this may be."""
        return [
            (path, match)
            for path, text in texts.items() if path.startswith(self.folder + "/")
            for match in self.pattern.finditer(text)]

    def planted(self, original):
        """Both versions of the piece, with the choice between them."""
        if not self.changed:
            return f"if {SWITCH} != {self.number} {{ {original} }}"
        return f"({SWITCH} == {self.number} ? ({self.changed}) : ({original}))"


def words(text):
    """A pattern for code, wherever the formatter breaks its lines."""
    start, end = text[:1].isspace(), text[-1:].isspace()
    pattern = r"\s+".join(map(re.escape, text.split()))
    return (r"\s+" if start and pattern else "") + pattern + (r"\s+" if end else "")


def mutants():
    with open(f"{HERE}/mutants.json", encoding="utf-8") as file:
        every = [Mutant(number, entry) for number, entry in enumerate(json.load(file), start=1)]
    names = [mutant.name for mutant in every]
    for name in names:
        if names.count(name) > 1:
            raise Failure(f"{name}: two faults have this name")
    return every


def sources():
    """The text of each file below Sources, by its path."""
    texts = {}
    for folder, _, files in os.walk(f"{ROOT}/Sources"):
        for name in files:
            if name.endswith(".swift"):
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as file:
                    texts[os.path.relpath(path, ROOT)] = file.read()
    return texts


def plant(every, texts):
    """The files that change, with every fault in them."""
    places, problems = {}, []
    for mutant in every:
        found = mutant.places(texts)
        if len(found) == 1:
            path, match = found[0]
            places.setdefault(path, []).append((*match.span(2), mutant))
        else:
            problems.append(
                f"{mutant.name}: `{mutant.original}` stands {len(found)} times in {mutant.folder}"
                + "".join(f"\n  {path}" for path, _ in found))
    changed = {}
    for path, spans in places.items():
        text = texts[path]
        spans.sort(key=lambda span: span[:2])
        for one, other in zip(spans, spans[1:]):
            if one[1] > other[0]:
                problems.append(f"{one[2].name} and {other[2].name} change the same piece of {path}")
        for start, end, mutant in reversed(spans):
            text = text[:start] + mutant.planted(text[start:end]) + text[end:]
        changed[path] = text
    if problems:
        raise Failure("\n".join(problems))
    for target in sorted({mutant.target for mutant in every}):
        changed[f"Sources/{target}/PlantedMutant.swift"] = switch(
            [mutant for mutant in every if mutant.target == target])
    return changed


def switch(every):
    """The file by which a target knows which fault is chosen."""
    cases = "\n".join(f'  case "{mutant.name}": {mutant.number}' for mutant in every)
    return f"""#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Which fault is chosen, from 1; 0 for none of this target's.
let {SWITCH}: Int = {{
  guard let name = unsafe getenv("{VARIABLE}") else {{ return 0 }}
  return switch unsafe String(cString: name) {{
{cases}
  default: 0
  }}
}}()
"""


def copy(folder, changed):
    """Brings a folder up to date with what Git knows and what is changed; files that stay keep their time."""
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, check=True).stdout.decode()
    paths = {path for path in listed.split("\0") if os.path.lexists(f"{ROOT}/{path}")} - {""}
    for path in paths | set(changed):
        target = f"{folder}/{path}"
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if path in changed:
            write(target, changed[path].encode())
        elif os.path.islink(f"{ROOT}/{path}"):
            if not os.path.islink(target):
                os.symlink(os.readlink(f"{ROOT}/{path}"), target)
        else:
            with open(f"{ROOT}/{path}", "rb") as file:
                write(target, file.read())
            shutil.copymode(f"{ROOT}/{path}", target)
    for top in ("Sources", "Tests"):
        for inner, _, files in os.walk(f"{folder}/{top}"):
            for name in files:
                path = os.path.relpath(os.path.join(inner, name), folder)
                if path not in paths and path not in changed:
                    os.remove(f"{folder}/{path}")


def write(path, content):
    if os.path.exists(path):
        with open(path, "rb") as file:
            if file.read() == content:
                return
    with open(path, "wb") as file:
        file.write(content)


class Outcome:
    """What a run of some tests came to."""

    def __init__(self, text, code, seconds):
        self.code = code
        self.seconds = seconds
        self.text = text
        counts = re.findall(r"Test run with (\d+) tests?", text)
        self.count = sum(map(int, counts))

    @property
    def witness(self):
        """The first test that failed, or what else ended the run."""
        if self.code is None:
            return "it never ends"
        found = re.search(r"Test (\".+?\"|\S+) (?:recorded an issue|failed)", self.text)
        return found.group(1) if found else "it crashes"


class Tests:
    """The tests of a build."""

    def __init__(self, folder):
        self.folder = folder
        self.clean = {}
        # Package.swift makes warnings errors where CI is set, and a choice between two versions may earn one.
        self.environment = {
            name: value for name, value in os.environ.items() if name not in ("CI", VARIABLE)}
        self.environment.setdefault("SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH", "4")

    def build(self):
        done = subprocess.run(
            ["swift", "build", "--build-tests"], cwd=self.folder, env=self.environment)
        if done.returncode:
            raise Failure("the sources with the faults in them do not compile")

    def run(self, tests, mutant=None, limit=3600):
        environment = dict(self.environment)
        *settings, pattern = tests.split(" ")
        environment.update(setting.split("=", 1) for setting in settings)
        if mutant:
            environment[VARIABLE] = mutant.name
        start = time.monotonic()
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(
                ["swift", "test", "--skip-build", "--filter", pattern], cwd=self.folder,
                env=environment, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, start_new_session=True)
            try:
                code = process.wait(limit)
            except subprocess.TimeoutExpired:
                code = None
            finally:
                # With what the tests have started.
                try:
                    os.killpg(process.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
                process.wait()
            output.seek(0)
            text = output.read().decode(errors="replace")
        return Outcome(text, code, time.monotonic() - start)

    def check(self, tests):
        """Runs tests without a fault, which they have to pass."""
        outcome = self.run(tests)
        if outcome.code != 0:
            raise Failure(f"{tests} fails without any fault:\n{outcome.text[-4000:]}")
        if not outcome.count:
            raise Failure(f"{tests} names no test")
        self.clean[tests] = outcome
        print(f"passed   {outcome.seconds:6.1f} s  {tests}: {outcome.count} tests")

    def survives(self, mutant):
        limit = 60 + 10 * self.clean[mutant.tests].seconds
        outcome = self.run(mutant.tests, mutant, limit)
        verdict = "SURVIVED" if outcome.code == 0 else "killed  "
        by = "" if outcome.code == 0 else f" by {outcome.witness}"
        print(f"{verdict} {outcome.seconds:6.1f} s  {mutant.name}{by}")
        return outcome.code == 0


def options():
    parser = argparse.ArgumentParser(
        prog="scripts/mutants",
        description="Plants single faults in a copy of the sources, builds them all at once, and tells which ones "
        "no test sees. Tests/Mutants/mutants.json lists them: `original` is unique in the sources of `target`, and "
        "the piece between « and » in it (all of it without these) becomes `changed`; a statement whose `changed` is "
        "empty is left out. `tests` is the filter of those that should fail, behind variables for them.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="try faults whose name holds NAME alone")
    parser.add_argument(
        "--in", dest="folder", metavar="FOLDER",
        help="where to build, to be left there: the next build is quicker")
    parser.add_argument(
        "--check", action="store_true", help="look for the places of the faults alone")
    return parser.parse_args()


def attempt(chosen, changed, folder):
    copy(folder, changed)
    tests = Tests(folder)
    tests.build()
    for name in sorted({mutant.tests for mutant in chosen}):
        tests.check(name)
    return [mutant for mutant in chosen if tests.survives(mutant)]


def main():
    chosen_options = options()
    every = mutants()
    changed = plant(every, sources())
    names = chosen_options.names
    chosen = [
        mutant for mutant in every if not names or any(name in mutant.name for name in names)]
    if not chosen:
        raise Failure(f"no fault has {' or '.join(names)} in its name")
    if chosen_options.check:
        print(f"{len(every)} faults have their places")
        return 0
    if chosen_options.folder:
        os.makedirs(chosen_options.folder, exist_ok=True)
        survivors = attempt(chosen, changed, os.path.abspath(chosen_options.folder))
    else:
        with tempfile.TemporaryDirectory(prefix="gitops-bot-mutants-") as folder:
            survivors = attempt(chosen, changed, folder)
    print(f"\n{len(chosen) - len(survivors)} of {len(chosen)} faults were seen")
    for mutant in survivors:
        print(f"SURVIVED {mutant.name}: {mutant.original} -> {mutant.changed or 'nothing'}")
    return 1 if survivors else 0


try:
    sys.exit(main())
except Failure as failure:
    print(f"error: {failure}", file=sys.stderr)
    sys.exit(2)
