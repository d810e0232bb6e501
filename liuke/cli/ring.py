"""Let the phone ring at the hotline, as telephony would: `liuke ring 13800001234`, or a customer of the demo.

Without a number somebody rings of whom there is something to know before speaking: an open grievance, a promise that
was not kept. The call rings in /calls/ until somebody picks it up, ten minutes at most.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import cycle
from typing import TYPE_CHECKING

from liuke.cli.serving import database
from liuke.cli.serving.processes import die_with_parent
from liuke.foundation import clock, keys
from liuke.foundation.postgres import cluster

if TYPE_CHECKING:
    from liuke.foundation.identity.models import Actor

DJANGO = False  # a database started for a single ring would ring in an empty house
_LOOK = 2.0
_MOST = 40


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", nargs="?", default="", help="who calls (default: a customer one should know about)")
    parser.add_argument("--every", type=float, metavar="SECONDS", help="go on, so long after nothing rings any more")


def run(args: argparse.Namespace) -> int:
    """1 where nothing is served, or nobody could be found to ring."""
    if args.every:
        die_with_parent()
        return _go_on(args.number, args.every)
    if not _is_served():
        print("Nothing is served here; start `liuke demo` or `liuke serve` first.", file=sys.stderr)
        return 1
    _set_up()
    number = args.number or next(_callers(by=_telephony(), at=clock.now()), "")
    if not number:
        print("Nobody to ring: name a number.", file=sys.stderr)
        return 1
    print(_ring(number))
    return 0


def _go_on(number: str, pause: float) -> int:
    """Ring again and again, but never two at once: a call that nobody picks up rings on."""
    while not _is_served():
        time.sleep(_LOOK)
    _set_up()
    from django.db import OperationalError, close_old_connections

    from liuke.areas.service.queries.ringing import list_ringing

    callers = cycle([number]) if number else _round_robin()
    while True:
        try:
            close_old_connections()
            if not list_ringing(by=_telephony(), at=clock.now()) and (caller := next(callers, "")):
                _ring(caller)
        except OperationalError:  # the database is being restarted, or stopped for good: then we are ended too
            time.sleep(_LOOK)
        time.sleep(pause)


def _is_served() -> bool:
    return database.is_outside() or cluster.running(keys.home())


def _set_up() -> None:
    import django

    django.setup()


def _telephony() -> "Actor":
    """Whom a call comes through: a machine, so that it rings until a person picks it up."""
    from liuke.foundation.identity.queries import system_actor

    return system_actor("job", "电话")


def _ring(number: str) -> str:
    """The call's number, from the same act as `POST /api/v1/calls`."""
    from liuke.areas.service.actions.calls import take_call

    return take_call(number, line="400", by=_telephony(), at=clock.now()).number


def _round_robin() -> Iterator[str]:
    """One after the other, for ever; who has something open is asked for anew each round."""
    while True:
        found = list(_callers(by=_telephony(), at=clock.now()))
        if not found:
            return
        yield from found


def _callers(*, by: "Actor", at: datetime) -> Iterator[str]:
    """The phones of those whom one has to know about: grievances first, then promises that are late."""
    from liuke.areas.complaints.queries.complaints import list_open
    from liuke.areas.customers.access import reveal
    from liuke.areas.customers.queries.file import get_file, list_briefs
    from liuke.kernel.promises.queries import list_page

    grieved = [d.customer_id for d in list_open(by=by, limit=_MOST)]
    late = [p.timeline_id for p in list_page(by=by, state="open", verdict="late", at=at, limit=_MOST)]
    asked = dict.fromkeys((*grieved, *late))
    customers = list_briefs(asked, by=by)  # what is owed to a site is late as well, and no site rings here
    for customer in (one for one in asked if one in customers):
        phones = [phone for contact in get_file(customer, by=by).contacts for phone in contact.phones]
        if phones:
            yield reveal(f"phone:{phones[0].id}", purpose="演示来电", by=by, at=at)
