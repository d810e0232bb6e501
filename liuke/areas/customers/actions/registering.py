"""Customers enter themselves by a form behind a link or code (H3): an own source, checked by a person before it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from liuke.areas.customers import access
from liuke.areas.customers.actions import consents, filing
from liuke.areas.customers.actions.drafts import NewAddress, NewContact
from liuke.areas.customers.queries.calling import find_by_phone
from liuke.areas.customers.queries.consents import consent_now
from liuke.areas.customers.rules import addresses
from liuke.areas.customers.rules.names import tidy
from liuke.events.customer_registering import RegistrationChecked, RegistrationDoubted, RegistrationReceived
from liuke.foundation.faults import Forbidden, Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.links import actions as links
from liuke.kernel.journal.actions import record

PURPOSE: Final = "registration"
SOURCE: Final = "registration"
LASTS: Final = timedelta(days=365)
MAKERS: Final = ("hotline_lead", "account_manager", "service_director", "administrator")


@dataclass(frozen=True)
class Entered:
    """What somebody says of himself; `consent` the key of the text that stood before him when he agreed."""

    name: str
    phone: str
    address: str = ""
    kind: str = "household"
    consent: str = ""


def open_form(place: str, *, by: Actor, at: datetime) -> str:
    """A link to the form, for a year; `place` says where it hangs (a fair, a shop, a card). Answers its token."""
    if by.kind != Actor.Kind.PERSON or not by.has_role(*MAKERS):
        raise Forbidden(
            "登记码由班长、客户经理或管理员制作。", "A lead, account manager or administrator makes the code."
        )
    told = tidy(place)
    if not 1 <= len(told) <= 40:
        raise Invalid.field("place", "请写明用在哪里，最多 40 个字。", "Say where it is used, at most 40 characters.")
    return links.make(PURPOSE, told, lasts=LASTS, by=by, at=at)


def register_oneself(place: str, said: Entered, *, by: Actor, at: datetime) -> int:
    """Somebody enters himself. A number that is in the file makes no second file but a doubt that a person settles.

    Raises Invalid by field, also where he did not agree to the text that is shown today. Returns the customer.
    """
    _check(said)
    with transaction.atomic():
        behind = {match.customer.id for match in find_by_phone(said.phone, by=by, at=at).matches}
        if behind:
            return _doubt(min(behind), place, said, by, at)
        contact = NewContact(said.name, "本人" if said.kind == "household" else "", phones=[said.phone])
        where = [NewAddress(said.address)] if tidy(said.address) else []
        made = filing.register(
            kind=said.kind, name=said.name, contacts=[contact], addresses=where, source=SOURCE, by=by, at=at
        )
        consents.give(made, "service", way="form", text=said.consent, by=by, at=at)
        code = access.customer(made, by=by).code
        record(RegistrationReceived(code, place, said.consent, tidy(said.name)), on=made, by=by, at=at)
    return made


def confirm_registration(customer_id: int, *, by: Actor, at: datetime) -> None:
    """He was asked, and the file says what is true."""
    if by.kind != Actor.Kind.PERSON or not by.has_role(*CENTRE_ROLES):
        raise Forbidden("由客服中心核实登记。", "The centre checks registrations.")
    with transaction.atomic():
        customer = access.customer(customer_id, by=by, lock=True)
        record(RegistrationChecked(customer.code), on=customer.pk, by=by, at=at)


def _doubt(customer_id: int, place: str, said: Entered, by: Actor, at: datetime) -> int:
    customer = access.customer(customer_id, by=by, lock=True)
    masked = addresses.mask(said.address).masked if tidy(said.address) else ""
    event = RegistrationDoubted(customer.code, place, said.consent, tidy(said.name), masked)
    record(event, on=customer.pk, by=by, at=at)
    return int(customer.pk)


def _check(said: Entered) -> None:
    if said.kind not in ("household", "company"):
        raise Invalid.field("kind", "请选择企业或家庭。", "Choose company or household.")
    if not 1 <= len(tidy(said.name)) <= 80:
        raise Invalid.field("name", "请填写姓名或公司名称。", "Give your name or the company's.")
    if len(said.address) > 200:
        raise Invalid.field("address", "地址最多 200 个字。", "At most 200 characters.")
    if said.consent != consent_now().key:
        raise Invalid.field("consent", "请阅读并勾选同意书。", "Please read the consent and tick it.")
