"""Both sign, then it is locked: by the site's manager, by the company, by whoever keeps the accounts."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction

from liuke.areas.settlement import access
from liuke.areas.settlement.actions.telling import about
from liuke.areas.settlement.models import Statement
from liuke.areas.settlement.queries.tariffs import tariff
from liuke.areas.settlement.rules.paying import pay_by
from liuke.events.settlement import StatementConfirmed, StatementLocked, StatementSigned
from liuke.foundation.clock import LOCAL, local
from liuke.foundation.faults import Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record

END_OF_DAY = time(18)


@transaction.atomic
def confirm(number: str, *, by: Actor, at: datetime, seen: int | None = None, keeps: int | None = None) -> None:
    """The site's manager agrees and signs. From here on the sum stands; Refused while an appeal waits."""
    found = _taken(number, "confirm", by=by, seen=seen)
    found.state, found.confirmed_at, found.confirmed_by = "confirmed", at, by
    _save(found, "confirmed_at", "confirmed_by")
    record(StatementConfirmed(**about(found)), on=found.site_id, by=by, at=at, keeps=keeps)


@transaction.atomic
def sign(number: str, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The regional manager or finance signs for the company."""
    found = _taken(number, "sign", by=by, seen=seen)
    found.state, found.signed_at, found.signed_by = "signed", at, by
    _save(found, "signed_at", "signed_by")
    record(StatementSigned(**about(found)), on=found.site_id, by=by, at=at)


@transaction.atomic
def lock(number: str, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Lock what both have signed, and say until when it is paid: by contract, by law within 60 days of the month."""
    found = _taken(number, "lock", by=by, seen=seen)
    found.state, found.locked_at, found.locked_by = "locked", at, by
    found.pay_by_date = _due(found, at)
    _save(found, "locked_at", "locked_by", "pay_by_date")
    told = StatementLocked(
        **about(found), pay_by=found.pay_by_date, owes=found.total_cents > 0,
        pay_until=datetime.combine(found.pay_by_date, END_OF_DAY, LOCAL),
    )  # fmt: skip
    record(told, on=found.site_id, by=by, at=at)


def _taken(number: str, act: str, *, by: Actor, seen: int | None) -> Statement:
    found = access.statement(number, by=by, lock=True, seen=seen)
    access.require(found, act, by=by)
    if act == "sign" and found.confirmed_by_id == by.pk:
        raise Refused(
            "网点和公司须由两人签字。", "Site and company are signed for by two people.", code="own-signature"
        )
    return found


def _save(found: Statement, *fields: str) -> None:
    found.version += 1
    found.save(update_fields=["state", "version", *fields])


def _due(found: Statement, at: datetime) -> date:
    today, terms, site = local(at).date(), tariff(), found.site.number
    contract = int(terms.value("payment", "contract_days", today, site=site, otherwise=30))
    most = int(terms.value("payment", "most_days", today, site=site, otherwise=60))
    return pay_by(found.month, today, contract_days=contract, most_days=most)
