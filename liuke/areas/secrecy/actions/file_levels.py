"""The level of a single file: set for itself with a reason and a term, looked over, taken back, lapsed (H9)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from liuke.areas.customers.actions.keeping import DECIDERS
from liuke.areas.secrecy.access import files
from liuke.areas.secrecy.access.files import HeldFile
from liuke.areas.secrecy.actions.levels import last_day
from liuke.areas.secrecy.models import FileLevel
from liuke.areas.secrecy.queries.terms import level_reviewed_before
from liuke.areas.secrecy.rules import gate
from liuke.areas.secrecy.rules.files import LEVELS, LIKE_CUSTOMER
from liuke.events.secrecy_files import FileLevelEnded, FileLevelReviewed, FileLevelSet
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden, Invalid, Stale
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.lines import line
from liuke.kernel.journal.actions import lock_timelines, record
from liuke.kernel.journal.rows import Link


@transaction.atomic
def set_file_level(
    key: str, level: str, *, seen: str, until: date | None = None, reason: str = "", by: Actor, at: datetime
) -> None:
    """Raise or lower one file against its customer's level, or (`level` empty) let it follow that again.

    `seen` is the own level that the editor had before him. Without `until` it stands as long as the company says.
    Raises Missing, Forbidden (who does not decide, or may not open it; core is taken back by a manager in charge
    only), Stale, Invalid (`level`, `until`, `reason`).
    """
    found = _locked(key, seen, by)
    _require_decider(found, level, by)
    if level not in {LIKE_CUSTOMER, *LEVELS}:
        raise Invalid.field("level", "请选择商密等级。", "Choose a secrecy level.")
    if found.own and found.own.level != gate.LEVELS[0]:  # to look a lowered one over is owed by nobody
        record(FileLevelReviewed(key, found.number), on=found.customer.pk, by=by, at=at)
    if level:
        _set(found, level, last_day(until, local(at).date()), line("reason", reason, most=200), by=by, at=at)
    elif found.own:
        _end(found.own, "taken_back", by=by, at=at)


def lapse_file_levels(at: datetime) -> int:
    """Nightly: files whose own level's last day is over follow their customers again; of files whose own term was over
    meanwhile nothing is left to be secret."""
    house = system_actor(Actor.Kind.JOB, "secrecy")
    over = FileLevel.objects.filter(_is_over(at))
    return sum(_lapse(pk, owner, house, at) for pk, owner in over.values_list("pk", "customer_id"))


def end_erased(customer_ids: Collection[int], *, by: Actor, at: datetime, caused_by: Link | None = None) -> None:
    """With a customer's files their levels end."""
    for one in FileLevel.objects.filter(customer__in=customer_ids).select_related("file"):
        _end(one, "erased", by=by, at=at, caused_by=caused_by)


def _locked(key: str, seen: str, by: Actor) -> HeldFile:
    lock_timelines([files.held_file(key, by=by).customer.pk])
    found = files.held_file(key, by=by)
    if (own := found.own.level if found.own else LIKE_CUSTOMER) != seen:
        raise Stale(
            "该附件的等级刚被更改，请刷新后再办理。",
            "The level of this file has just changed; look again.",
            difference={"level": (own, seen)},
        )
    return found


def _require_decider(found: HeldFile, level: str, by: Actor) -> None:
    if not by.has_role(*DECIDERS):
        raise Forbidden("附件商密等级由班长或经理设定。", "A lead or manager sets the level of a file.")
    if not files.opens(found, by):
        raise Forbidden("您无权打开此附件。", "This file is not for you to open.")
    if found.held.level == gate.NEVER != level and not by.has_role(*gate.MANAGERS):
        raise Forbidden("核心商密由分管经理降密。", "A manager in charge takes the level core back.")


def _set(found: HeldFile, level: str, end: date, reason: str, *, by: Actor, at: datetime) -> None:
    today = local(at).date()
    FileLevel.objects.update_or_create(
        file=found.row,
        defaults={
            "customer": found.customer, "level": level, "reason": reason, "until_date": end, "set_by": by, "set_at": at,
        },
    )  # fmt: skip
    review = max(today + timedelta(days=1), end - level_reviewed_before(today))
    words = LEVELS[level]
    event = FileLevelSet(found.row.key, found.number, level, end, review, reason, words.zh, words.en)
    record(event, on=found.customer.pk, by=by, at=at)


@transaction.atomic
def _lapse(pk: int, customer: int, house: Actor, at: datetime) -> int:
    lock_timelines([customer])
    one = FileLevel.objects.select_related("file").filter(_is_over(at), pk=pk).first()
    if one is None:
        return 0
    _end(one, "erased" if one.file.erased_at else "lapsed", by=house, at=at)
    return 1


def _is_over(at: datetime) -> Q:
    return Q(until_date__lt=local(at).date()) | Q(file__erased_at__isnull=False)


def _end(one: FileLevel, how: str, *, by: Actor, at: datetime, caused_by: Link | None = None) -> None:
    former = LEVELS[one.level]
    event = FileLevelEnded(
        one.file.key, one.file.subject.partition(":")[2], one.level, how, former.zh, former.en
    )  # fmt: skip
    on = one.customer_id
    one.delete()
    record(event, on=on, by=by, at=at, caused_by=caused_by)
