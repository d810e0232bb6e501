"""Serve: web, jobs and the clock as one process tree, with our own PostgreSQL unless DATABASE_URL names another."""

import argparse
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

from liuke.cli.serving import address, database, lock
from liuke.cli.serving.processes import Child
from liuke.foundation import keys
from liuke.foundation.postgres import cluster
from liuke.foundation.postgres.binaries import NoPostgres

DJANGO = False
_LOOK = 0.2
_LOOK_AT_DATABASE = 1.0
_TIME_TO_STOP = 7.0
_log = logging.getLogger(__name__)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--web-workers", type=int, default=2)
    parser.add_argument("--job-workers", type=int, default=1)
    parser.add_argument("--without", nargs="*", default=[], choices=["web", "worker", "clock"], help="leave these out")


def run(args: argparse.Namespace) -> int:
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    address.settle(args.port)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _setter(stop))
    with lock.in_charge():
        database.ensure()
        children = [one for one in _children(args) if one.name.split("-")[0] not in args.without]
        try:
            _supervise(children, stop)
        finally:
            _end(children)
    return 0


def _children(args: argparse.Namespace) -> list[Child]:
    liuke = [sys.executable, "-m", "liuke.cli.main"]
    web = ["web", "--host", args.host, "--port", str(args.port), "--workers", str(args.web_workers)]
    workers = [Child(f"worker-{number}", [*liuke, "worker"]) for number in range(args.job_workers)]
    return [Child("web", [*liuke, *web]), *workers, Child("clock", [*liuke, "clock"])]


def _supervise(children: list[Child], stop: threading.Event) -> None:
    looked = time.monotonic()
    while not stop.is_set():
        for child in children:
            child.tend()
        if not database.is_outside() and time.monotonic() - looked > _LOOK_AT_DATABASE:
            _tend_database()
            looked = time.monotonic()
        stop.wait(_LOOK)


def _tend_database() -> None:
    if cluster.running(keys.home()):
        return
    _log.error("PostgreSQL does not answer; it is started again")
    try:
        cluster.start(keys.home())
    except NoPostgres as trouble:
        _log.error("%s", trouble)


def _end(children: list[Child]) -> None:
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + _TIME_TO_STOP
    for child in children:
        child.end(until)
    if not database.is_outside():
        cluster.stop(keys.home())


def _setter(stop: threading.Event) -> Callable[[int, FrameType | None], None]:
    return lambda number, frame: stop.set()
