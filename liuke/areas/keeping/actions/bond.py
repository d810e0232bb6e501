"""The ten signs of a firm bond (H5, H6): noted with a click, proposed by what happened, struck out. Companies only.

Of a household nothing of character is kept (H1), so nobody judges it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from liuke.areas.customers.models import Customer
from liuke.areas.keeping import access
from liuke.areas.keeping.models import OPEN_SIGN, Sign
from liuke.areas.keeping.rules.bond import SIGNS, proven
from liuke.events.keeping_bond import SignDropped, SignNoted, SignProposed, SignRenewed
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Missing, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import words as said
from liuke.kernel.journal.actions import record, record_many
from liuke.kernel.journal.rows import Entry, Recorded

LONGEST: Final = 300


def note_sign(ref: int | str, sign: str, *, words: str = "", by: Actor, at: datetime) -> None:
    """Note that this sign shows today, or agree to a proposed one; noted again it is fresh again.

    By the keeper or a manager. Raises Invalid for no sign of the ten, Refused for a household.
    """
    _known(sign)
    told = said("words", words, most=LONGEST)
    with transaction.atomic():
        customer = _company(ref, by=by)
        found = Sign.objects.filter(OPEN_SIGN, customer=customer, sign=sign).first()
        if found and not (found.proposed or told) and local(found.seen_at).date() == local(at).date():
            return  # a second click says nothing new
        event = record(SignNoted(customer.code, sign, *_words(sign), told), on=customer.pk, by=by, at=at)
        if found and found.proposed:  # what proves it and when it was seen stay the journal's
            found.proposed, found.by = False, by
        elif found:
            found.seen_at, found.evidence, found.by = at, event.id, by
        else:
            found = Sign(customer=customer, sign=sign, seen_at=at, evidence=event.id, by=by)
        found.save()


def drop_sign(ref: int | str, sign: str, *, by: Actor, at: datetime) -> None:
    """It is no sign, or not any more. Raises Missing where it does not stand."""
    _known(sign)
    with transaction.atomic():
        customer = _company(ref, by=by)
        if not Sign.objects.filter(OPEN_SIGN, customer=customer, sign=sign).update(ended_at=at):
            raise Missing("这条迹象已不在。", "This sign stands no more.")
        record(SignDropped(customer.code, sign, *_words(sign)), on=customer.pk, by=by, at=at)


def take_proof(events: Sequence[Recorded], *, by: Actor, at: datetime) -> None:
    """What happened with kept companies proves signs: those noted before are fresh again, others are proposed.

    Whoever is kept by nobody has nobody to judge it.
    """
    proofs = {(e.timeline_id, sign): e for e in events for sign in proven(e.kind, e.facts)}
    if not proofs:
        return
    ids = {customer for customer, _sign in proofs}
    kept = Customer.objects.filter(pk__in=ids, kind=Customer.Kind.COMPANY, merged_into=None, keeper__isnull=False)
    codes = dict(kept.values_list("pk", "code"))
    concerned = {key: event for key, event in proofs.items() if key[0] in codes}
    if not concerned:
        return
    standing = {(s.customer_id, s.sign): s for s in Sign.objects.filter(OPEN_SIGN, customer__in=codes)}
    _renew([(standing[key], e) for key, e in concerned.items() if key in standing])
    _propose([(key, e) for key, e in concerned.items() if key not in standing])
    told = [_told(codes[customer], sign, e, (customer, sign), standing) for (customer, sign), e in concerned.items()]
    record_many([entry for entry in told if entry is not None], by=by, at=at)


def _renew(proofs: Sequence[tuple[Sign, Recorded]]) -> None:
    for sign, event in proofs:
        sign.seen_at, sign.evidence = max(sign.seen_at, event.happened_at), event.id
    Sign.objects.bulk_update([sign for sign, _ in proofs], ["seen_at", "evidence"], batch_size=1000)


def _propose(proofs: Sequence[tuple[tuple[int, str], Recorded]]) -> None:
    Sign.objects.bulk_create(
        [
            Sign(customer_id=customer, sign=sign, seen_at=e.happened_at, evidence=e.id, proposed=True)
            for (customer, sign), e in proofs
        ],
        batch_size=1000,
    )


def _told(
    code: str, sign: str, event: Recorded, key: tuple[int, str], standing: dict[tuple[int, str], Sign]
) -> Entry | None:
    """A proposal that is proved once more is no news."""
    before = standing.get(key)
    if before is not None and before.proposed:
        return None
    kind = SignRenewed if before is not None else SignProposed
    return Entry(kind(code, sign, *_words(sign)), event.timeline_id, caused_by=event)


def _company(ref: int | str, *, by: Actor) -> Customer:
    customer = access.kept(ref, by=by, lock=True)
    if customer.kind != Customer.Kind.COMPANY:
        raise Refused(
            "家庭客户不评估关系：档案不记录其性格。", "A household is not judged: its file holds nothing of character."
        )
    return customer


def _known(sign: str) -> None:
    if sign not in SIGNS:
        raise Invalid.field("sign", "请选择十条迹象之一。", "Choose one of the ten signs.")


def _words(sign: str) -> tuple[str, str]:
    return SIGNS[sign].zh, SIGNS[sign].en
