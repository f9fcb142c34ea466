"""Measures gitops-bot beside what it is held against; see docs/benchmarks.md.

Called by scripts/benchmark.
"""

import argparse
import os
import shlex
import shutil
import signal
import sys
import tempfile

import hostile
import suites
from report import Report, facts
from repository import Failure, run
from server import Server


class Machine:
    """The programs that are measured or measure, and a folder for everything else."""

    def __init__(self, bot, folder):
        self.bot = bot
        self.folder = folder
        self.stopwatch = self.compile("stopwatch", [])
        flags = run(["pkg-config", "--cflags", "--libs", "libgit2"])
        self.loop = self.compile("loop", shlex.split(flags))

    def compile(self, name, flags):
        compiler = next(filter(shutil.which, ["cc", "clang"]), None)
        if not compiler:
            raise Failure("cc and clang are missing: install a C compiler")
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{name}.c")
        program = f"{self.folder}/{name}-program"
        run([compiler, "-O2", "-Wall", "-Wextra", "-o", program, source, *flags])
        return program


def numbers(words):
    return [int(word.replace("_", "")) for word in words.split(",")]


def kinds(words):
    return [getattr(hostile, word) for word in words.split(",")]


def options():
    parser = argparse.ArgumentParser(
        prog="scripts/benchmark",
        description="Measures gitops-bot beside what it is held against, in turn, in one go. "
        "GITOPS_BOT=PROGRAM measures a program that is built already.",
        epilog="\n".join(f"{name:10}{suite.__doc__}" for name, suite in suites.ALL.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "suites", nargs="*", metavar="SUITE", help=f"all, or some of {', '.join(suites.ALL)}")
    parser.add_argument("--runs", type=int, default=5, help="rounds that count (5)")
    parser.add_argument(
        "--slow-runs", type=numbers, default=[1], metavar="N[,N]",
        help="of them with one sed, and with sed per rule, in `first` (1,1); 0: none")
    parser.add_argument(
        "--manifests", type=numbers, default=[20000], metavar="N[,N]",
        help="size of the repository; `first` and `local` take several (20000)")
    parser.add_argument(
        "--rules", type=numbers, default=[40], metavar="N[,N]", help="replacements (40)")
    parser.add_argument(
        "--history", type=numbers, default=[0], metavar="N[,N]",
        help="commits of three files each behind the first (0)")
    parser.add_argument(
        "--scale", type=numbers, default=[20000, 100000], metavar="N,N",
        help="the sizes that `scale` compares (20000,100000)")
    parser.add_argument(
        "--sizes", type=numbers, default=[1, 4, 10], metavar="N[,N]",
        help="the files of `hostile` in MiB (1,4,10)")
    parser.add_argument(
        "--kinds", type=kinds, metavar="KIND[,KIND]",
        help=f"those of `hostile` (all of {', '.join(kind.__name__ for kind in hostile.ALL)})")
    parser.add_argument("--json", metavar="FILE", help="write every measurement to FILE")
    chosen = parser.parse_args()
    unknown = [name for name in chosen.suites if name not in suites.ALL]
    if unknown:
        parser.error(f"no suite {', '.join(unknown)}; there are {', '.join(suites.ALL)}")
    return chosen


def isolate(folder):
    """Lets no configuration, token or language of this machine change what is measured."""
    kept = {"PATH", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SDKROOT", "DEVELOPER_DIR"}
    for name in set(os.environ) - kept:
        del os.environ[name]
    os.environ["PATH"] += os.pathsep + os.pathsep.join(["/usr/sbin", "/sbin"])
    os.environ.update(
        HOME=folder, LC_ALL="C", GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1",
        # No collection in the background while times are taken.
        GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="gc.auto", GIT_CONFIG_VALUE_0="0",
        GIT_AUTHOR_NAME="Owner", GIT_AUTHOR_EMAIL="owner@example.org",
        GIT_COMMITTER_NAME="Owner", GIT_COMMITTER_EMAIL="owner@example.org")


def main():
    chosen = options()
    # Whoever ends it ends the server as well.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    bot = os.path.abspath(os.environ["GITOPS_BOT"])
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        folder = os.path.realpath(folder)
        isolate(folder)
        machine = Machine(bot, folder)
        report = Report(facts(bot))
        print(", ".join(f"{name} {value}" for name, value in report.facts.items()))
        server = Server(f"{folder}/server")
        try:
            bench = suites.Bench(chosen, machine, server, report)
            for name in chosen.suites or suites.ALL:
                suites.ALL[name](bench)
                if chosen.json:
                    report.write(chosen.json)
        finally:
            server.stop()


try:
    main()
except Failure as problem:
    sys.exit(f"\nerror: {problem}")
except KeyboardInterrupt:
    sys.exit(130)
