"""A customer's yes to a purpose, his no at any time, and the company's texts (PIPL 14 to 16)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import transaction

from liuke.areas.customers import access
from liuke.areas.customers.models import Consent, ConsentText, Customer
from liuke.areas.customers.queries.consents import texts_now
from liuke.areas.customers.rules.consents import OWN_PAGE, PURPOSES, WAYS
from liuke.events.customer_consents import ConsentEnded, ConsentGiven, ConsentTextStated
from liuke.foundation.audit.actions import note
from liuke.foundation.faults import Forbidden, Invalid, Stale
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.lines import words
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.models import COMPANY

STATERS: Final = ("service_director", "general_manager", "administrator")
"""Who states what people are asked to agree to."""


@transaction.atomic
def give(customer_id: int, purpose: str, *, way: str, text: str = "", by: Actor, at: datetime) -> None:
    """He agrees, by the text that holds today. Said again to the same text it changes nothing.

    `text` is the key of the text that he heard or read: Stale where another holds by now. Invalid (`purpose`, `way`).
    """
    found = _customer(customer_id, purpose, way, by)
    now = texts_now()[purpose].key
    if text and text != now:
        raise Stale(
            "同意文本已更新，请按新文本再次征得同意。",
            "The text has changed meanwhile; ask again by the new one.",
            difference={"text": (now, text)},
        )
    standing = Consent.objects.filter(customer=found, purpose=purpose, ended_at__isnull=True).first()
    if standing and standing.text == now:
        return
    if standing:
        _end([standing.pk], "renewed", way, by, at)
    Consent.objects.create(customer=found, purpose=purpose, text=now, way=way, given_at=at, given_by=by)
    told, how = PURPOSES[purpose], WAYS[way]
    record(ConsentGiven(found.code, purpose, now, told.zh, told.en, how.zh, how.en), on=found.pk, by=by, at=at)


@transaction.atomic
def withdraw(customer_id: int, purpose: str, *, way: str, by: Actor, at: datetime) -> None:
    """He takes his yes back, as easily as he gave it (PIPL 15). Where none stands nothing changes."""
    found = _customer(customer_id, purpose, way, by)
    standing = Consent.objects.filter(customer=found, purpose=purpose, ended_at__isnull=True)
    if not _end(list(standing.values_list("pk", flat=True)), "withdrawn", way, by, at):
        return
    told, how = PURPOSES[purpose], WAYS[way]
    record(ConsentEnded(found.code, purpose, told.zh, told.en, how.zh, how.en), on=found.pk, by=by, at=at)


@transaction.atomic
def state_text(purpose: str, zh: str, en: str, *, by: Actor, at: datetime) -> str:
    """The company asks by another text from now on; answers its key. Who agreed to the one before is to be asked again.

    Raises Forbidden, Invalid (`purpose`, `zh`, `en`).
    """
    if not (by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*STATERS)):
        raise Forbidden(
            "同意文本由服务总监、总经理或管理员制定。",
            "The service director, the general manager or an administrator states the text.",
        )
    if purpose not in PURPOSES:
        raise Invalid.field("purpose", "请选择用途。", "Choose what it is for.")
    told = (
        words("zh", zh, most=500, missing=Words("请写中文文本。", "Write the Chinese text.")),
        words("en", en, most=1000, missing=Words("请写英文文本。", "Write the English text.")),
    )
    before = texts_now()[purpose]
    if told == (before.words.zh, before.words.en):
        return before.key
    row = ConsentText.objects.create(
        purpose=purpose, version=before.version + 1, zh=told[0], en=told[1], stated_by=by, stated_at=at
    )
    note("customers.consent_text.stated", by=by, at=at, subject=str(row))
    named = PURPOSES[purpose]
    record(ConsentTextStated(str(row), purpose, named.zh, named.en), on=COMPANY, by=by, at=at)
    return str(row)


def end_erased(customer_ids: Collection[int], *, by: Actor, at: datetime) -> None:
    """With the data the consents end; that they were given stays."""
    standing = Consent.objects.filter(customer__in=customer_ids, ended_at__isnull=True)
    _end(list(standing.values_list("pk", flat=True)), "erased", "", by, at)


def _end(ids: list[int], ending: str, way: str, by: Actor, at: datetime) -> int:
    return Consent.objects.filter(pk__in=ids).update(ending=ending, ended_way=way, ended_at=at, ended_by=by)


def _customer(customer_id: int, purpose: str, way: str, by: Actor) -> Customer:
    if by.kind == Actor.Kind.PERSON and not by.has_role(*CENTRE_ROLES):
        raise Forbidden("由客服中心登记。", "The centre takes this down.")
    if purpose not in PURPOSES:
        raise Invalid.field("purpose", "请选择用途。", "Choose what it is for.")
    if way not in WAYS or (way == OWN_PAGE) != (by.kind == Actor.Kind.CUSTOMER):
        raise Invalid.field("way", "请选择征得方式。", "Choose by which way it was said.")
    return access.customer(customer_id, by=by, lock=True)
