"""The events of a case: on the customer's history with what was said, on the site's only that something was decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from liuke.areas.quality.models import Case
from liuke.areas.quality.rules.faults import PARTIES, STEPS
from liuke.events.quality import SiteTold
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import record_many
from liuke.kernel.journal.rows import Entry


def tell(
    case: Case, events: Sequence[object], step: str, *, by: Actor, at: datetime, appeal: str = "",
    keeps: int | None = None,
) -> None:  # fmt: skip
    """Record these on the customer's history, and the step on the site's; both are locked already."""
    said = _said(step, case.party, appeal)
    told = SiteTold(
        number=case.site.number, fault=case.number, order=case.order.number, step=step, step_zh=said.zh, step_en=said.en
    )
    entries = [Entry(event, case.order.customer_id, keeps=None if n else keeps) for n, event in enumerate(events)]
    record_many([*entries, Entry(told, case.site_id)], by=by, at=at)


def _said(step: str, party: str, appeal: str) -> Words:
    words, of = STEPS[step], PARTIES[party]
    return Words(words.zh.format(party=of.zh, appeal=appeal), words.en.format(party=of.en, appeal=appeal))
