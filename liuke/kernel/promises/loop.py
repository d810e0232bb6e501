"""The one loop over time: takes promises whose alarm has come, writes what follows and the next alarm.

Any number may run: timelines are claimed with SKIP LOCKED, in the house's order (timelines, then rows), and all that
follows from an alarm stands in one transaction with it, so a killed loop forgets nothing and tells nobody twice.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record_many
from liuke.kernel.journal.models import COMPANY, Event, Timeline
from liuke.kernel.journal.queries import from_row
from liuke.kernel.journal.rows import Cause, Entry, Recorded
from liuke.kernel.promises import kinds, rules
from liuke.kernel.promises.ladder import Calendars, set_alarm, times
from liuke.kernel.promises.models import Alarm, Promise
from liuke.kernel.promises.owners import recipient
from liuke.kernel.promises.rows import Owner
from liuke.kernel.promises.telling import tell_pending

BATCH = 200
PARKED = 3
Place = tuple[datetime, int]
"""How far a pass has come: an alarm and its promise."""
log = logging.getLogger(__name__)


def run_due(*, by: Actor, at: datetime, batch: int = BATCH) -> int:
    """Handle everything that is due at `at`, then tell each person once. Returns how many promises were handled."""
    handled, after = 0, None
    while True:
        count, after = _one_batch(by, at, batch, after)
        handled += count
        if after is None:
            break
    tell_pending(at=at)
    return handled


def run_forever(
    *, by: Callable[[], Actor], now: Callable[[], datetime], stop: Callable[[], bool], pause: float = 1.0
) -> None:
    """Serve until told to stop; a lost database is waited for."""
    while not stop():
        try:
            run_due(by=by(), at=now())
        except Exception:
            log.exception("the loop failed and goes on")
        time.sleep(pause)


def due_alarms(at: datetime, after: Place | None = None) -> QuerySet[Promise]:
    """The open promises whose alarm has come, in the order of their alarms and by the index of them: what this costs
    depends on what is due, not on what is open (case 16)."""
    due = Promise.objects.filter(state=Promise.State.OPEN, held_since=None, failures__lt=PARKED, next_alarm_at__lte=at)
    if after:
        when, pk = after
        due = due.filter(Q(next_alarm_at__gte=when) & (Q(next_alarm_at__gt=when) | Q(pk__gt=pk)))
    return due.order_by("next_alarm_at", "pk")


def _one_batch(by: Actor, at: datetime, size: int, after: Place | None) -> tuple[int, Place | None]:
    """Handle one batch beyond `after`; returns how many, and the place reached: None when nothing is left.

    What another loop holds is passed over; it takes its own with it, and what it leaves comes with the next pass.
    """
    due = list(due_alarms(at, after).values_list("next_alarm_at", "pk", "timeline_id")[:size])
    if not due:
        return 0, None
    with transaction.atomic():
        promises = _claim([(pk, timeline) for _, pk, timeline in due], at)
        _handle_all(promises, by, at)
    last_alarm, last_pk, _ = due[-1]
    return len(promises), (last_alarm or at, last_pk)


def _claim(due: Sequence[tuple[int, int]], at: datetime) -> list[Promise]:
    free = set(
        Timeline.objects.select_for_update(no_key=True, skip_locked=True)
        .filter(pk__in={t for _, t in due} - {COMPANY})
        .order_by("pk")
        .values_list("pk", flat=True)
    ) | {COMPANY}
    return list(
        Promise.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("terms", "owner")
        .filter(
            pk__in=[p for p, t in due if t in free], state=Promise.State.OPEN, held_since=None, next_alarm_at__lte=at
        )
        .order_by("pk")
    )


def _handle_all(promises: list[Promise], by: Actor, at: datetime) -> None:
    """All at once; if one of them is poison, one by one, so that only that one waits."""
    if not promises:
        return
    try:
        with transaction.atomic():
            _handle(promises, by, at)
    except Exception:
        if len(promises) == 1:
            _note_failure(promises[0], by, at)
            return
        fresh = list(Promise.objects.select_related("terms", "owner").filter(pk__in=[p.pk for p in promises]))
        for p in fresh:
            if p.state == Promise.State.OPEN:
                _handle_all([p], by, at)


def _note_failure(p: Promise, by: Actor, at: datetime) -> None:
    log.exception("promise %s failed", p.pk)
    p.refresh_from_db(fields=["failures"])
    p.failures += 1
    p.save(update_fields=["failures"])
    if p.failures >= PARKED:
        Alarm.objects.get_or_create(promise=p, step=999, defaults={"to_role": "administrator", "raised_at": at})


def _handle(promises: list[Promise], by: Actor, at: datetime) -> None:
    openers = _openers(promises)
    calendars = Calendars()
    entries: list[Entry] = []
    alarms: list[Alarm] = []
    missed: list[Promise] = []
    for p in promises:
        entries += _take_steps(p, openers.get(p.opened_by), calendars, at, alarms)
        if p.missed_by is None and p.due_at <= at:
            missed.append(p)
            p.missed_by = 0
        set_alarm(p, p.terms, calendars)
    Promise.objects.bulk_update(
        promises, ["level", "next_alarm_at", "owner", "owner_role", "owner_team", "calendar_key"]
    )
    Alarm.objects.bulk_create(alarms, ignore_conflicts=True)
    record_many(entries, by=by, at=at)
    _record_misses(missed, by, at)


def _record_misses(missed: list[Promise], by: Actor, at: datetime) -> None:
    """A miss is a fact with a time; rules and reactions follow it. What it opens counts from now, not from the due
    time: after a stop of the loop people still get the time the handbook gives them."""
    entries = [
        Entry(
            kinds.Missed(about=p.about, promise=p.pk, what=p.what, rule=p.rule, due_at=p.due_at),
            on=p.timeline_id,
            caused_by=Cause(p.opened_by, p.depth),
        )
        for p in missed
    ]
    recorded = record_many(entries, by=by, at=at)
    for p, event in zip(missed, recorded, strict=True):
        p.missed_by = event.id
    Promise.objects.bulk_update(missed, ["missed_by"])


def _take_steps(
    p: Promise, opener: Recorded | None, calendars: Calendars, at: datetime, alarms: list[Alarm]
) -> list[Entry]:
    """Write every rung passed; only the highest will be told (catching up after a stop)."""
    moments = times(p.terms, p.due_at, p.opened_at, calendars[p.calendar_key])
    level = rules.passed(moments, p.level, at)
    taken = rules.steps(p.terms.ladder)[p.level : level]
    entries: list[Entry] = []
    for number, step in enumerate(taken, start=p.level + 1):
        to = recipient(step.tell, _owner(p), opener, at)
        highest = number == level
        alarms.append(_alarm(p, number, to, at, told=not highest))
        entries.append(Entry(_said(p, number, step, moments[number - 1]), on=p.timeline_id))
        if step.hand_over:
            p.owner_id, p.owner_role, p.owner_team = to.person_id, to.role, to.team_key
            p.calendar_key = to.calendar_key
    p.level = level
    return entries


def _said(p: Promise, number: int, step: rules.Step, moment: datetime) -> object:
    if moment < p.due_at:
        return kinds.Reminded(about=p.about, promise=p.pk, what=p.what, rule=p.rule, level=number, told=step.tell)
    return kinds.Escalated(
        about=p.about, promise=p.pk, what=p.what, rule=p.rule, level=number, told=step.tell, handed_over=step.hand_over
    )


def _alarm(p: Promise, number: int, to: Owner, at: datetime, *, told: bool) -> Alarm:
    return Alarm(
        promise=p,
        step=number,
        to_id=to.person_id,
        to_role=to.role,
        to_team=to.team_key,
        raised_at=at,
        told_at=at if told else None,
    )


def _owner(p: Promise) -> Owner:
    return Owner(p.owner_id, p.owner_team, p.owner_role, p.calendar_key)


def _openers(promises: Sequence[Promise]) -> dict[int, Recorded]:
    return {e.pk: from_row(e) for e in Event.objects.filter(pk__in={p.opened_by for p in promises})}
