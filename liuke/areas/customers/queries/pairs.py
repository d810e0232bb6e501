"""Files that may be one customer's: the list that the night made, one file's likes, and two laid side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from liuke.areas.customers import access
from liuke.areas.customers.models import Address, Customer, DuplicatePair, DuplicateSearch, Phone
from liuke.areas.customers.queries.duplicates import candidates
from liuke.areas.customers.queries.file import get_file
from liuke.areas.customers.queries.likeness import facts_of
from liuke.areas.customers.queries.rows import Brief, ContactRow, File, brief_of
from liuke.areas.customers.rules.duplicate_reasons import AGAINST, REASONS
from liuke.areas.customers.rules.duplicates import LIKELY as LIKELY
from liuke.areas.customers.rules.duplicates import compare
from liuke.foundation.faults import Forbidden, Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.keyset import lost
from liuke.foundation.words import Words

PAGE: Final = 50


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for one customer, or against."""

    words: Words
    speaks_against: bool


@dataclass(frozen=True)
class PairRow:
    """Two files that look alike, with the probability in points of a hundred."""

    first: Brief
    second: Brief
    points: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Page:
    rows: tuple[PairRow, ...]
    next_after: str | None
    searched_at: datetime | None


@dataclass(frozen=True)
class Comparison:
    """Two files side by side. `repeated`: references of the second's rows that the first has too."""

    first: File
    second: File
    points: int
    reasons: tuple[Reason, ...]
    judged_different: bool
    repeated: frozenset[str]


def list_pairs(*, after: str | None = None, mine: bool = False, by: Actor) -> Page:
    """Open pairs, the likeliest first, or those of customers whom the asker keeps; for the centre."""
    _for_the_centre(by)
    rows = _open().filter(Q(first__keeper=by) | Q(second__keeper=by)) if mine else _open()
    if after:
        points, number = _place(after)
        rows = rows.filter(Q(points__lt=points) | Q(points=points, pk__lt=number))
    found = list(rows.order_by("-points", "-id")[: PAGE + 1])
    last = DuplicateSearch.objects.filter(ended_at__isnull=False).order_by("-pk").first()
    more = f"{found[PAGE - 1].points}~{found[PAGE - 1].pk}" if len(found) > PAGE else None
    return Page(tuple(map(_row, found[:PAGE])), more, last.ended_at if last else None)


def likes_of(ref: int | str, *, by: Actor, limit: int = 10) -> list[PairRow]:
    """Files that look like this one now, whoever was judged to be another left out."""
    _for_the_centre(by)
    customer = access.customer(ref, by=by)
    mine = facts_of([customer.pk])[customer.pk]
    names, divisions = [n.text for n in mine.names[:3]] or [""], [p.division for p in mine.places][:1] or [""]
    numbers: Sequence[bytes | None] = [*list(mine.phones)[:5], None]
    ids = {pk for number in numbers for name in names for pk in candidates(name, number, divisions[0])}
    ids -= {customer.pk} | _judged(customer.pk)
    rows = {c.pk: c for c in Customer.objects.filter(pk__in=ids, merged_into__isnull=True, erased_at__isnull=True)}
    verdicts = [(pk, compare(mine, facts)) for pk, facts in facts_of(access.visible(rows, by)).items()]
    told = [(pk, v) for pk, v in verdicts if v.speaks_for_it]
    best = sorted(told, key=lambda pair: (-pair[1].points, pair[0]))[:limit]
    return [PairRow(brief_of(customer), brief_of(rows[pk]), v.points, _reasons(v.reasons)) for pk, v in best]


def get_comparison(first: int | str, second: int | str, *, by: Actor) -> Comparison:
    """Two files with what speaks for one customer. Raises Missing, and Invalid where they are one already."""
    _for_the_centre(by)
    one, other = get_file(first, by=by), get_file(second, by=by)
    if one.brief.id == other.brief.id:
        raise Invalid.field("with", "两份档案已是同一客户。", "These are one customer already.")
    facts = facts_of([one.brief.id, other.brief.id])
    verdict = compare(facts[one.brief.id], facts[other.brief.id])
    judged = other.brief.id in _judged(one.brief.id)
    repeated = _repeated(one, other)
    return Comparison(one, other, verdict.points, _reasons(verdict.reasons), judged, repeated)


def _open() -> QuerySet[DuplicatePair]:
    rows = DuplicatePair.objects.select_related("first", "second").filter(state=DuplicatePair.State.OPEN)
    return rows.filter(
        first__merged_into__isnull=True, second__merged_into__isnull=True, first__erased_at__isnull=True,
        second__erased_at__isnull=True,
    )  # fmt: skip


def _row(pair: DuplicatePair) -> PairRow:
    return PairRow(brief_of(pair.first), brief_of(pair.second), pair.points, _reasons(pair.reasons))


def _reasons(codes: Sequence[str]) -> tuple[Reason, ...]:
    return tuple(Reason(REASONS[code], code in AGAINST) for code in codes if code in REASONS)


def _judged(customer_id: int) -> set[int]:
    """Those who were judged to be somebody else."""
    rows = DuplicatePair.objects.filter(state=DuplicatePair.State.DIFFERENT)
    pairs = rows.filter(Q(first=customer_id) | Q(second=customer_id)).values_list("first_id", "second_id")
    return {pk for pair in pairs for pk in pair} - {customer_id}


def _repeated(one: File, other: File) -> frozenset[str]:
    """A contact whose name and all numbers the first file has, a number it has under that name, an address."""
    numbers = _numbers([c.id for c in (*one.contacts, *other.contacts)])
    found: set[str] = set()
    for contact in other.contacts:
        there = {n for c in one.contacts if c.name == contact.name for n in numbers.get(c.id, {}).values()}
        doubled = {f"phone:{pk}" for pk, n in numbers.get(contact.id, {}).items() if n in there}
        found |= doubled
        if _has_name(one, contact) and len(doubled) == len(contact.phones):
            found.add(f"contact:{contact.id}")
    places = {_place_of(a) for a in Address.objects.filter(customer=one.brief.id)}
    theirs = Address.objects.filter(customer=other.brief.id)
    return frozenset(found | {f"address:{a.pk}" for a in theirs if _place_of(a) in places})


def _numbers(contact_ids: list[int]) -> dict[int, dict[int, bytes]]:
    found: dict[int, dict[int, bytes]] = {}
    rows = Phone.objects.filter(contact__in=contact_ids, detached_at__isnull=True)
    for contact, pk, number in rows.values_list("contact_id", "pk", "number_hash"):
        found.setdefault(contact, {})[pk] = bytes(number)
    return found


def _has_name(one: File, contact: ContactRow) -> bool:
    return any(c.name == contact.name for c in one.contacts)


def _place_of(address: Address) -> tuple[str, str, bytes]:
    return (address.division, address.masked, bytes(address.end_hash or b""))


def _place(after: str) -> tuple[int, int]:
    points, _, number = after.partition("~")
    if not all(part.isascii() and part.isdecimal() and len(part) < 19 for part in (points, number)):
        raise lost()
    return int(points), int(number)


def _for_the_centre(by: Actor) -> None:
    if by.kind == Actor.Kind.CUSTOMER or (by.kind == Actor.Kind.PERSON and not by.has_role(*CENTRE_ROLES)):
        raise Forbidden("由客服中心判断是否同一客户。", "The centre decides whether two files are one customer's.")
