"""The web process alone (a node behind a proxy, or a child of `liuke serve`)."""

import argparse
import os
import sys

from liuke.cli.serving.processes import die_with_parent

DJANGO = False


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4)


def run(args: argparse.Namespace) -> int:
    """Becomes granian; does not return."""
    die_with_parent()
    given = {"host": args.host, "port": args.port, "workers": args.workers, "blocking-threads": args.threads}
    options = [f"--{name}={value}" for name, value in given.items()]
    fixed = ["--interface=wsgi", "--respawn-failed-workers", "--respawn-interval=0.5", "--workers-kill-timeout=5"]
    fixed += ["--log-level=warning", "--backlog=1024", "--http=1"]
    os.execv(sys.executable, [sys.executable, "-m", "granian", *fixed, *options, "liuke.settings.wsgi:application"])  # noqa: S606
