"""The clock alone: the loop over promises, and the technical schedules."""

import argparse
import logging
import signal
import threading
from typing import TYPE_CHECKING

from liuke.cli.serving.processes import die_with_parent

if TYPE_CHECKING:
    from liuke.foundation.identity.models import Actor

_log = logging.getLogger(__name__)


def configure(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(args: argparse.Namespace) -> int:
    """Runs until SIGTERM; a loop that breaks ends the process, which its supervisor starts again."""
    from liuke.foundation.queue import schedule

    die_with_parent()
    stop, broken = threading.Event(), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threads = [threading.Thread(target=_turn, args=(stop, broken), name="promises", daemon=True)]
    threads[0].start()
    threads += schedule.start(schedule.all_schedules(), "clock", stop)
    stop.wait()
    for thread in threads:
        thread.join(3)
    return 1 if broken.is_set() else 0


def _turn(stop: threading.Event, broken: threading.Event) -> None:
    from liuke.foundation import clock
    from liuke.kernel.promises import loop

    try:
        loop.run_forever(by=_loop_actor, now=clock.now, stop=stop.is_set)
    except Exception:
        _log.exception("The loop over promises broke")
        broken.set()
    stop.set()


def _loop_actor() -> "Actor":
    """Asked for at each turn: first let go of a connection that a restarted database left dead."""
    from django.db import close_old_connections

    from liuke.foundation.identity.queries import system_actor

    close_old_connections()
    return system_actor("loop", "时钟")
