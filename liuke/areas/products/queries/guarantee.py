"""Reading the guarantee of machines: the machine and the dated terms of its class in one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat, JSONObject

from liuke.areas.products import access
from liuke.areas.products.models import Machine
from liuke.areas.products.rules.guarantee import EXCLUSIONS as EXCLUSIONS
from liuke.areas.products.rules.guarantee import Papers, Term, Verdict, verdict
from liuke.foundation.dated.models import DatedRow
from liuke.foundation.identity.models import Actor

TABLE: Final = "guarantee_months"
NO_PROOF: Final = "no_proof"


def guarantee(
    number: str,
    *,
    by: Actor,
    on: date,
    part: str | None = None,
    final: bool = False,
    exclusions: Sequence[str] = (),
) -> Verdict:
    """Is work on this machine (or this part) free on that day, until when, why, and by which source?

    Preliminary on the phone; `final` on site, where a mere word no longer counts and `exclusions` (misuse,
    alteration, voltage ...) take the guarantee away. The sentence is in `words`.
    """
    machine = access.machine(number, by=by)
    row = with_terms(Machine.objects.filter(pk=machine.pk)).get()
    return judge(row, on=on, part=part, final=final, exclusions=exclusions)


def with_terms(machines: QuerySet[Machine]) -> QuerySet[Machine]:
    """Machines with their line and, as `terms`, the dated rows their verdict needs."""
    rows = DatedRow.objects.filter(table=TABLE).filter(
        Q(key__startswith=Concat(OuterRef("model__line__guarantee_class"), Value("."))) | Q(key=NO_PROOF)
    )
    row = JSONObject(key=F("key"), months=F("value"), since=F("from_date"), until=F("until_date"), source=F("source"))
    return machines.select_related("model__line").annotate(terms=ArraySubquery(rows.values(row=row)))


def judge(
    machine: Any, *, on: date, part: str | None = None, final: bool = False, exclusions: Sequence[str] = ()
) -> Verdict:
    """The verdict on a machine that came from `with_terms`."""
    return _judge(machine.papers(), machine.terms, on=on, part=part, final=final, exclusions=exclusions)


def _judge(
    papers: Papers,
    rows: Iterable[Mapping[str, Any]],
    *,
    on: date,
    part: str | None,
    final: bool,
    exclusions: Sequence[str],
) -> Verdict:
    terms = [_term(row) for row in rows]
    no_proof = next((t.months for t in terms if t.part == NO_PROOF and _holds(t, on)), 0)
    classed = [t for t in terms if t.part != NO_PROOF]
    return verdict(papers, classed, on=on, no_proof_months=no_proof, part=part, final=final, exclusions=exclusions)


def _term(row: Mapping[str, Any]) -> Term:
    until = row["until"]
    return Term(
        part=str(row["key"]).rpartition(".")[2],
        months=int(row["months"]),
        from_date=date.fromisoformat(row["since"]),
        source=str(row["source"]),
        until_date=date.fromisoformat(until) if until else None,
    )


def _holds(term: Term, on: date) -> bool:
    return term.from_date <= on and (term.until_date is None or on <= term.until_date)
