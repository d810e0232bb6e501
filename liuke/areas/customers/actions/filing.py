"""A customer comes into the file: one, an unknown caller, or a hundred thousand of an import."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from liuke.areas.customers import access
from liuke.areas.customers.actions import writing
from liuke.areas.customers.actions.drafts import NewAddress, NewContact, NewCustomer, problems_of
from liuke.areas.customers.models import Customer
from liuke.areas.customers.rules.names import tidy
from liuke.events.customers import CustomerCompleted, CustomerRegistered
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import record, record_many
from liuke.kernel.journal.listeners import Rules
from liuke.kernel.journal.rows import Entry


def register(
    *,
    kind: str,
    name: str,
    contacts: Sequence[NewContact] = (),
    addresses: Sequence[NewAddress] = (),
    grade: str = "",
    is_core: bool = False,
    secrecy: str = "general",
    keeper: Actor | None = None,
    source: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Take a company or household into the file; returns its id. Raises Invalid naming every field that is wrong."""
    row = NewCustomer(kind, name, contacts, addresses, grade, is_core, secrecy, keeper.pk if keeper else None, source)
    wrong = problems_of(row)
    if wrong:
        raise Invalid("请检查标出的内容。", "Please check what is marked.", fields=wrong)
    return register_many([row], by=by, at=at)[0]


def register_unknown(phone: str, *, source: str = "hotline", by: Actor, at: datetime) -> int:
    """An unknown caller becomes a provisional customer at once; an empty phone is a withheld number."""
    contact = NewContact(relation="来电人", phones=[phone] if phone.strip() else [])
    return register(kind=Customer.Kind.PROVISIONAL, name="", contacts=[contact], source=source, by=by, at=at)


def register_many(
    rows: Sequence[NewCustomer], *, by: Actor, at: datetime, rules: Rules = "apply", checked: bool = False
) -> list[int]:
    """Take many customers in at once, whole or not at all; returns their ids in order.

    Rows are checked by `drafts.problems_of` first; here a wrong one raises Invalid with `rows.<n>.<field>`. Intake,
    which has checked each row of its file, says so (`checked`) and is spared the second look.
    """
    _may_file(by)
    if not checked:
        _check(rows)
    if not rows:
        return []
    with transaction.atomic():
        made = writing.write_customers(rows, at=at)
        record_many([Entry(_registered(c), on=c.pk) for c in made], by=by, at=at, rules=rules)
    return [c.pk for c in made]


def complete_provisional(
    customer_id: int,
    *,
    kind: str,
    name: str,
    contact_name: str = "",
    relation: str = "本人",
    addresses: Sequence[NewAddress] = (),
    by: Actor,
    at: datetime,
) -> None:
    """The unknown caller said who he is: name him and the contact he called as, and where he lives."""
    wrong = problems_of(NewCustomer(kind, name, addresses=addresses))
    if wrong or kind == Customer.Kind.PROVISIONAL:
        wrong = wrong or {"kind": Words("请选择企业或家庭。", "Choose company or household.")}
        raise Invalid("请检查标出的内容。", "Please check what is marked.", fields=wrong)
    with transaction.atomic():
        customer = access.customer(customer_id, by=by, lock=True)
        if customer.kind != Customer.Kind.PROVISIONAL:
            raise Refused("该客户已不是临时档案。", "This file is no longer provisional.")
        customer.kind, customer.name = kind, tidy(name)
        customer.version += 1
        writing.respell(customer)
        customer.save(update_fields=["kind", "name", "pinyin", "initials", "version"])
        customer.contacts.filter(name="").update(name=tidy(contact_name or name)[:80], relation=tidy(relation)[:40])
        writing.write_addresses([(customer, address) for address in addresses])
        writing.refresh_search(customer)
        record(CustomerCompleted(customer.code, kind, customer.name), on=customer.pk, by=by, at=at)


def _check(rows: Sequence[NewCustomer]) -> None:
    wrong: dict[str, Words] = {}
    for i, row in enumerate(rows):
        wrong |= {f"rows.{i}.{name}": words for name, words in problems_of(row).items()}
    if wrong:
        raise Invalid(
            "有几行不能接收，请检查标出的内容。", "Some rows cannot be taken; see what is marked.", fields=wrong
        )


def _registered(c: writing.WrittenCustomer) -> CustomerRegistered:
    return CustomerRegistered(c.code, c.kind, c.name, c.grade, c.is_core, c.source)


def _may_file(by: Actor) -> None:
    if by.kind == Actor.Kind.CUSTOMER or (by.kind == Actor.Kind.PERSON and not by.has_role(*CENTRE_ROLES)):
        raise Forbidden("建档由呼叫中心办理。", "Files are opened by the centre.")
