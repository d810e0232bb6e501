"""A report by the code on the machine: whoever stands before it says what is wrong, without an account.

Needs products (the machine), customers (who reports) and service (the request) at once. He learns nothing of whose the
machine is; who he is, an agent finds out, who takes it on within fifteen minutes (practice §3 #2, §1.19, §1.24).
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db import transaction

from liuke.areas.customers.actions import contacts, filing
from liuke.areas.customers.queries.calling import find_by_phone
from liuke.areas.products.queries.machines import list_by_number
from liuke.areas.products.queries.rows import MachineRow
from liuke.areas.service.actions.answers import RequestOpened
from liuke.areas.service.actions.requests import open_request
from liuke.foundation import keys
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.identity.models import Actor

SOURCE: Final = "scan"
LONGEST: Final = 500
WISHES: Final = {"": "", "soon": "尽快", "today": "今天", "tomorrow": "明天", "weekend": "周末", "evening": "晚上"}
"""When somebody should come, as the record keeps it."""


@dataclass(frozen=True)
class Report:
    """What he says. `hazards` are dangers he named before he saw any field."""

    kind: str
    fault: str
    phone: str
    wish: str = ""
    hazards: tuple[str, ...] = ()


def report_machine(number: str, said: Report, *, by: Actor, at: datetime) -> RequestOpened:
    """Write the report down; the same number about the same machine on the same day is the same report.

    Raises Invalid naming the field, Missing where the machine is gone.
    """
    machine = list_by_number([number]).get(number)
    if machine is None:
        raise Missing("没有这台产品。", "There is no such machine.")
    _check(said)
    with transaction.atomic():
        customer = _who(said.phone, machine, by=by, at=at)
        return open_request(
            customer, kind=said.kind, fault=_told(said, machine), product_line=machine.line.key, source=SOURCE,
            external_no=_once_a_day(machine, said, at), hazards=said.hazards,
            address_id=machine.address_id if customer == machine.customer_id else None, by=by, at=at,
        )  # fmt: skip


def _check(said: Report) -> None:
    if not said.fault.strip() and said.kind == "repair":
        raise Invalid.field("fault", "请说说哪里不对。", "Say what is wrong.")
    if len(said.fault) > LONGEST:
        raise Invalid.field("fault", f"最多 {LONGEST} 字。", f"At most {LONGEST} characters.")
    if said.wish not in WISHES:
        raise Invalid.field("wish", "请选择期望时间。", "Choose when it suits you.")
    if not said.phone.strip():
        raise Invalid.field("phone", "请填写手机号，我们好联系您。", "Give your number, so that we can call you.")


def _who(phone: str, machine: MachineRow, *, by: Actor, at: datetime) -> int:
    """The owner, where it is his number; the only customer behind it; else somebody whom we do not know yet."""
    try:
        matches = find_by_phone(phone, by=by, at=at).matches
    except Invalid as wrong:
        words = next(iter(wrong.fields.values()), wrong.words)
        raise Invalid.field("phone", words.zh, words.en) from wrong
    behind = {match.customer.id for match in matches}
    if machine.customer_id in behind:
        customer = machine.customer_id
    elif len(behind) == 1:
        customer = behind.pop()
    else:
        return filing.register_unknown(phone, source=SOURCE, by=by, at=at)
    for match in matches:
        if match.customer.id == customer:
            contacts.heard_from(match.phone_id, at=at)
    return customer


def _told(said: Report, machine: MachineRow) -> str:
    """His words, with the machine that he stands before; the agent who takes it on reads both."""
    wish = f"；期望上门：{WISHES[said.wish]}" if said.wish else ""
    return f"{said.fault.strip()}{wish}（扫码：{machine.model_name} {machine.number}）"


def _once_a_day(machine: MachineRow, said: Report, at: datetime) -> str:
    digits = "".join(c for c in said.phone if c.isdecimal())
    told = f"{machine.number}|{digits}|{said.kind}|{local(at).date()}"
    return hmac.new(keys.key("phone"), told.encode(), sha256).hexdigest()[:32]
