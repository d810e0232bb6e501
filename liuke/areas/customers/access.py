"""The only way to a customer, and the only way to a clear value. Both check who asks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from django.db import connection, transaction

from liuke.areas.customers.models import Address, ClearValue, Contact, Customer, FieldValue, Phone
from liuke.areas.customers.rules import fields
from liuke.areas.customers.rules.names import tidy
from liuke.areas.customers.rules.sealing import Vault
from liuke.areas.customers.rules.secrecy import LEVELS, may_reveal
from liuke.events.secrecy import RevealBudgetSpent
from liuke.foundation import keys
from liuke.foundation.audit.actions import note
from liuke.foundation.audit.models import AuditRow
from liuke.foundation.clock import local
from liuke.foundation.dated.queries import list_values
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused
from liuke.foundation.gateways.recipients import Recipient
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.identity.roles import CENTRE_ROLES, SITE_ROLES
from liuke.kernel.journal.actions import lock_timelines, record
from liuke.kernel.journal.models import COMPANY

BUDGET: Final = 60
BUDGET_SPAN: Final = timedelta(hours=1)
BUDGET_TABLE: Final = "reveal_budget"
"""Dated values by role; who has none of them stated has BUDGET."""
SPENT: Final = "reveal-budget"
REVEALED, REFUSED = "customers.revealed", "customers.reveal_refused"
_OUR_OWN = frozenset({Actor.Kind.JOB, Actor.Kind.LOOP, Actor.Kind.IMPORT, Actor.Kind.TOKEN})

SiteCheck = Callable[[int, Actor], bool]
SiteFilter = Callable[[Collection[int], Actor], set[int]]


@dataclass
class _Site:
    check: SiteCheck | None = None
    among: SiteFilter | None = None
    resting: Callable[[Collection[int]], set[int]] | None = None


_site = _Site()


def register_site_check(check: SiteCheck, *, among: SiteFilter | None = None) -> None:
    """Say which customers a site's people may see (those with an open work order of theirs); `among` asks for many."""
    _site.check, _site.among = check, among


def register_rest(among: Callable[[Collection[int]], set[int]]) -> None:
    """Say of whom, among some customers, the data are kept and not used: no clear value is shown, no message sent."""
    _site.resting = among


def resting_among(customer_ids: Collection[int]) -> set[int]:
    """Those of the customers whose data are kept and not used."""
    return _site.resting(customer_ids) if _site.resting and customer_ids else set()


def visible(customer_ids: Iterable[int], by: Actor) -> set[int]:
    """Those of the customers whom this actor may see at all."""
    ids = set(customer_ids)
    if not ids or by.kind in _OUR_OWN:
        return ids
    if by.kind == Actor.Kind.CUSTOMER:
        return set(Customer.objects.filter(pk__in=ids, account_id=by.pk).values_list("pk", flat=True))
    if not by.is_active:
        return set()
    if by.has_role(*CENTRE_ROLES):
        return ids
    return _of_the_site(ids, by) if by.has_role(*SITE_ROLES) else set()


def customer(ref: int | str, *, by: Actor, lock: bool = False) -> Customer:
    """The customer by id or code, the winner where it was merged; Missing for whoever may not see it.

    With `lock` the timeline is taken first (inside the action's transaction), so that nothing about this customer
    happens in between.
    """
    pk = _pk_of(ref)
    if lock:
        pk = lock_timelines([pk]).get(pk, 0)
    found = Customer.objects.filter(pk=pk).first()
    if found is not None and found.merged_into_id:
        found = Customer.objects.filter(pk=found.merged_into_id).first()
    if found is None or not visible([found.pk], by):
        raise _missing()
    return found


def contact(contact_id: int, *, by: Actor, lock: bool = False) -> Contact:
    """A contact of a customer whom this actor may see."""
    owner = Contact.objects.filter(pk=contact_id).values_list("customer_id", flat=True).first()
    allowed = customer(owner or 0, by=by, lock=lock)
    found = Contact.objects.select_related("customer").filter(pk=contact_id, customer=allowed).first()
    if found is None:
        raise _missing()
    return found


def phone(phone_id: int, *, by: Actor, lock: bool = False) -> Phone:
    """A number of a contact of a customer whom this actor may see."""
    owner = Phone.objects.filter(pk=phone_id).values_list("contact__customer_id", flat=True).first()
    customer(owner or 0, by=by, lock=lock)
    return Phone.objects.select_related("contact__customer").get(pk=phone_id)


def address(address_id: int, *, by: Actor, lock: bool = False) -> Address:
    """An address of a customer whom this actor may see."""
    owner = Address.objects.filter(pk=address_id).values_list("customer_id", flat=True).first()
    customer(owner or 0, by=by, lock=lock)
    return Address.objects.select_related("customer").get(pk=address_id)


def readable_levels(keeper_id: int | None, by: Actor) -> frozenset[str]:
    """Of which secrecy levels this actor may read the fields of a customer whom he may see. A site: general ones."""
    if by.kind in _OUR_OWN:
        return frozenset(LEVELS)
    if by.kind != Actor.Kind.PERSON or not by.has_role(*CENTRE_ROLES):
        return frozenset({"general"})
    is_keeper = keeper_id == by.pk
    return frozenset(level for level in LEVELS if may_reveal(level, by.roles, is_keeper=is_keeper))


def reveal(ref: str, *, purpose: str, by: Actor, at: datetime, to_himself: bool = False) -> str:
    """The clear value behind `phone:12`, `address:7`, `place:7` or `identity:3`, with its audit row.

    `to_himself`: it goes into the person's own copy, which he gets while his data rest as well.

    Call it outside of another transaction, so that a refusal keeps its audit row as well. Raises Missing, Forbidden
    (a core customer's, for the plain desk) and Refused (over the hourly budget of his roles, which his lead is told).
    """
    if not tidy(purpose):
        raise Invalid.field("purpose", "请填写查看用途。", "Say what you need it for.")
    with transaction.atomic():
        clear = _clear_value(ref, by)
        fault = _objection(clear, by, at, to_himself)
        detail = {"purpose": tidy(purpose)[:80], "kind": clear.kind, "value": ref}
        if fault:
            detail["because"] = fault.code
        if fault and fault.code == SPENT and not _was_told(by, at):
            record(RevealBudgetSpent(by.username or "", by.pk, _budget(by, at), by.name), on=COMPANY, by=by, at=at)
        note(REFUSED if fault else REVEALED, by=by, at=at, subject=clear.customer.code, detail=detail)
        value = "" if fault else _open(clear)
    if fault:
        raise fault
    return value


def recipient(reference: str, channel: str, at: datetime) -> Recipient | None:
    """The outbox's question who `contact:<reference>` is at the moment of sending: his mobile last heard from."""
    if channel != "sms" or not reference.isdecimal() or len(reference) > 18:
        return None
    mobiles = Phone.objects.filter(contact_id=int(reference), kind="mobile", detached_at__isnull=True)
    found = mobiles.order_by("-seen_at", "-id").first()
    if found is None:
        return None
    outbox = system_actor(Actor.Kind.JOB, "outbox")
    try:
        clear = reveal(f"phone:{found.pk}", purpose="sms", by=outbox, at=at)
    except Refused:  # his data rest
        return None
    return Recipient(clear, found.mask)


@cache
def vault() -> Vault:
    """The one vault of this installation."""
    return Vault(keys.key("vault"))


def _of_the_site(ids: set[int], by: Actor) -> set[int]:
    if _site.among is not None:
        return _site.among(ids, by) & ids
    return {pk for pk in ids if _site.check is not None and _site.check(pk, by)}


def _pk_of(ref: int | str) -> int:
    if isinstance(ref, int):
        return ref
    told = tidy(ref).upper()
    if told.isdecimal() and told.isascii() and len(told) < 19:
        return int(told)
    return Customer.objects.filter(code=told[:16]).values_list("pk", flat=True).first() or 0


def _clear_value(ref: str, by: Actor) -> ClearValue:
    kind, _, owner = ref.partition(":")
    if kind not in ClearValue.Kind.values or not owner.isdecimal() or len(owner) > 18:
        raise _missing()
    found = ClearValue.objects.select_related("customer").filter(kind=kind, owner=int(owner)).first()
    if found is None or not visible([found.customer_id], by):
        raise _missing()
    if kind == ClearValue.Kind.FIELD and not _may_read_field(found, by):
        raise _missing()
    return found


def _may_read_field(clear: ClearValue, by: Actor) -> bool:
    level = FieldValue.objects.filter(pk=clear.owner).values_list("definition__secrecy", flat=True).first() or "core"
    return fields.level_of(level, clear.customer.secrecy) in readable_levels(clear.customer.keeper_id, by)


def _objection(clear: ClearValue, by: Actor, at: datetime, to_himself: bool) -> Forbidden | Refused | None:
    if not to_himself and resting_among([clear.customer_id]):
        return Refused(
            "按本人要求，其资料仅保存、不使用。", "At the person's wish the data are kept and not used.", code="resting"
        )
    if by.kind != Actor.Kind.PERSON:
        return None
    holder = clear.customer
    if not may_reveal(holder.secrecy, by.roles, is_keeper=holder.keeper_id == by.pk):
        return Forbidden(
            "核心商密客户，请由负责人或班长查看。", "A core-secrecy customer: ask the keeper or your lead."
        )
    budget = _budget(by, at)
    if _is_spent(by, budget, at):
        return Refused(
            f"一小时内最多查看 {budget} 次明文，已告知您的主管。请稍后再试。",
            f"At most {budget} clear values an hour; your lead has been told. Try again later.",
            code=SPENT,
        )
    return None


def _budget(by: Actor, at: datetime) -> int:
    """How many an hour: the largest stated for one of his roles, else BUDGET."""
    stated = {one.key: one.value for one in list_values(BUDGET_TABLE, on=local(at).date())}
    return max((int(stated[role]) for role in by.roles if role in stated), default=BUDGET)


def _was_told(by: Actor, at: datetime) -> bool:
    """Whether his lead was told within the hour."""
    refused = AuditRow.objects.filter(by=by, act=REFUSED, at__gt=at - BUDGET_SPAN, detail__because=SPENT)
    return refused.exists()


def _is_spent(by: Actor, budget: int, at: datetime) -> bool:
    with connection.cursor() as cursor:  # two pages of one person at once count one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('customers.reveal'), %s)", [by.pk % 2**31])
    seen = AuditRow.objects.filter(by=by, act=REVEALED).order_by("-id")
    oldest = seen.values_list("at", flat=True)[budget - 1 : budget].first()
    return oldest is not None and oldest > at - BUDGET_SPAN


def _open(clear: ClearValue) -> str:
    return vault().open(bytes(clear.sealed), bound_to=f"{clear.kind}:{clear.owner}")


def _missing() -> Missing:
    return Missing("没有这位客户，或您无权查看。", "No such customer, or not for you to see.")
