"""Opening promises, many at once, and keeping at birth what was done before we heard of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from liuke.kernel.journal.listeners import Moment
from liuke.kernel.promises.keeping import born, terms_of
from liuke.kernel.promises.ladder import Calendars, set_alarm
from liuke.kernel.promises.models import Promise, Terms
from liuke.kernel.promises.rows import Kept, PromiseDraft

_CHUNK = 5_000


def open_many(drafts: Sequence[PromiseDraft], calendars: Calendars, moment: Moment) -> list[Kept]:
    """Write these promises; returns those that turn out to be kept already. The timelines are locked."""
    if not drafts:
        return []
    terms = {pk: terms_of(pk) for pk in {d.terms_id for d in drafts}}
    fresh = _without_doubles(drafts, terms, moment.at)
    rows = [_row(d, terms[d.terms_id], calendars) for d in fresh]
    Promise.objects.bulk_create(rows, batch_size=_CHUNK)
    return born({p.pk: p for p in rows}, moment)


def _row(draft: PromiseDraft, terms: Terms, calendars: Calendars) -> Promise:
    p = Promise(
        timeline_id=draft.event.timeline_id,
        terms=terms,
        what=terms.what,
        rule=terms.rule,
        about=draft.about,
        words=draft.words,
        owner_id=draft.owner.person_id,
        owner_team=draft.owner.team_key,
        owner_role=draft.owner.role,
        calendar_key=draft.owner.calendar_key,
        seen_by=draft.seen_by,
        opened_by=draft.event.id,
        opened_at=draft.event.happened_at,
        depth=draft.event.depth,
        not_before=draft.not_before,
        due_at=draft.due_at,
        first_due_at=draft.due_at,
        judged_due_at=draft.due_at,
        held_since=draft.event.happened_at if draft.on_hold else None,
    )
    if not draft.on_hold:
        set_alarm(p, terms, calendars)
    return p


def _without_doubles(drafts: Sequence[PromiseDraft], terms: dict[int, Terms], at: datetime) -> list[PromiseDraft]:
    """Where a rule does not add: keep what is open already, or replace it."""
    single = [d for d in drafts if terms[d.terms_id].again != "add"]
    if not single:
        return list(drafts)
    there = _open_alike(single, terms)
    replaced = [pk for d in single if terms[d.terms_id].again == "replace" for pk in there.get(_likeness(d, terms), [])]
    Promise.objects.filter(pk__in=replaced).update(state=Promise.State.VOID, ended_at=at, next_alarm_at=None)
    fresh, seen = [], set()
    for d in drafts:
        likeness, again = _likeness(d, terms), terms[d.terms_id].again
        doubled = again != "add" and (likeness in seen or (again == "keep" and likeness in there))
        if not doubled:
            fresh.append(d)
            seen.add(likeness)
    return fresh


def _open_alike(drafts: Sequence[PromiseDraft], terms: dict[int, Terms]) -> dict[tuple[int, str, str], list[int]]:
    timelines = sorted({d.event.timeline_id for d in drafts})
    rules = {terms[d.terms_id].rule for d in drafts}
    there: dict[tuple[int, str, str], list[int]] = {}
    for start in range(0, len(timelines), _CHUNK):
        some = timelines[start : start + _CHUNK]
        rows = Promise.objects.filter(state=Promise.State.OPEN, timeline_id__in=some, rule__in=rules)
        for pk, timeline, rule, about in rows.values_list("pk", "timeline_id", "rule", "about"):
            there.setdefault((timeline, rule, about), []).append(pk)
    return there


def _likeness(d: PromiseDraft, terms: dict[int, Terms]) -> tuple[int, str, str]:
    return (d.event.timeline_id, terms[d.terms_id].rule, d.about)
