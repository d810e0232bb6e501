"""The work itself, for the queue and for the command line: check, then batch by batch, each with its ledger row."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.process import BaseProcess

from django.db import connection, transaction

from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from liuke.foundation.queue.actions import defer
from liuke.kernel.journal.listeners import Rules
from liuke.processes.intake import ledger
from liuke.processes.intake.checking import Batch, Checked
from liuke.processes.intake.collecting import uncollected
from liuke.processes.intake.columns import CUSTOMERS
from liuke.processes.intake.lines import Options


@dataclass(frozen=True)
class Step:
    """A batch that is done: `again` when it stood already."""

    batch: Batch
    again: bool


def run(
    checked: Checked,
    options: Options,
    *,
    by: Actor,
    at: datetime,
    also: Callable[[Batch], bool] | None = None,
    part: int | None = None,
) -> Iterator[Step]:
    """Write each batch in one transaction with its ledger row; one that stands already is passed over.

    `also` is done in the same transaction (progress); when it answers False, the intake ends there.
    With `part`, only that part of the file: another process writes the other.
    """
    rules = options.rules(start_of_day(at))
    standing = ledger.standing(checked.template.key, checked.digest)
    for batch in checked.batches(part=part, standing=standing):
        with transaction.atomic():
            again = batch.number in standing or _take(checked, batch, by=by, at=at, rules=rules)
            goes_on = also is None or also(batch)
        yield Step(batch, again)
        if not goes_on:
            return


def run_by(processes: int, checked: Checked, options: Options, *, by: Actor, at: datetime) -> Iterator[Step]:
    """The same by one process or two: each writes its part, then this one goes through all once more. Whatever the
    other has not done (it may have been killed) is done then, and what stands is passed over.

    For a process that has no threads (the command): the other is forked from it and knows what was checked.
    """
    other = _forked(checked, options, by, at) if processes > 1 and "fork" in get_all_start_methods() else None
    if other is not None:
        yield from run(checked, options, by=by, at=at, part=0)
        other.join()
    for step in run(checked, options, by=by, at=at):
        if other is None or step.batch.part or not step.again:
            yield step


def _forked(checked: Checked, options: Options, by: Actor, at: datetime) -> BaseProcess:
    _disconnect()  # two processes cannot share a connection; each opens its own
    other = get_context("fork").Process(target=_write_other_part, args=(checked, options, by, at), daemon=True)
    other.start()
    return other


def _write_other_part(checked: Checked, options: Options, by: Actor, at: datetime) -> None:
    deque(run(checked, options, by=by, at=at, part=1), maxlen=0)
    _disconnect()


def _disconnect() -> None:
    connection.close()
    if getattr(connection, "pool", None):  # closed connections wait in it, and threads of its own keep it
        connection.close_pool()  # type: ignore[attr-defined]


def compare_with_the_file(checked: Checked) -> None:
    """Have the files that came in compared with all others: whoever handed them in need not wait for the night."""
    if checked.template.key == CUSTOMERS.key:
        defer("customers.find_duplicates", key="customers.find_duplicates")


def start_of_day(at: datetime) -> datetime:
    """Orders of today and later owe what the handbook says; older ones nothing, unless a date is given."""
    return local(at).replace(hour=0, minute=0, second=0, microsecond=0)


@uncollected()
def _take(checked: Checked, batch: Batch, *, by: Actor, at: datetime, rules: Rules) -> bool:
    template = checked.template.key
    ledger.wait_for_turn(template, batch.part)
    if ledger.stands(template, checked.digest, batch.number):
        return True
    checked.kind.write(batch.units, by=by, at=at, rules=rules)
    ledger.note(template, checked.digest, batch.number, rows=batch.rows, refused=batch.refused, at=at)
    return False
