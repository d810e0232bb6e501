"""A leak from the first word to its end: reported by anybody, examined, told, closed (H9; PIPL 57)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction

from liuke.areas.secrecy.access import cases as access
from liuke.areas.secrecy.actions.evidence import freeze, named_customers
from liuke.areas.secrecy.models import Leak, LeakCustomer, LeakMeasure
from liuke.areas.secrecy.rules.leaks import NOTICES, OPEN, OUTCOMES, SEVERITIES, why_not_over
from liuke.events.secrecy_leaks import (
    LeakAuthorityTold,
    LeakClosed,
    LeakDismissed,
    LeakPersonsTold,
    LeakReported,
    LeakTakenOn,
)
from liuke.foundation import numbers
from liuke.foundation.audit.actions import note
from liuke.foundation.clock import LOCAL, local
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import line, words
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import open_timeline, record

LONGEST_SPAN, EARLIEST = timedelta(days=3 * 366), date(2000, 1, 1)
_TOLD = {"authority": LeakAuthorityTold, "persons": LeakPersonsTold}


@transaction.atomic
def report(said: str, about: str = "", *, by: Actor, at: datetime) -> str:
    """Anybody who works here says that data got out, and where he noticed it; answers LC-000001. Invalid (`words`)."""
    access.require_colleague(by)
    made = Leak(
        number=numbers.take("LC"), reported_at=at, reported_by=by, about=line("about", about, most=200, required=False),
        words=words("words", said, most=1000, missing=Words("请写明看到或听到了什么。", "Say what you saw or heard.")),
    )  # fmt: skip
    made.timeline_id = open_timeline("leak")
    made.save(force_insert=True)
    note("secrecy.leak.reported", by=by, at=at, subject=made.number)
    record(LeakReported(made.number, by.pk, made.words), on=made.pk, by=by, at=at)
    return made.number


@transaction.atomic
def take_on(
    number: str, *, concerned: str, since: date, until: date, severity: str, of_persons: bool = True,
    papers: tuple[str, ...] = (), seen: int | None = None, keeps: int | None = None, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """It may well be one. `concerned` names customers and releases by number; what anybody saw or took of them from
    `since` to `until` (days, both included) is copied out at once and kept. `papers` are numbers of their things.

    Raises Invalid (`concerned`, `since`, `until`, `severity`), Stale, Refused where it is examined already.
    """
    found = _in_state(number, "reported", seen, by)
    if severity not in SEVERITIES:
        raise Invalid.field("severity", "请选择严重程度。", "Choose how grave it is.")
    _check_span(since, until, local(at).date())
    customers = named_customers(concerned, by=by)
    LeakCustomer.objects.bulk_create([LeakCustomer(leak=found, customer_id=pk) for pk in customers])
    found.since, found.until = _begins(since), _begins(until + timedelta(days=1))
    found.state, found.severity, found.of_persons = "handled", severity, of_persons
    _save(found, "state", "severity", "of_persons", "since", "until")
    kept = freeze(found, customers, papers, by=by, at=at)
    note("secrecy.leak.taken_on", by=by, at=at, subject=found.number, detail={"looks": kept.count})
    told = SEVERITIES[severity]
    event = LeakTakenOn(found.number, severity, of_persons, len(customers), kept.count, kept.digest, told.zh, told.en)
    record(event, on=found.pk, by=by, at=at, keeps=keeps)


@transaction.atomic
def dismiss(
    number: str, *, because: str, seen: int | None = None, keeps: int | None = None, by: Actor, at: datetime
) -> None:
    """It was none, and how that is known. Raises Invalid (`because`), Stale, Refused."""
    found = _in_state(number, "reported", seen, by)
    found.ending = line("because", because, most=1000)
    found.state, found.ended_at, found.ended_by = "unfounded", at, by
    _save(found, "state", "ending", "ended_at", "ended_by")
    record(LeakDismissed(found.number, found.ending), on=found.pk, by=by, at=at, keeps=keeps)


@transaction.atomic
def tell(
    number: str, whom: str, outcome: str, *, said: str, seen: int | None = None, keeps: int | None = None, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """The authority or the persons concerned were told (by which letter), or need not be (why). Each is said once."""
    found = _in_state(number, "handled", seen, by)
    if whom not in NOTICES or outcome not in OUTCOMES:
        raise Invalid.field("outcome", "请选择告知结果。", "Choose whether they were told.")
    if getattr(found, whom):
        raise Refused("该项告知已登记。", "That is noted already.", code="told")
    told = line("words", said, most=500)
    setattr(found, whom, outcome)
    setattr(found, f"{whom}_at", at)
    setattr(found, f"{whom}_words", told)
    _save(found, whom, f"{whom}_at", f"{whom}_words")
    words = OUTCOMES[outcome]
    record(_TOLD[whom](found.number, outcome, words.zh, words.en, told), on=found.pk, by=by, at=at, keeps=keeps)


@transaction.atomic
def close(
    number: str, *, ending: str, seen: int | None = None, keeps: int | None = None, by: Actor, at: datetime
) -> None:
    """The general manager ends it: every measure done, everybody told. Raises Forbidden, Invalid (`ending`), Refused."""
    if not (by.kind == Actor.Kind.PERSON and by.is_active and by.has_role("general_manager")):
        raise Forbidden("泄密事件由总经理办结。", "The general manager closes a leak.")
    found = _in_state(number, "handled", seen, by)
    measures = LeakMeasure.objects.filter(leak=found)
    undone = measures.filter(done_at__isnull=True).count()
    wrong = why_not_over(
        measures=measures.count(), undone=undone, of_persons=found.of_persons, authority=found.authority,
        persons=found.persons,
    )  # fmt: skip
    if wrong:
        raise Refused(f"{wrong.zh}。", f"{wrong.en}.", code="leak-open")
    found.ending = line("ending", ending, most=1000)
    found.state, found.ended_at, found.ended_by = "closed", at, by
    _save(found, "state", "ending", "ended_at", "ended_by")
    note("secrecy.leak.closed", by=by, at=at, subject=found.number)
    record(LeakClosed(found.number, found.ending), on=found.pk, by=by, at=at, keeps=keeps)


def _in_state(number: str, state: str, seen: int | None, by: Actor) -> Leak:
    access.require_watcher(by)
    found = access.leak(number, by=by, lock=True, seen=seen)
    if found.state != state:
        told = Words("该泄密报告已办结。", "This leak is over.")
        if found.state in OPEN:
            told = Words("该泄密报告已在处置中。", "This leak is examined already.")
            if state == "handled":
                told = Words("请先核查。", "Examine it first.")
        raise Refused(told.zh, told.en, code="leak-state")
    return found


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)


def _save(found: Leak, *fields: str) -> None:
    found.version += 1
    found.save(update_fields=[*fields, "version"])


def _check_span(since: date, until: date, today: date) -> None:
    if since > until or until > today:
        raise Invalid.field(
            "until", "止日不能早于起日，也不能晚于今天。", "The last day is not before the first, nor after today."
        )
    if until - since > LONGEST_SPAN or since < EARLIEST:
        raise Invalid.field("since", "时段最长三年。", "The span is at most three years.")
