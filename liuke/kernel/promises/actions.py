"""Acts on promises: giving by hand, keeping, taking, passing on, moving, waiving. Each with who, when and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf

from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import SITE_ROLES
from liuke.kernel.journal.actions import lock_timelines, record, record_many
from liuke.kernel.journal.listeners import Moment, Rules
from liuke.kernel.journal.rows import Entry
from liuke.kernel.promises import kinds, words
from liuke.kernel.promises.ladder import Calendars, set_alarm
from liuke.kernel.promises.models import Promise, Terms
from liuke.kernel.promises.opening import open_many
from liuke.kernel.promises.rows import Owner, PromiseDraft

LEADS = frozenset({
    "hotline_lead", "dispatch_lead", "callback_lead", "site_manager", "regional_manager", "duty_manager",
    "complaint_manager", "quality_manager", "service_director", "general_manager", "administrator",
})  # fmt: skip
BY_HAND_LADDER = [{"at": "0", "tell": "owner"}, {"at": "+4 hours", "tell": "hotline_lead"}]


@dataclass(frozen=True)
class HandMade:
    """One promise given by hand: to whose history, what in words, until when, about which thing, by whom owed."""

    timeline_id: int
    words: str
    due_at: datetime
    about: str = ""
    owner: Owner | None = None
    happened_at: datetime | None = None


def give(made: HandMade, *, by: Actor, at: datetime) -> int:
    """Promise something to a customer in one line; returns the promise's id. Raises Invalid for a time that is past."""
    if made.due_at <= at:
        raise Invalid.field(
            "due_at", "承诺的时间已经过去，请选择以后的时间。", "That time has passed; choose a later one."
        )
    if not made.words.strip():
        raise Invalid.field("words", "请写明承诺的内容。", "Say what is promised.")
    return give_many([made], by=by, at=at)[0]


def give_many(made: Sequence[HandMade], *, by: Actor, at: datetime, rules: Rules = "apply") -> list[int]:
    """Many promises by hand at once (a backfill may date them back); returns their ids in order."""
    with transaction.atomic():
        terms = by_hand_terms()
        entries = [
            Entry(kinds.Given(about=m.about or "-", due_at=m.due_at, words=m.words), m.timeline_id, m.happened_at)
            for m in made
        ]
        events = record_many(entries, by=by, at=at, rules=rules)
        drafts = [
            PromiseDraft(
                terms_id=terms.pk,
                event=event,
                about=m.about or "-",
                owner=m.owner or Owner(person_id=by.pk),
                not_before=None,
                due_at=m.due_at,
                words=m.words,
            )
            for m, event in zip(made, events, strict=True)
        ]
        open_many(drafts, Calendars(), Moment(by, at, rules))
        opened = dict(Promise.objects.filter(opened_by__in=[e.id for e in events]).values_list("opened_by", "pk"))
    return [opened[e.id] for e in events]


def by_hand_terms() -> Terms:
    """The terms of promises given by hand: the giver is told when due, the lead four hours later."""
    terms, _ = Terms.objects.get_or_create(
        rule=words.BY_HAND,
        version=1,
        defaults={"what": words.BY_HAND, "due": "{due_at}", "again": "add", "ladder": BY_HAND_LADDER},
    )
    return terms


def done(promise_id: int, *, note: str = "", by: Actor, at: datetime, happened_at: datetime | None = None) -> None:
    """Keep a promise by saying that it is done; one that is kept already stays as it is (the second click)."""
    with transaction.atomic():
        p = _locked(promise_id, by)
        if p.state == Promise.State.KEPT:
            return
        _must_be_open(p)
        event = kinds.Done(about=p.about, what=p.what, note=note)
        record(event, on=p.timeline_id, by=by, at=at, happened_at=happened_at, keeps=p.pk)


def take(promise_id: int, *, by: Actor, at: datetime) -> None:
    """Take a promise of one's pool upon oneself."""
    pass_on(promise_id, to=Owner(person_id=by.pk), because="", by=by, at=at)


def pass_on(promise_id: int, *, to: Owner, because: str, by: Actor, at: datetime) -> None:
    """Hand a promise to a person, with whom role and team stay, so that the team still sees it; or to a pool, as named."""
    with transaction.atomic():
        p = _locked(promise_id, by)
        _must_be_open(p)
        team = to.team_key or (p.owner_team if to.person_id else "")
        p.owner_id, p.owner_role, p.owner_team = to.person_id, to.role or p.owner_role, team
        p.save(update_fields=["owner", "owner_role", "owner_team"])
        person = Actor.objects.filter(pk=to.person_id).first() if to.person_id else None
        event = kinds.Passed(about=p.about, promise=p.pk, what=p.what, to=str(person or to.role), because=because)
        record(event, on=p.timeline_id, by=by, at=at)


def move(promise_id: int, *, due_at: datetime, wish_of_customer: bool, because: str, by: Actor, at: datetime) -> None:
    """Move the due time. Only the customer's wish moves what lateness is judged by; the first due time never changes."""
    if not because.strip():
        raise Invalid.field("because", "请写明改期的原因。", "Say why it is moved.")
    if due_at <= at:
        raise Invalid.field(
            "due_at", "新的时间已经过去，请选择以后的时间。", "That time has passed; choose a later one."
        )
    with transaction.atomic():
        p = _locked(promise_id, by)
        _must_be_open(p)
        old = p.due_at
        p.due_at, p.level = due_at, 0
        if wish_of_customer:
            p.judged_due_at = due_at
        if p.missed_by is None or wish_of_customer:
            p.missed_by = None
        p.alarms.all().delete()
        set_alarm(p, p.terms, Calendars())
        p.save(update_fields=["due_at", "judged_due_at", "level", "next_alarm_at", "missed_by"])
        wish = "customer" if wish_of_customer else "us"
        event = kinds.Moved(
            about=p.about, promise=p.pk, what=p.what, old_due_at=old, due_at=due_at, wish_of=wish, because=because
        )
        record(event, on=p.timeline_id, by=by, at=at)


def waive(promise_id: int, *, because: str, by: Actor, at: datetime) -> None:
    """Release from a promise, with a reason; leads only, and counted beside the kept rate."""
    if not because.strip():
        raise Invalid.field("because", "请写明免除的原因。", "Say why it is waived.")
    if not by.has_role(*LEADS):
        raise Forbidden("免除承诺须由主管操作。", "Only a lead may waive a promise.")
    with transaction.atomic():
        p = _locked(promise_id, by)
        _must_be_open(p)
        event = kinds.Waived(about=p.about, promise=p.pk, what=p.what, because=because)
        waived = record(event, on=p.timeline_id, by=by, at=at)
        p.state, p.ended_at, p.ended_by, p.next_alarm_at = Promise.State.WAIVED, at, waived.id, None
        p.save(update_fields=["state", "ended_at", "ended_by", "next_alarm_at"])


def move_timeline(loser: int, winner: int) -> list[int]:
    """After a merge: what was owed to the loser is owed to the winner; returns those. The merge has locked both."""
    moved = list(Promise.objects.filter(timeline_id=loser).order_by("pk").values_list("pk", flat=True))
    Promise.objects.filter(pk__in=moved).update(timeline_id=winner)
    return moved


def return_timeline(loser: int, winner: int, promise_ids: Collection[int], abouts: Collection[str] = ()) -> int:
    """A merge was undone: the loser's promises are his again, and those opened since about a thing that is his again.

    Without the latter the thing's next event, on the loser's history, would never keep them.
    """
    rows = Promise.objects.filter(timeline_id=winner)
    return rows.filter(Q(pk__in=list(promise_ids)) | Q(about__in=list(abouts))).update(timeline_id=loser)


def change_owner(old: Actor, new: Owner, *, timeline_ids: Sequence[int] = (), pool_role: str = "") -> int:
    """Open promises of a leaver, or of a keeper who hands customers over, go to the new owner (or the pool)."""
    rows = Promise.objects.filter(owner=old, state=Promise.State.OPEN)
    if timeline_ids:
        rows = rows.filter(timeline_id__in=timeline_ids)
    own = Coalesce(NullIf(F("owner_role"), Value("")), Value(pool_role))  # what has a pool of its own goes back to it
    return rows.update(owner=new.person_id, owner_role=new.role or own)


def change_pool(role: str, new: Owner, *, timeline_ids: Sequence[int]) -> int:
    """Open promises to these customers that lie in the pool of `role` become one person's, who takes them over."""
    rows = Promise.objects.filter(owner=None, owner_role=role, state=Promise.State.OPEN, timeline_id__in=timeline_ids)
    return rows.update(owner=new.person_id)


def forget_words(timeline_ids: Iterable[int]) -> int:
    """Empty the words of promises given by hand to these customers: what was said of a person goes with him."""
    return Promise.objects.filter(timeline_id__in=list(timeline_ids)).exclude(words="").update(words="")


def _locked(promise_id: int, by: Actor) -> Promise:
    """The promise, its history locked before it, if this actor may act on it."""
    timeline_id = Promise.objects.filter(pk=promise_id).values_list("timeline_id", flat=True).first()
    if timeline_id is None:
        raise _missing()
    lock_timelines([timeline_id])
    p = Promise.objects.select_for_update(of=("self",)).select_related("terms").get(pk=promise_id)
    if not may_touch(by, p):
        raise _missing()
    return p


def may_touch(by: Actor, p: Promise) -> bool:
    """The owner, the pool it lies in, leads; people of a site only what their site owes."""
    if by.kind != Actor.Kind.PERSON:
        return by.kind != Actor.Kind.CUSTOMER
    if p.owner_id == by.pk:
        return True
    teams = set(by.teams.values_list("key", flat=True))
    if not SITE_ROLES.isdisjoint(by.roles):
        return p.owner_team in teams
    return p.owner_role in by.roles or by.has_role(*LEADS) or (p.owner_id is not None and by.has_role("agent"))


def _must_be_open(p: Promise) -> None:
    if p.state != Promise.State.OPEN:
        raise Refused("这件承诺已经结束。", "This promise has ended already.")


def _missing() -> Missing:
    return Missing("没有找到这件承诺。", "There is no such promise.")
