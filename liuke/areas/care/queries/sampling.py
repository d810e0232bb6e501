"""The scheme in force, and who is called whatever he evaluates."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from liuke.areas.care.models import Dissatisfaction, NumberChange
from liuke.areas.care.rules.sampling import WHY, CallFacts, Scheme, scheme_of, why_call
from liuke.areas.customers.models import Customer
from liuke.foundation import keys
from liuke.foundation.dated.queries import list_values
from liuke.foundation.dated.seed import read
from liuke.foundation.words import Words
from liuke.kernel.journal.rows import Recorded

TABLE = "evaluation"
_SEED = Path(__file__).parent.parent / "seed" / "evaluation.toml"


def scheme_on(day: date) -> Scheme:
    """What the company has stated for that day; where it has stated nothing, the house's own values."""
    return scheme_of({**_own(), **{value.key: value.value for value in list_values(TABLE, on=day)}})


def why_called(events: Sequence[Recorded], scheme: Scheme) -> dict[str, tuple[str, ...]]:
    """For each accepted completion why its customer is called all the same."""
    orders = [e.subject for e in events]
    core = _core({e.timeline_id for e in events})
    changed = set(NumberChange.objects.filter(order__in=orders).values_list("order", flat=True))
    complained = set(Dissatisfaction.objects.filter(about__in=orders).values_list("about", flat=True))
    key = keys.key("sampling")
    return {
        e.subject: why_call(
            CallFacts(
                order=e.subject, site=e.value("site") or "", paid=bool(e.value("paid")), repeat=bool(e.value("repeat")),
                chased=bool(e.value("chased")), safety=bool(e.value("safety")), core=e.timeline_id in core,
                number_changed=e.subject in changed, complained=e.subject in complained,
            ),
            scheme,
            key=key,
        )
        for e in events
    }  # fmt: skip


def why_words(why: Sequence[str]) -> tuple[Words, ...]:
    """The reasons of a callback in words, the gravest first."""
    return tuple(words for name, words in WHY.items() if name in why)


@cache
def _own() -> Mapping[str, Any]:
    return {row.key: row.value for row in read(tomllib.loads(_SEED.read_text(encoding="utf-8")))}


def _core(customer_ids: Collection[int]) -> set[int]:
    return set(Customer.objects.filter(pk__in=customer_ids, is_core=True).values_list("pk", flat=True))
