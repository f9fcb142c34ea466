"""Measures ways to do a job beside each other, in rounds in which they take turns."""

import dataclasses
import os
import signal
import subprocess
import sys
import typing

from repository import failure, Failure


@dataclasses.dataclass
class Row:
    """What one way took in one round."""

    suite: str
    case: str
    way: str
    round: int  # 0 is the one that warms up
    outcome: str = ""
    wall: float = 0  # milliseconds
    cpu: float = 0  # milliseconds of user and system time, without the server's
    peak: int = 0  # KiB of the largest process
    requests: typing.Optional[int] = None  # that the loopback server answered


@dataclasses.dataclass
class Way:
    """A way to do the job: `work` gets a `Stopwatch`, prepares untimed, runs commands by the stopwatch,
    and returns what came of it in a few words."""

    name: str
    work: typing.Callable
    rounds: typing.Optional[int] = None  # fewer than the others, and without warming up


class Stopwatch:
    """Runs commands and adds up what they take."""

    def __init__(self, machine, row, server):
        self.machine = machine
        self.row = row
        self.server = server

    def __call__(self, *command, accepted=(0,)):
        """Runs one command, fails when it does not end with an `accepted` code, and returns what it printed."""
        result = f"{self.machine.folder}/stopwatch"
        before = self.server.requests() if self.server else 0
        os.sync()  # What was prepared is not to be written while times are taken.
        process = subprocess.Popen(
            [self.machine.stopwatch, result, *command], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        try:
            printed, errors = process.communicate()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        if process.returncode not in accepted:
            raise Failure(failure(command, process.returncode, errors or printed))
        with open(result, encoding="ascii") as file:
            wall, cpu, peak = map(int, file.read().split())
        self.row.wall += wall / 1e6
        self.row.cpu += cpu / 1e3
        self.row.peak = max(self.row.peak, peak)
        if self.server:
            self.row.requests = (self.row.requests or 0) + self.server.requests() - before
        return printed.decode()


def compare(machine, suite, case, ways, rounds, server=None):
    """Runs all ways in turn, `rounds` times and once before to warm up; returns the rows."""
    rows = []
    for number in range(rounds + 1):
        # Another one begins each time, so that none is always behind the same.
        shift = number % len(ways)
        for way in ways[shift:] + ways[:shift]:
            if way.rounds is not None and not 1 <= number <= way.rounds:
                continue
            progress(f"{suite}: {way.name}, round {number} of {rounds}")
            row = Row(suite, case, way.name, number)
            row.outcome = way.work(Stopwatch(machine, row, server))
            rows.append(row)
    progress("")
    return rows


def progress(text):
    """Shows a line that the next one replaces, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
