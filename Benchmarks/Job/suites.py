"""What is measured: each suite makes its repositories, lets the ways take turns, and prints a table."""

import os
import shutil

import hostile as pathological
import manifests
import rules
import ways
from measure import Row, Stopwatch, compare
from repository import Repository, run, sample_infrastructure, text

BOT = "gitops-bot run"
FLOOR = "floor: git clone --bare, push"
ONE_SED = "clone, one sed, push"
SED_PER_RULE = "clone, sed per rule, push"
MANY = 21  # rounds of what takes milliseconds, for five of the others


class Bench:
    """What all suites need: the options, the programs, a folder, a server, and the report."""

    def __init__(self, options, machine, server, report):
        self.options = options
        self.machine = machine
        self.server = server
        self.report = report
        self.templates = {}

    def template(self, count, history):
        """A template, made once for all suites."""
        key = (count, history)
        if key not in self.templates:
            path = f"{self.machine.folder}/template-{count}-{history}.git"
            self.templates[key] = Repository.template(path, count, history)
        return self.templates[key]

    def repository(self, count, rule_count, history):
        """A repository made from a template, with its configuration."""
        path = f"{self.machine.folder}/repository.git"
        shutil.rmtree(path, ignore_errors=True)
        return self.template(count, history).configured(path, rules.rules(rule_count))

    def local(self, original, name="target.git"):
        path = f"{self.machine.folder}/{name}"
        return ways.Target(self.machine, original, path, path)

    def remote(self, original, name="target.git"):
        path, url = self.server.path(name), self.server.url(name)
        return ways.Target(self.machine, original, path, url)

    def compare(self, suite, title, every, rounds=None, served=False):
        """Measures, and prints the table."""
        server = self.server if served else None
        rows = compare(self.machine, suite, title, every, rounds or self.options.runs, server)
        self.report.table(rows)
        return rows

    def cases(self):
        """(manifests, rules, history, title) of all that the options combine."""
        options = self.options
        for count in options.manifests:
            for history in options.history:
                for rule_count in options.rules:
                    commits = f"{history + 1:,} commits" if history else "one commit"
                    yield count, rule_count, history, (
                        f"{count:,} manifests, {rule_count:,} rule{'s' if rule_count > 1 else ''},"
                        f" {commits}")

    def case(self):
        """The first of them."""
        return next(iter(self.cases()))

    def many(self):
        """The rounds of what takes milliseconds."""
        return MANY * self.options.runs // 5


def first(bench):
    """The first run over http, beside the floor and the usual ways."""
    for count, rule_count, history, title in bench.cases():
        chosen = rules.rules(rule_count)
        target = bench.remote(bench.repository(count, rule_count, history))
        finished = target.proposal(f"{bench.machine.folder}/finished.git")
        every = [target.bot(), target.floor(finished)]
        for each, runs in ((False, bench.options.slow_runs[0]), (True, bench.options.slow_runs[-1])):
            if runs:
                every.append(target.sed(chosen, runs, each))
        rows = bench.compare("first", f"{title}, over http", every, served=True)
        bench.report.wall_ratio(rows, BOT, FLOOR)
        for slow in (ONE_SED, SED_PER_RULE):
            bench.report.wall_ratio(rows, slow, BOT)


def local(bench):
    """The first run on a local repository, beside a plain loop over libgit2."""
    for count, rule_count, history, title in bench.cases():
        chosen = rules.rules(rule_count)
        target = bench.local(bench.repository(count, rule_count, history))
        loops = [target.loop(chosen, storage) for storage in ("loose", "pack")]
        rows = bench.compare("local", f"{title}, a local repository", [target.bot(), *loops])
        for loop in loops:
            bench.report.wall_ratio(rows, BOT, loop.name)


def settled(bench):
    """A run with nothing to do over http, beside `git ls-remote`."""
    count, rule_count, history, title = bench.case()
    target = bench.remote(bench.repository(count, rule_count, history), "settled.git")
    repository = target.fresh()
    run([bench.machine.bot, "run", target.address])
    repository.merge()
    run([bench.machine.bot, "run", target.address])  # This one leaves the mark.

    every = [
        ways.bot(bench.machine, target.address, lambda: None, expected="unchanged"),
        ways.command("git ls-remote", "git", "ls-remote", "--quiet", target.address),
        ways.command("gitops-bot --version", bench.machine.bot, "--version"),
    ]
    rows = bench.compare("settled", f"{title}, over http", every, bench.many(), served=True)
    bench.report.wall_ratio(rows, BOT, "git ls-remote")
    bench.report.ratio(
        "(gitops-bot run − its start) / git ls-remote", rows,
        lambda x: x[BOT].wall - x["gitops-bot --version"].wall, lambda x: x["git ls-remote"].wall)


def sync(bench):
    """A run after one file of the template, or one value, has changed, beside the first run."""
    for place, served in ((bench.local, False), (bench.remote, True)):
        follow_template(bench, place, served)
        follow_value(bench, place, served)


FIRST = "first run"
CLONE = "git clone --bare"
CLONE_TEMPLATE = "git clone --bare, template"


def follow_template(bench, place, served):
    """With an upstream template."""
    count, rule_count, history, title = bench.case()
    folder = bench.machine.folder
    old = bench.template(count, history)
    template = place(old, "template.git")
    chosen = rules.rules(max(rule_count, rules.FEWEST))
    original = old.configured(f"{folder}/repository.git", chosen, template=template.address)
    release = old.copy(f"{folder}/release.git")
    changed = next(index for index in range(count) if manifests.manifest(index)[1])
    release.change(
        {manifests.path(changed): manifests.manifest(changed)[0] + "# Ask admin@example.com.\n"})

    owner = place(original, "target.git")
    template.fresh()
    merged = merge(bench, owner)
    upstream = place(release, "template.git")

    def prepared(repository, template):
        def prepare():
            template.fresh()
            place(repository, "target.git").fresh()

        return prepare

    def bot(name, *prepared_from, expected="proposed"):
        return ways.bot(
            bench.machine, owner.address, prepared(*prepared_from), expected=expected, name=name)

    every = [
        bot(FIRST, original, template),
        bot("one file of the template", merged, upstream),
        bot("nothing changed", merged, template, expected="unchanged"),
    ]
    if served:
        every.append(place(merged, "target.git").clone())
        every.append(upstream.clone(CLONE_TEMPLATE))
    rows = bench.compare("sync", f"{title}, a template, {where(served)}", every, served=served)
    compare_sync(bench, rows, "one file of the template")
    if served:
        bench.report.ratio(
            f"one file of the template / ({FIRST} / 10 + both clones)", rows,
            lambda x: x["one file of the template"].wall,
            lambda x: x[FIRST].wall / 10 + x[CLONE].wall + x[CLONE_TEMPLATE].wall)
    bench.report.wall_ratio(rows, "nothing changed", FIRST)


def follow_value(bench, place, served):
    """Without one: a value changes that stands in one file."""
    count, rule_count, history, title = bench.case()
    folder = bench.machine.folder
    chosen = rules.rules(max(rule_count, rules.FEWEST))
    original = bench.template(count, history).configured(f"{folder}/repository.git", chosen)
    owner = place(original, "target.git")
    merged = merge(bench, owner)
    infrastructure = sample_infrastructure()
    infrastructure["project"]["description"] = "acme, described anew"
    merged.change({"infrastructure.config.json": text(infrastructure)})

    later = place(merged, "target.git")
    every = [owner.bot(FIRST), later.bot("one value, in one file")]
    if served:
        every.append(later.clone())
    rows = bench.compare("sync", f"{title}, no template, {where(served)}", every, served=served)
    compare_sync(bench, rows, "one value, in one file")


def merge(bench, owner):
    """The owner's repository after the first proposal was merged."""
    repository = owner.fresh()
    run([bench.machine.bot, "run", owner.address])
    merged = repository.copy(f"{bench.machine.folder}/merged.git")
    merged.merge()
    merged.git("gc", "--quiet")
    return merged


def compare_sync(bench, rows, later):
    bench.report.wall_ratio(rows, later, FIRST)
    bench.report.ratio(
        f"{later} / ({FIRST} / 10 + {CLONE})", rows,
        lambda x: x[later].wall, lambda x: x[FIRST].wall / 10 + x[CLONE].wall)


def where(served):
    return "over http" if served else "local repositories"


def scale(bench):
    """The first run on repositories of different size, for time per manifest and memory."""
    _, rule_count, history, _ = bench.case()
    for place, served in ((bench.local, False), (bench.remote, True)):
        counts = bench.options.scale
        every, packs = [], {}
        for count in counts:
            path = f"{bench.machine.folder}/scale-{count}.git"
            shutil.rmtree(path, ignore_errors=True)
            repository = bench.template(count, history).configured(path, rules.rules(rule_count))
            packs[count] = repository.pack_size()
            every.append(place(repository).bot(f"{count:,} manifests"))
        rows = bench.compare(
            "scale", f"{rule_count:,} rules, {where(served)}", every, served=served)
        for count in counts:
            peak = max(row.peak for row in rows if row.way == f"{count:,} manifests") * 1024
            bench.report.line(
                f"{count:,} manifests: pack and index {mebibytes(packs[count])},"
                f" peak memory beyond {mebibytes(peak - packs[count])}")
        for small, large in zip(counts, counts[1:]):
            bench.report.ratio(
                f"time per manifest, {large:,} / {small:,}", rows,
                lambda x, large=large: x[f"{large:,} manifests"].wall / large,
                lambda x, small=small: x[f"{small:,} manifests"].wall / small)


def mebibytes(count):
    return f"{count / 2**20:,.1f} MiB"


def start(bench):
    """What starting the program costs, and how large it is."""
    every = [
        ways.command("gitops-bot --version", bench.machine.bot, "--version"),
        ways.command("git --version", "git", "--version"),
    ]
    bench.compare("start", "the program alone", every, bench.many())
    stripped = f"{bench.machine.folder}/stripped"
    shutil.copy(bench.machine.bot, stripped)
    size = os.path.getsize(stripped)
    run(["strip", stripped])
    bench.report.line(
        f"size {mebibytes(size)}, stripped {mebibytes(os.path.getsize(stripped))}")


def demo(bench):
    """The main job on Examples/template with the sample configuration, over file://."""
    path = f"{bench.machine.folder}/example.git"
    shutil.rmtree(path, ignore_errors=True)
    run([os.path.join(os.path.dirname(__file__), "..", "..", "scripts", "make-example"), path])
    target = bench.local(Repository(path))
    finished = target.proposal(f"{bench.machine.folder}/finished.git")
    target.address = f"file://{target.path}"
    rows = bench.compare("demo", "Examples/template, file://", [target.bot(), target.floor(finished)])
    bench.report.wall_ratio(rows, BOT, FLOOR)


BASE = 200  # manifests around the file that is measured


def hostile(bench):
    """Files that cost a careless program more than their size, at 1, 4 and 10 MiB: time per byte and its growth."""
    chosen = rules.rules(40)
    template = bench.template(BASE, 0)
    for kind in bench.options.kinds or pathological.ALL:
        bench.report.line(f"hostile: {kind.__doc__}")
        for sync in (False, True):
            last = None
            for mebibytes in bench.options.sizes:
                row = hostile_row(bench, kind, mebibytes, sync, template, chosen)
                rate = row.cpu / mebibytes
                grown = f", {rate / last:.2f} times as long a byte" if last else ""
                bench.report.line(
                    f"  {'sync' if sync else 'first run':10}{mebibytes:3} MiB {row.wall / 1000:8.2f} s,"
                    f" CPU {row.cpu / 1000:8.2f} s, {row.peak / 1024:6.0f} MiB{grown}")
                last = last or rate


def hostile_row(bench, kind, mebibytes, sync, template, chosen):
    """The least of some rounds: a first run, or a sync after both sides changed a fourth of the file each.

    The file of a sync has nine tenths of the size.
    """
    # Merged, a file is a little longer than each side, and may still have no more than 10 MiB.
    size = mebibytes * 2**20 * 9 // 10 if sync else mebibytes * 2**20 - 64
    path = f"manifests/hostile/{pathological.name(kind)}"
    folder = bench.machine.folder
    source = template.copy(f"{folder}/hostile-template.git")
    source.change({path: kind(size, 0)})
    owner = source.configured(
        f"{folder}/hostile.git", chosen, template=source.path if sync else None)
    if sync:
        run([bench.machine.bot, "run", owner.path])
        owner.merge()
        owner.change({path: kind(size, 1).replace("example.com", "acme.io")})
        source.change({path: kind(size, 2)})
    case = f"{kind.__name__}, {mebibytes} MiB, {'sync' if sync else 'first run'}"
    rows = []
    for number in range(bench.options.runs):
        target = owner.copy(f"{folder}/hostile-target.git")
        row = Row("hostile", case, BOT, number + 1)
        # A sync ends with 3 where both sides changed the same.
        watch = Stopwatch(bench.machine, row, None)
        row.outcome = ways.outcome(watch(bench.machine.bot, "run", target.path, accepted=(0, 3)))
        rows.append(row)
    bench.report.rows += rows
    return min(rows, key=lambda row: row.cpu)


ALL = {suite.__name__: suite for suite in (demo, start, first, local, settled, sync, scale, hostile)}
