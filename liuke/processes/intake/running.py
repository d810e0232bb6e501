"""The work itself, for the queue and for the command line: check, then batch by batch, each with its ledger row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from liuke.foundation.queue.actions import defer
from liuke.kernel.journal.listeners import Rules
from liuke.processes.intake import checking, ledger
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
    for batch in checked.batches:
        if part not in (None, batch.part):
            continue
        with transaction.atomic():
            again = _take(checked, batch, by=by, at=at, rules=rules)
            goes_on = also is None or also(batch)
        yield Step(batch, again)
        if not goes_on:
            return


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
    checking.write(checked, batch, by=by, at=at, rules=rules)
    ledger.note(template, checked.digest, batch.number, rows=batch.rows, refused=batch.refused, at=at)
    return False
