"""Deposit and retention: found due by their terms at night, given back by finance with the next statement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction

from liuke.areas.network.models import Site
from liuke.areas.settlement import access
from liuke.areas.settlement.actions.telling import yuan_of
from liuke.areas.settlement.models import Holding, Statement
from liuke.areas.settlement.queries.held import held_cents
from liuke.areas.settlement.queries.tariffs import tariff
from liuke.areas.settlement.rules.holding import BECAUSE, HOLDINGS, deposit_due_on, retention_due_on
from liuke.areas.settlement.rules.states import FIXED
from liuke.areas.settlement.rules.tariff import Tariff
from liuke.events.settlement_holding import HoldingDue, HoldingGivenBack, HoldingWithdrawn
from liuke.foundation import numbers
from liuke.foundation.clock import local
from liuke.foundation.faults import Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines, record, record_many
from liuke.kernel.journal.rows import Entry


@transaction.atomic
def find_due(*, by: Actor, at: datetime) -> int:
    """Write down what is to be given back by its terms since the last time; may be repeated. Answers how many are new.

    Retention: so many months after its own. Deposit: so many days after the agreement's last. What waits of an agreement
    that was renewed meanwhile is withdrawn.
    """
    access.require_maker(by)
    today, terms = local(at).date(), tariff()
    sites = {
        one.pk: one for one in Site.objects.filter(pk__in=Statement.objects.filter(state__in=FIXED).values("site"))
    }
    lock_timelines(sites)
    _withdraw_renewed(today, by=by, at=at)
    found = [*_retentions(sites, terms, today), *_deposits(sites, terms, today, at)]
    for one, number in zip(found, numbers.take_many("HD", len(found)), strict=True):
        one.number, one.found_at = number, at
    Holding.objects.bulk_create(found)
    record_many([Entry(_due(one), one.site_id) for one in found], by=by, at=at)
    return len(found)


@transaction.atomic
def give_back(number: str, *, by: Actor, at: datetime, seen: int | None = None, keeps: int | None = None) -> int:
    """Finance gives it back: a line of the site's next statement, once. Answers the cents.

    A deposit is what is held of it now. Refused where it was done already, or the agreement was renewed.
    """
    access.require_payer(by)
    found = access.holding(number, by=by, lock=True, seen=seen)
    if found.state != "due":
        raise Refused("这笔款项已处理。", "This was dealt with already.", code="dealt-with")
    if found.because == "agreement_ended" and not _has_ended(found.site, local(at).date()):
        raise Refused("协议已续签，暂不返还。", "The agreement was renewed: it is not given back yet.", code="renewed")
    if found.kind == "deposit":
        found.cents = held_cents([found.site_id], at=at)[found.site_id, "deposit"]
    told = HoldingGivenBack(**_about(found), statement=_statement(found), cents=found.cents, yuan=yuan_of(found.cents))
    found.event = record(told, on=found.site_id, by=by, at=at, keeps=keeps).id
    found.state, found.given_back_at, found.given_back_by = "given_back", at, by
    found.version += 1
    found.save(update_fields=["state", "cents", "given_back_at", "given_back_by", "event", "version"])
    return found.cents


def _retentions(sites: dict[int, Site], terms: Tariff, today: date) -> Iterator[Holding]:
    known = Holding.objects.filter(statement__isnull=False).exclude(state="withdrawn").values("statement")
    rows = Statement.objects.filter(state__in=FIXED, sums__has_key="retention").exclude(pk__in=known).order_by("pk")
    for one in rows:
        site = sites[one.site_id]
        months = int(terms.value("retention", "months", one.month, site=site.number))
        days = int(terms.value("deposit_back", "days", today, site=site.number))
        due = retention_due_on(one.month, months=months, ended_on=_ended_on(site, today), days=days)
        if due is not None and due <= today:
            cents, because = -one.sums["retention"][1], "term_over" if months else "agreement_ended"
            yield Holding(site=site, kind="retention", statement=one, cents=cents, because=because, due_on=due)


def _deposits(sites: dict[int, Site], terms: Tariff, today: date, at: datetime) -> Iterator[Holding]:
    ended = {pk: site for pk, site in sites.items() if _has_ended(site, today)}
    waiting = set(Holding.objects.filter(kind="deposit", state="due").values_list("site_id", flat=True))
    for (pk, kind), cents in sorted(held_cents(ended, at=at).items()):
        if kind != "deposit" or cents <= 0 or pk in waiting:
            continue
        days = int(terms.value("deposit_back", "days", today, site=ended[pk].number))
        due = deposit_due_on(ended[pk].contract_until, days=days)
        if due is not None and due <= today:
            yield Holding(site=ended[pk], kind="deposit", cents=cents, because="agreement_ended", due_on=due)


def _withdraw_renewed(today: date, *, by: Actor, at: datetime) -> None:
    waiting = Holding.objects.select_related("site").filter(state="due", because="agreement_ended")
    renewed = [one for one in waiting.order_by("pk") if not _has_ended(one.site, today)]
    Holding.objects.filter(pk__in=[one.pk for one in renewed]).update(state="withdrawn")
    record_many([Entry(HoldingWithdrawn(**_about(one)), one.site_id) for one in renewed], by=by, at=at)


def _ended_on(site: Site, today: date) -> date | None:
    return site.contract_until if _has_ended(site, today) else None


def _has_ended(site: Site, today: date) -> bool:
    return site.contract_until is not None and site.contract_until < today


def _about(one: Holding) -> dict[str, Any]:
    words = HOLDINGS[one.kind]
    return {
        "number": one.number, "site": one.site.number, "holding": one.kind, "holding_zh": words.zh, "holding_en": words.en
    }  # fmt: skip


def _statement(one: Holding) -> str:
    return one.statement.number if one.statement else ""


def _due(one: Holding) -> HoldingDue:
    because = BECAUSE[one.because]
    return HoldingDue(
        **_about(one), statement=_statement(one), ground=one.because, ground_zh=because.zh, ground_en=because.en,
        due_on=one.due_on, cents=one.cents, yuan=yuan_of(one.cents),
    )  # fmt: skip
