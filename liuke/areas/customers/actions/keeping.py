"""The file is kept up: corrected, graded, classified, handed to a keeper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from liuke.areas.customers import access
from liuke.areas.customers.actions import keepers, writing
from liuke.areas.customers.actions.drafts import GRADES
from liuke.areas.customers.models import Customer
from liuke.areas.customers.rules.names import tidy
from liuke.areas.customers.rules.secrecy import LEVELS
from liuke.events.customers import CustomerChanged, CustomerGraded, SecrecySet
from liuke.foundation.faults import Forbidden, Invalid, Stale
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record

LONGEST: Final = {"name": 120, "kind": 12, "pinyin": 120, "initials": 40, "source": 32}
DECIDERS: Final = (
    "hotline_lead",
    "dispatch_lead",
    "callback_lead",
    "complaint_manager",
    "account_manager",
    "regional_manager",
    "duty_manager",
    "quality_manager",
    "service_director",
    "general_manager",
    "administrator",
)


def change(customer_id: int, values: Mapping[str, str], *, version: int, by: Actor, at: datetime) -> int:
    """Correct the file; returns its new version.

    `version` is the one the editor had before him: if another was quicker, Stale shows theirs beside yours. A pinyin
    given by hand stays until the name changes again.
    """
    _known_fields(values)
    with transaction.atomic():
        customer = access.customer(customer_id, by=by, lock=True)
        new = {name: tidy(value) for name, value in values.items() if tidy(value) != getattr(customer, name)}
        if customer.version != version and new:
            raise _stale(customer, new)
        if not new:
            return customer.version
        _check(customer, new)
        what = _apply(customer, new)
        event = CustomerChanged(customer.code, tuple(new), customer.kind, what)
        record(event, on=customer.pk, by=by, at=at)
    return customer.version


def set_keeper(customer_id: int, keeper: Actor | None, *, by: Actor, at: datetime) -> None:
    """Hand the customer to a keeper; the open promises of the one before go along."""
    _may_decide(by)
    keepers.set_keepers({customer_id: keeper}, by=by, at=at)


def set_grade(
    customer_id: int, grade: str, *, is_core: bool | None = None, reason: str = "", by: Actor, at: datetime
) -> None:
    """Grade A, B or C, and whether it is a core customer (None leaves that as it is)."""
    _may_decide(by)
    if grade not in GRADES[1:]:
        raise Invalid.field("grade", "等级只能是 A、B、C。", "The grade is A, B or C.")
    with transaction.atomic():
        customer = access.customer(customer_id, by=by, lock=True)
        core = customer.is_core if is_core is None else is_core
        if (customer.grade, customer.is_core) == (grade, core):
            return
        previous, customer.grade, customer.is_core = customer.grade, grade, core
        customer.save(update_fields=["grade", "is_core"])
        record(CustomerGraded(customer.code, grade, core, previous, tidy(reason)[:200]), on=customer.pk, by=by, at=at)


def set_secrecy(customer_id: int, secrecy: str, *, by: Actor, at: datetime) -> None:
    """Set the secrecy level 商密 (H9)."""
    _may_decide(by)
    if secrecy not in LEVELS:
        raise Invalid.field("secrecy", "商密等级只能是一般、重要、核心。", "Secrecy is general, important or core.")
    with transaction.atomic():
        customer = access.customer(customer_id, by=by, lock=True)
        if customer.secrecy == secrecy:
            return
        previous, customer.secrecy = customer.secrecy, secrecy
        customer.save(update_fields=["secrecy"])
        words = LEVELS[secrecy]
        record(SecrecySet(customer.code, secrecy, previous, words.zh, words.en), on=customer.pk, by=by, at=at)


def open_account(customer_id: int, account: Actor, *, by: Actor, at: datetime) -> None:
    """Let a customer's own actor see this file (the portal), and no other."""
    if account.kind != Actor.Kind.CUSTOMER:
        raise Invalid.field("account", "只能绑定客户账号。", "Only a customer's own account can be bound.")
    with transaction.atomic():
        customer = access.customer(customer_id, by=by, lock=True)
        customer.account = account
        customer.save(update_fields=["account"])


def _apply(customer: Customer, new: Mapping[str, str]) -> str:
    what = "; ".join(f"{getattr(customer, name)} → {value}" for name, value in new.items())
    for name, value in new.items():
        setattr(customer, name, value)
    if "name" in new or "kind" in new:
        writing.respell(customer)
        customer.pinyin = new.get("pinyin", customer.pinyin)
        customer.initials = new.get("initials", customer.initials)
    customer.version += 1
    customer.save(update_fields=[*LONGEST, "version"])
    if "name" in new:
        writing.refresh_search(customer)
    return what


def _known_fields(values: Mapping[str, str]) -> None:
    strange = set(values) - set(LONGEST)
    if strange:
        raise Invalid.field(sorted(strange)[0], "没有这个可修改的字段。", "There is no such field to change.")


def _check(customer: Customer, new: Mapping[str, str]) -> None:
    kind = new.get("kind", customer.kind)
    if kind not in Customer.Kind.values:
        raise Invalid.field("kind", "请选择企业或家庭。", "Choose company or household.")
    if kind != Customer.Kind.PROVISIONAL and not new.get("name", customer.name):
        raise Invalid.field("name", "请填写客户名称。", "A customer needs a name.")
    for name, value in new.items():
        if len(value) > LONGEST[name]:
            raise Invalid.field(name, f"最多 {LONGEST[name]} 个字。", f"At most {LONGEST[name]} characters.")


def _stale(customer: Customer, new: Mapping[str, str]) -> Stale:
    difference: dict[str, tuple[object, object]] = {name: (getattr(customer, name), mine) for name, mine in new.items()}
    return Stale(
        "您修改期间，别人已更新此档案。请对照后再保存。",
        "Somebody else changed this file meanwhile. Compare and save again.",
        difference=difference,
    )


def _may_decide(by: Actor) -> None:
    if by.kind == Actor.Kind.CUSTOMER or (by.kind == Actor.Kind.PERSON and not by.has_role(*DECIDERS)):
        raise Forbidden("此项由班长或经理设定。", "A lead or manager sets this.")
