"""Complaints of one matter, laid side by side for whoever looks for causes (H22, H33)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from liuke.areas.complaints import access
from liuke.areas.complaints.models import Complaint, Incident
from liuke.areas.complaints.rules.likeness import Heard, groups
from liuke.foundation.identity.models import Actor

SPAN = timedelta(days=90)
MOST = 5_000  # the latest so many are compared: within a second
SHOWN = 6


@dataclass(frozen=True)
class Said:
    """A complaint of a cluster: its number, kind and how it begins."""

    number: str
    kind: str
    sub: str
    words: str
    received_at: datetime


@dataclass(frozen=True)
class Cluster:
    """Complaints that share these words; the latest SHOWN of `count`. `numbers` are all of them."""

    shared: tuple[str, ...]
    count: int
    numbers: tuple[str, ...]
    latest: tuple[Said, ...]
    incident: str


def list_clusters(*, by: Actor, at: datetime, kind: str = "", span: timedelta = SPAN) -> tuple[Cluster, ...]:
    """The clusters of the last days, the largest first; with the incident that one of them led to."""
    rows = Complaint.objects.filter(access.complaints_for(by), received_at__gte=at - span).exclude(words="")
    if kind:
        rows = rows.filter(kind=kind)
    told = rows.order_by("-received_at", "-pk").values_list("number", "kind", "sub", "words", "received_at")[:MOST]
    said = {row[0]: Said(*row) for row in told}
    found = groups([Heard(one.number, one.words) for one in reversed(said.values())])
    known = _incidents([number for group in found for number in group.members])
    return tuple(
        Cluster(
            tuple(group.shared), len(group.members), tuple(group.members),
            tuple(said[number] for number in reversed(group.members[-SHOWN:])),
            next((known[number] for number in group.members if number in known), ""),
        )
        for group in found
    )  # fmt: skip


def _incidents(numbers: list[str]) -> dict[str, str]:
    rows = Incident.objects.filter(cases__complaint__number__in=numbers)
    return dict(rows.values_list("cases__complaint__number", "number"))
