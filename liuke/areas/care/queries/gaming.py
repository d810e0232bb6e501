"""Signs that praise was not the customer's own: found at every look, each with the rows it rests on (practice §4.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from liuke.areas.care import access
from liuke.areas.care.models import Evaluation, NumberChange
from liuke.areas.care.queries.sampling import scheme_on
from liuke.areas.care.rules.gaming import KINDS, Given, Sign, bursts, shared_devices
from liuke.areas.network.queries.sites import list_by_number
from liuke.areas.network.queries.technicians import list_by_id
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

DAYS = 30
MOST = 50_000


@dataclass(frozen=True)
class SignRow:
    """One sign with names; `rows` are the evaluations (or the order whose number was changed), oldest first."""

    kind: str
    kind_words: Words
    site: str
    site_name: str
    technician: str
    since: datetime
    until: datetime
    rows: tuple[Given, ...]


def list_signs(*, by: Actor, at: datetime, kind: str = "", days: int = DAYS) -> tuple[SignRow, ...]:
    """The signs of the last days, newest first; for those who watch over evaluations, never for sites."""
    if not access.may_watch(by):
        raise Forbidden("由品质经理和回访班长查看。", "For the quality manager and the callback lead.")
    since, scheme = at - timedelta(days=days), scheme_on(local(at).date())
    given = _given(since)
    found = [
        *bursts(given, count=scheme.burst_count, within=scheme.burst_within),
        *shared_devices(given, customers=scheme.device_customers),
        *_changes(since),
    ]
    wanted = [sign for sign in found if not kind or sign.kind == kind]
    return tuple(sorted(_named(wanted), key=lambda row: row.until, reverse=True))


def sign_kinds() -> dict[str, Words]:
    """The kinds of sign with their words."""
    return dict(KINDS)


def _given(since: datetime) -> list[Given]:
    fields = ("number", "order", "customer_id", "technician_id", "site", "satisfied", "device", "given_at")
    rows = Evaluation.objects.filter(given_at__gte=since).order_by("-given_at").values_list(*fields)[:MOST]
    return [Given(*row) for row in rows]


def _changes(since: datetime) -> list[Sign]:
    rows = NumberChange.objects.filter(changed_at__gte=since).order_by("changed_at", "pk")[:MOST]
    return [
        Sign(
            "number", one.site, one.technician_id,
            (Given("", one.order, one.customer_id, one.technician_id, one.site, False, "", one.changed_at),),
        )
        for one in rows
    ]  # fmt: skip


def _named(signs: Iterable[Sign]) -> list[SignRow]:
    found = list(signs)
    sites = list_by_number({sign.site for sign in found})
    people = list_by_id({sign.technician for sign in found if sign.technician})
    return [
        SignRow(
            sign.kind, KINDS[sign.kind], sign.site, sites[sign.site].name if sign.site in sites else sign.site,
            people[sign.technician].name if sign.technician in people else "", sign.rows[0].at, sign.rows[-1].at,
            sign.rows,
        )
        for sign in found
    ]  # fmt: skip
