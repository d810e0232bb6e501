"""The customer's own page reaches him: after each accepted completion, or when somebody sends him the way to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from liuke.areas.care import access
from liuke.areas.care.actions.messages import LASTS, PURPOSE, page_address
from liuke.areas.care.models import Callback
from liuke.areas.care.queries.contacts import first_contacts
from liuke.areas.customers.actions.accounts import open_accounts
from liuke.areas.service import access as service
from liuke.events.care import LinkSent
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden, Refused
from liuke.foundation.gateways.actions import post
from liuke.foundation.gateways.drafts import MessageDraft
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.links import actions as links
from liuke.foundation.links.actions import LinkDraft
from liuke.kernel.journal.actions import record


def ask_to_evaluate(callbacks: Sequence[Callback], *, at: datetime) -> None:
    """The message with the link to each of these callbacks' contacts; for this room, which holds their histories."""
    if not callbacks:
        return
    house = system_actor(Actor.Kind.JOB, "care")
    open_accounts([c.customer_id for c in callbacks], by=house, at=at)
    drafts = [LinkDraft(PURPOSE, c.about, f"contact:{c.contact_id}") for c in callbacks]
    tokens = links.make_many(drafts, lasts=LASTS, by=house, at=at)
    post(
        [
            _message(f"evaluation:{c.number}", "evaluation", c.about, token, c.contact_id or 0)
            for c, token in zip(callbacks, tokens, strict=True)
        ],
        at=at,
    )


def send_link(order: str, *, by: Actor, at: datetime) -> str:
    """Send the customer the way to his page of this order, to the number in his file; answers where to, masked.

    Refused where his file has no number. Sites do not send it: what he says there of them is his own (practice §4.4).
    """
    with transaction.atomic():
        customer, number, token, contact = _link(order, by=by, at=at)
        if not contact:
            raise Refused(
                "用户档案中没有可发短信的号码。", "There is no number in the file to send it to.", code="no-number"
            )
        post([_message(f"own-page:{token[:12]}", "own_page", number, token, contact)], at=at)
        record(LinkSent(order=number, via="sms", contact_id=contact), on=customer, by=by, at=at)
    return f"contact:{contact}"


def copy_link(order: str, *, by: Actor, at: datetime) -> str:
    """The address of the customer's page, for somebody who has him on the line or in a chat; it is noted who took it."""
    with transaction.atomic():
        customer, number, token, contact = _link(order, by=by, at=at)
        record(LinkSent(order=number, via="copied", contact_id=contact), on=customer, by=by, at=at)
    return page_address(token)


def renew_link(order: str, *, by: Actor, at: datetime) -> None:
    """A fresh way to the customer's page, to the number in his file and nowhere else; at most one a day for an order.

    For who holds a link that is over: nothing is answered, so nobody learns whether there is a number, or an order.
    """
    with transaction.atomic():
        found = service.order(order, by=by, lock=True)
        contact = first_contacts([found.customer_id]).get(found.customer_id)
        if contact is None:
            return
        open_accounts([found.customer_id], by=by, at=at)
        token = links.make(PURPOSE, found.number, lasts=LASTS, to=f"contact:{contact}", by=by, at=at)
        if post(
            [_message(f"renewed:{found.number}:{local(at):%Y%m%d}", "own_page", found.number, token, contact)], at=at
        ):
            record(LinkSent(order=found.number, via="renewed", contact_id=contact), on=found.customer_id, by=by, at=at)


def _link(order: str, *, by: Actor, at: datetime) -> tuple[int, str, str, int]:
    if not access.may_send_links(by):
        raise Forbidden("自助页面链接由客服中心发送。", "The centre sends customers the way to their page.")
    found = service.order(order, by=by, lock=True)
    open_accounts([found.customer_id], by=by, at=at)
    contact = first_contacts([found.customer_id]).get(found.customer_id, 0)
    to = f"contact:{contact}" if contact else ""
    return found.customer_id, found.number, links.make(PURPOSE, found.number, lasts=LASTS, to=to, by=by, at=at), contact


def _message(key: str, template: str, order: str, token: str, contact: int) -> MessageDraft:
    values = {"number": order, "link": page_address(token)}
    return MessageDraft(key=key, channel="sms", template=template, to=f"contact:{contact}", values=values)
