"""A worker for the fault tests, with jobs that can be caught in the act. Run as a process: `python -m tests.faults.workshop`."""

import argparse
import os
import time
from pathlib import Path

import django

django.setup()

from procrastinate.contrib.django import app  # noqa: E402

from liuke.foundation.queue import register, running  # noqa: E402


@register.job("tests.slow")
def slow(*, marks: str) -> None:
    """Hangs the first time, is quick the second."""
    mark = Path(marks) / "slow"
    first = not mark.exists()
    with mark.open("a") as file:
        file.write("began\n")
    if first:
        time.sleep(600)
    (Path(marks) / "done").touch()


@register.job("tests.after")
def after(*, marks: str) -> None:
    (Path(marks) / "after").touch()


running.bind(app)

if __name__ == "__main__":
    from liuke.cli import worker

    os._exit(worker.run(argparse.Namespace(concurrency=2)))
