"""Tables, ratios and facts of the machine, for people and as JSON."""

import dataclasses
import json
import os
import platform
import statistics

from repository import Failure, run


class Report:
    """Prints what was measured, and keeps the rows."""

    def __init__(self, facts):
        self.facts = facts
        self.rows = []

    def table(self, rows):
        """Prints a line for each way, in the order in which the first round began."""
        self.rows += rows
        counted = [row for row in rows if row.round]
        served = any(row.requests is not None for row in rows)
        print(f"\n{rows[0].suite}: {rows[0].case}")
        print(f"  {'':32}{'wall ms (least to most)':>30}{'CPU ms':>9}{'peak MiB':>10}"
              + (f"{'requests':>10}" if served else "") + "  outcome")
        for way in dict.fromkeys(row.way for row in rows):
            own = [row for row in counted if row.way == way]
            if not own:
                continue
            wall = spread([row.wall for row in own], 1 if own[0].wall < 100 else 0)
            cpu = statistics.median(row.cpu for row in own)
            peak = max(row.peak for row in own) / 1024
            print(f"  {way:32}{wall:>30}{cpu:>9.0f}{peak:>10.1f}"
                  + (f"{own[-1].requests:>10}" if served else "") + f"  {own[-1].outcome}")

    def ratio(self, name, rows, numerator, denominator):
        """Prints a ratio, round by round; both sides are functions of a round's rows by way."""
        rounds = {}
        for row in rows:
            if row.round:
                rounds.setdefault(row.round, {})[row.way] = row
        ratios = []
        for ways in rounds.values():
            try:
                ratios.append(numerator(ways) / denominator(ways))
            except KeyError:  # One of them has fewer rounds.
                pass
        if ratios:
            pairs = f"{len(ratios)} round{'s' if len(ratios) > 1 else ''}"
            print(f"  {name:70} {spread(ratios, 2)}, {pairs}")

    def wall_ratio(self, rows, one, other):
        """Prints how long one way takes, with the other as the unit."""
        self.ratio(f"{one} / {other}", rows, lambda x: x[one].wall, lambda x: x[other].wall)

    def line(self, text):
        print(f"  {text}")

    def write(self, path):
        rows = [dataclasses.asdict(row) for row in self.rows]
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"facts": self.facts, "rows": rows}, file, indent=1)
            file.write("\n")


def spread(values, digits):
    """`median (least to most)`."""
    median, least, most = (
        f"{value:,.{digits}f}" for value in (statistics.median(values), min(values), max(values)))
    return f"{median} ({least} to {most})" if len(values) > 1 else median


def facts(bot):
    """What the figures depend on."""
    try:
        libgit2 = run(["pkg-config", "--modversion", "libgit2"]).strip()
    except (Failure, FileNotFoundError):
        libgit2 = "unknown"
    affinity = getattr(os, "sched_getaffinity", None)
    return {
        "cores": len(affinity(0)) if affinity else os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "libgit2": libgit2,
        "git": run(["git", "--version"]).split()[2],
        "gitops-bot": run([bot, "--version"]).strip(),
    }
