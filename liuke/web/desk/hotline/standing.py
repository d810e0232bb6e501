"""Whom the hotline's page is about: one of those behind the number, several of them, or somebody new."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from liuke.areas.customers.queries import file
from liuke.areas.customers.queries.calling import ADDRESS, ASK, find_by_phone, identify
from liuke.areas.customers.queries.rows import Brief
from liuke.areas.service.queries.requests import get_call
from liuke.areas.service.queries.ringing import callers_of
from liuke.foundation.words import Words
from liuke.insight.screen_pop import Card, cards
from liuke.web.desk.hotline.sealed import open_
from liuke.web.ui.doors import Request


@dataclass(frozen=True)
class Standing:
    """`chosen` is who speaks, as far as is known; `is_new` asks for his name. `ask` is said before anything else."""

    phone: str = ""
    sealed: str = ""
    call: str = ""
    mask: str = ""
    cards: tuple[Card, ...] = ()
    chosen: Card | None = None
    is_new: bool = False
    is_known_under: bool = False
    """Does the file know the chosen one under this number?"""
    ask: Words | None = None
    said: str = ""

    @property
    def where(self) -> dict[str, str]:
        """What names this caller in an address."""
        return {k: v for k, v in (("who", self.sealed), ("call", self.call)) if v}

    def url(self, **more: str) -> str:
        return f"{reverse('desk:hotline')}?{urlencode(self.where | {k: v for k, v in more.items() if v})}"


def read(request: Request) -> Standing | None:
    """From the address (`who`, `call`, `customer`, `said`, `new`); None where nobody is named."""
    asked = request.GET
    sealed, call, code = asked.get("who", ""), asked.get("call", ""), asked.get("customer", "")
    phone = open_(sealed, at=request.at) if sealed else ""
    if phone:
        found = _of_phone(request, phone, sealed, asked.get("said", "").strip())
    elif call:
        found = _of_call(request, call)
    elif code:
        found = Standing()
    else:
        return None
    if code:
        return _as(request, found, file.get_brief(code, by=request.by))
    if asked.get("new"):
        return _somebody_new(found)
    if len(found.cards) == 1:
        return _as(request, found, found.cards[0].customer)
    return found if found.cards else _somebody_new(found)


def _of_phone(request: Request, phone: str, sealed: str, said: str) -> Standing:
    caller = find_by_phone(phone, by=request.by, at=request.at)
    if said and caller.matches:
        caller = identify(phone, said, by=request.by, at=request.at)
    briefs = list({m.customer.id: m.customer for m in caller.matches}.values())
    found = cards(briefs, by=request.by, at=request.at, matches=caller.matches)
    return Standing(phone, sealed, "", caller.mask, found, ask=caller.ask, said=said)


def _of_call(request: Request, number: str) -> Standing:
    call = get_call(number, by=request.by)
    found = cards(callers_of(call.number, by=request.by), by=request.by, at=request.at)
    return Standing(call=call.number, mask=call.phone_mask, cards=found, ask=ASK[ADDRESS])


def _as(request: Request, found: Standing, brief: Brief) -> Standing:
    card = next((c for c in found.cards if c.customer.id == brief.id), None)
    known = card is not None
    card = card or cards([brief], by=request.by, at=request.at)[0]
    return Standing(
        found.phone, found.sealed, found.call, found.mask, found.cards, card, brief.is_provisional, known, found.ask
    )


def _somebody_new(found: Standing) -> Standing:
    return Standing(found.phone, found.sealed, found.call, found.mask, (), None, True, False, found.ask)
