"""What is known of a customer and his people is written down, with whose word it is; and asked about again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from liuke.areas.customers import access
from liuke.areas.customers.actions import writing
from liuke.areas.customers.actions.field_changes import Change, changes_of
from liuke.areas.customers.models import ClearValue, Contact, Customer, FieldDefinition, FieldValue
from liuke.areas.customers.rules import fields
from liuke.areas.customers.rules.sources import SOURCES
from liuke.events.customer_fields import FieldsConfirmed, FieldsSet
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden, Invalid, Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import record


@dataclass(frozen=True)
class Told:
    """Whose word it is, and of which day."""

    source: str
    on: date | None = None


def set_fields(
    customer_id: int,
    values: Mapping[str, str],
    *,
    told: Told,
    before: Mapping[str, str] | None = None,
    contact_id: int | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Write fields of a customer (or of one of his people) by key, as people type them; an empty text takes one out.

    `before` is what the form showed: what somebody else has changed since raises Stale, and fields that were left as
    they were are not written. Raises Invalid by field, also where a private person's character or family does not
    come from himself (H1). Returns how many fields changed.
    """
    _may(by)
    day = _checked(told, at)
    with transaction.atomic():
        customer = access.customer(customer_id, by=by, lock=True)
        contact = _contact(contact_id, customer)
        known = _definitions(customer, values, contact, by)
        stands = _standing(customer, contact, known.values())
        changes = changes_of(
            known, values, before or {}, stands, customer=customer, told=told.source, today=local(at).date()
        )
        if changes:
            _write(customer, contact, changes, Told(told.source, day), by=by, at=at)
            record(_event(customer, contact, changes, told.source, day), on=customer.pk, by=by, at=at)
    return len(changes)


def confirm_fields(
    customer_id: int, keys: Collection[str], *, contact_id: int | None = None, by: Actor, at: datetime
) -> None:
    """What the file says was asked about again and still holds."""
    _may(by)
    with transaction.atomic():
        customer = access.customer(customer_id, by=by, lock=True)
        contact = _contact(contact_id, customer)
        known = _definitions(customer, dict.fromkeys(keys, ""), contact, by)
        held = list(_standing(customer, contact, known.values()).values())
        FieldValue.objects.filter(pk__in=[v.pk for v in held]).update(confirmed_at=at)
        names = [v.definition for v in held]
        if names:
            what = Words("、".join(d.zh for d in names), ", ".join(d.en for d in names))
            event = FieldsConfirmed(
                customer.code, tuple(d.key for d in names), contact.pk if contact else 0, what.zh, what.en
            )
            record(event, on=customer.pk, by=by, at=at)


def _write(
    customer: Customer, contact: Contact | None, changes: list[Change], told: Told, *, by: Actor, at: datetime
) -> None:
    secrets: list[writing.Secret] = []
    for change in changes:
        where: dict[str, Any] = {"customer": customer, "contact": contact, "definition": change.definition}
        old = FieldValue.objects.filter(**where)
        ClearValue.objects.filter(kind=ClearValue.Kind.FIELD, owner__in=list(old.values_list("pk", flat=True))).delete()
        if change.read is None:
            old.delete()
            continue
        row, _made = FieldValue.objects.update_or_create(
            **where,
            defaults={
                "value": change.read.kept, "own_word": change.own_word, "source": told.source, "told_on": told.on or local(at).date(),
                "entered_by": by, "entered_at": at, "confirmed_at": at,
            },
        )  # fmt: skip
        if change.read.clear:
            secrets.append(writing.Secret(customer.pk, ClearValue.Kind.FIELD.value, row.pk, change.read.clear))
    writing.keep(secrets)
    if any(change.definition.searchable for change in changes):
        writing.refresh_search(customer)


def _event(customer: Customer, contact: Contact | None, changes: list[Change], source: str, day: date) -> FieldsSet:
    said = [change.words for change in changes]
    keys = tuple(change.definition.key for change in changes)
    who = contact.name if contact else ""
    lead = Words(f"{who} ", f"{who} ") if who else Words("", "")
    how = SOURCES[source]
    return FieldsSet(
        customer.code, keys, source, day.isoformat(), contact.pk if contact else 0, how.zh, how.en,
        f"{lead.zh}{'；'.join(w.zh for w in said)}"[:500], f"{lead.en}{'; '.join(w.en for w in said)}"[:500],
    )  # fmt: skip


def _definitions(
    customer: Customer, values: Mapping[str, str], contact: Contact | None, by: Actor
) -> dict[str, FieldDefinition]:
    subject = FieldDefinition.Subject.CONTACT if contact else FieldDefinition.Subject.CUSTOMER
    found = {d.key: d for d in FieldDefinition.objects.filter(key__in=list(values), subject=subject, retired_at=None)}
    levels = access.readable_levels(customer.keeper_id, by)
    for key in values:
        d = found.get(key)
        company = customer.kind == Customer.Kind.COMPANY
        if d is None or not (d.for_company if company else d.for_household):
            raise Invalid.field(key, "档案中没有这个字段。", "The file has no such field.")
        if fields.level_of(d.secrecy, customer.secrecy) not in levels:
            raise Forbidden("此字段按商密等级由负责人维护。", "By its secrecy level the keeper keeps this field.")
    return found


def _standing(
    customer: Customer, contact: Contact | None, definitions: Collection[FieldDefinition]
) -> dict[str, FieldValue]:
    rows = FieldValue.objects.select_related("definition").filter(
        customer=customer, contact=contact, definition__in=list(definitions)
    )
    return {v.definition.key: v for v in rows.order_by("definition__position")}


def _contact(contact_id: int | None, customer: Customer) -> Contact | None:
    if contact_id is None:
        return None
    found = Contact.objects.filter(pk=contact_id, customer=customer).first()
    if found is None:
        raise Missing("没有这位联系人。", "There is no such contact.")
    return found


def _checked(told: Told, at: datetime) -> date:
    today = local(at).date()
    if told.source not in SOURCES:
        raise Invalid.field("source", "请选择资料来源。", "Say how we came to know it.")
    day = told.on or today
    if day > today or day.year < 1990:
        raise Invalid.field("told_on", "获知日期不能晚于今天。", "It cannot have been told later than today.")
    return day


def _may(by: Actor) -> None:
    if by.kind == Actor.Kind.CUSTOMER or (by.kind == Actor.Kind.PERSON and not by.has_role(*CENTRE_ROLES)):
        raise Forbidden("客户档案由呼叫中心维护。", "The centre keeps the file.")
