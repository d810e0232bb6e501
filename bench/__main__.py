"""`python -m bench [GROUP ...]` measures; `python -m bench --data` builds what is measured on (`make bench`).

Each group runs in a process of its own and saves its figures as it ends, so that a run that was interrupted goes on
with what is missing when it is called again (`--again` begins anew).
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

from bench import data, figures, home, schema
from liuke.cli.serving.processes import die_with_parent

GROUPS = (
    "screen_pop",
    "search",
    "page",
    "record",
    "loop",
    "intake",
    "import",
    "replay",
    "planning",
    "settlement",
    "grading",
    "regarding",
    "caring",
    "complaints",
    "dedupe",
    "faults",
    "phones",
    "words",
)
ON_THE_TEMPLATE = {"screen_pop", "search", "page", "record", "loop", "intake", "import", "dedupe"}
_MODULES = {"intake": "calls", "import": "intake"}  # the call that becomes an order; the files that are taken in
LONGEST = 600
GOES_ON = timedelta(hours=12)
_STATE = home.HOME / "run.json"


def main() -> int:
    args = _arguments().parse_args()
    os.environ.update({"LIUKE_HOME": str(home.HOME)})
    home.HOME.mkdir(parents=True, exist_ok=True)
    if args.one:
        die_with_parent()
        _measure(args.one)
        return 0
    with _alone():
        return _act(args)


def _act(args: argparse.Namespace) -> int:
    if args.data:
        data.build(data.Size(args.customers, args.past, args.open))
        return 0
    unknown = sorted(set(args.groups) - set(GROUPS))
    if unknown:
        print(f"there is no group {', '.join(unknown)}; there are {', '.join(GROUPS)}", file=sys.stderr)
        return 2
    return _run(args.groups, again=args.again)


@contextmanager
def _alone() -> Iterator[None]:
    """Two runs in one BENCH_HOME would measure each other: the second waits."""
    with (home.HOME / "bench.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"another run has {home.HOME}; waiting for it", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"of {', '.join(GROUPS)}; all if none is named")
    parser.add_argument("--data", action="store_true", help="build the template database anew")
    parser.add_argument("--customers", type=int, default=data.Size.customers)
    parser.add_argument("--past", type=int, default=data.Size.past, help="orders that are over")
    parser.add_argument("--open", type=int, default=data.Size.opened, help="orders under way")
    parser.add_argument("--again", action="store_true", help="measure all anew, also what an interrupted run has done")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    return parser


def _run(groups: list[str], *, again: bool) -> int:
    whole = not groups
    done = _done() if whole and not again else {}
    failed = []
    with home.up():
        if ON_THE_TEMPLATE & set(groups or GROUPS) and not home.exists(home.TEMPLATE):
            print("there is no data yet; it is built first (make bench-data)", flush=True)
            data.build(data.Size())
        if not all(
            schema.fit(database) for database in (home.TEMPLATE, home.COMPANY, home.WORK) if home.exists(database)
        ):
            return 1
        if whole and not done:
            home.drop(home.WORK)  # a whole run begins with a fresh copy
        for group in groups or GROUPS:
            if group in done:
                print(f"{group}: measured at {done[group]}, goes on with what is missing (--again begins anew)")
            elif _one(group) != 0:
                failed.append(group)
            elif whole:
                done[group] = datetime.now(UTC).isoformat(timespec="seconds")
                _STATE.write_text(json.dumps(done))
    if failed:
        figures.fail(f"failed: {', '.join(failed)}")
    elif whole:
        _STATE.unlink(missing_ok=True)
    return 1 if failed else 0


def _done() -> dict[str, str]:
    """The groups that an interrupted run has measured, if that was not long ago."""
    found: dict[str, str] = json.loads(_STATE.read_text()) if _STATE.exists() else {}
    since = datetime.now(UTC) - GOES_ON
    return {group: at for group, at in found.items() if datetime.fromisoformat(at) > since}


def _one(group: str) -> int:
    """A group in a process of its own, ended with all that it started when it takes too long."""
    print(f"\n{group}", flush=True)
    began = time.monotonic()
    child = subprocess.Popen([home.PYTHON, "-m", "bench", "--one", group], cwd=home.ROOT, start_new_session=True)
    try:
        code = child.wait(LONGEST)
    except (subprocess.TimeoutExpired, KeyboardInterrupt) as stop:
        _end(child)
        if isinstance(stop, KeyboardInterrupt):
            raise
        figures.fail(f"{group} took longer than {LONGEST} s and was ended")
        return 1
    print(f"  took {time.monotonic() - began:.0f} s", flush=True)
    return code


def _end(child: subprocess.Popen[bytes]) -> None:
    for number in (15, 9):
        try:
            os.killpg(child.pid, number)
        except ProcessLookupError:
            break
        time.sleep(2)
    child.wait()


def _measure(group: str) -> None:
    facts = data.facts()
    if group in ON_THE_TEMPLATE:
        scale = (
            f"{facts['customers']:,} customers, {facts['events']:,} events, {facts['open_promises']:,} open promises"
        )
        print(f"  on {scale}, {facts['open_orders']:,} open orders")
        _warn_old(facts)
    module: Any = import_module(f"bench.{_MODULES.get(group, group)}")
    figures.save(module.measure())


def _warn_old(facts: dict[str, Any]) -> None:
    age = datetime.now(UTC) - datetime.fromisoformat(facts["built_at"])
    if age > timedelta(days=10):
        figures.fail(
            f"the data is {age.days} days old: promises have fallen due since; build it anew (make bench-data)"
        )


if __name__ == "__main__":
    sys.exit(main())
