"""What the hotline's page shows of a caller."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.customers.queries.rows import AddressRow, Brief
from liuke.areas.products.queries.rows import MachineRow
from liuke.areas.service.queries import safety
from liuke.areas.service.queries.requests import LISTS
from liuke.areas.service.queries.rows import OrderRow
from liuke.foundation.words import Words
from liuke.insight.promises import what_of
from liuke.insight.screen_pop import Card
from liuke.web.desk.hotline import offering
from liuke.web.desk.hotline.places import place_context
from liuke.web.desk.hotline.standing import Standing
from liuke.web.desk.links import order_url
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request

LONGEST_FAULT: Final = 1000
RELATIONS: Final = ("本人", "家人", "儿子", "女儿", "租户", "物业", "采购")
KINDS: Final = [("household", Words("家庭", "Household")), ("company", Words("企业", "Company"))]


def which(request: Request, caller: Standing) -> dict[str, Any]:
    """Several may be calling: the question to ask, and each of them to choose."""
    rows = [
        {
            "customer": customer_shape(card.customer, warn=card.is_delicate),
            "as_whom": _as_whom(card),
            "url": caller.url(customer=card.customer.code),
            "count": len(card.orders),
            "machines": len(card.machines),
        }
        for card in caller.cards
    ]
    return {
        "caller": caller,
        "rows": rows,
        "new_url": caller.url(new="1"),
        "all_url": caller.url() if caller.said else "",
        "keeps_as": _draft_key(caller),
    }


def taking(request: Request, caller: Standing) -> dict[str, Any]:
    """One caller, known or new, with the form for his wish."""
    card, values = caller.chosen, getattr(request, "typed", None)
    brief = card.customer if card else None
    has = offering.things_of(request, brief.id if brief else None)
    wanted = offering.chosen(values, has)
    return {
        "caller": caller,
        "here": request.get_full_path(),
        "customer": customer_shape(brief, warn=bool(card and card.is_delicate)),
        "code": brief.code if brief else "",
        "secrecy": _secrecy(brief),
        "card": card,
        "warnings": notes(card) if card else [],
        "as_whom": _as_whom(card) if card else "",
        "others_url": caller.url(said=" ") if len(caller.cards) > 1 else "",
        "new_url": caller.url(new="1") if card and not caller.is_new else "",
        "orders": [_order(o, request) for o in has.orders],
        "machines": [machine_shape(m, wanted) for m in has.machines],
        "phones": card.as_whom if card else (),
        "may_remember": bool(card and not caller.is_new and caller.phone and not caller.is_known_under),
        "relations": RELATIONS,
        "kinds": KINDS,
        "addresses": [(a.id, _place_words(a)) for a in has.addresses],
        "notes_of_places": [a.note for a in has.addresses if a.note],
        "order_kinds": LISTS["kind"].items(),
        "lines": offering.line_choices(),
        "solved_reasons": LISTS["solved"].items(),
        "hazards": [(h.key, h.words) for h in safety.known()],
        "hazards_named": values.getlist("hazard") if values else [],
        "about": _about(has),
        "script": script(values) if values else safety.script_for(()),
        "promise": request.GET.get("promise", ""),
        "keeps_as": _draft_key(caller),
        "longest": LONGEST_FAULT,
        **place_context(values),
        **offering.offer(request, wanted, has),
    }


def script(values: QueryDict | Mapping[str, str]) -> safety.Script:
    """The script for the typed words, and for dangers named by hand (`hazard`)."""
    said, line = values.get("fault", "") or "", values.get("line", "") or ""
    heard = safety.safety_script(said[:LONGEST_FAULT], product_line=line[:40])
    named = values.getlist("hazard") if isinstance(values, QueryDict) else []
    return safety.script_for((*(h.key for h in heard.hazards), *named))


READ_BRIEF = "read-brief"
"""A promise among ourselves: it is not told to the customer as one that we broke."""


def notes(card: Card) -> list[shapes.Note]:
    """Before you speak: grievances, broken promises, then what is promised."""
    found = [
        shapes.Note(
            Words(
                f"未结投诉 {g.number}：先致歉安抚，勿推销。“{g.words[:60]}”",
                f"Open complaint {g.number}: apologise first, do not sell. “{g.words[:60]}”",
            ),
            reverse("desk:complaint", args=[g.number]),
        )
        for g in card.grievances
    ]
    if any(p.what == READ_BRIEF for p in (*card.broken, *card.promises)):
        words = Words(
            "交接中，新负责人尚未阅读简报：点此查看", "Changing hands, the brief is still unread: see it here"
        )
        found.append(shapes.Note(words, reverse("desk:brief", args=[card.customer.code])))
    for p in (p for p in card.broken if p.what != READ_BRIEF):
        said = what_of(p)
        url = reverse("desk:promise", args=[p.id])
        found.append(shapes.Note(Words(f"未兑现：{said.zh}", f"Broken promise: {said.en}"), url, p.due_at))
    by_hand = [p for p in card.promises if p.words]
    for p in by_hand[:3]:
        url = reverse("desk:promise", args=[p.id])
        found.append(shapes.Note(Words(f"已承诺：{p.words}", f"Promised: {p.words}"), url, p.due_at))
    return found


def _about(has: offering.Things) -> list[tuple[str, Words]]:
    """What a complaint may be about: an open order, a machine, or us as a whole."""
    orders = [(o.number, Words(f"工单 {o.number}", f"Work order {o.number}")) for o in has.orders]
    machines = [(m.number, offering.name_of(m)) for m in has.machines]
    return [*orders, *machines, ("", Words("公司整体服务", "Our service as a whole"))]


def _order(o: OrderRow, request: Request) -> dict[str, Any]:
    return {
        "row": o,
        "url": order_url(o.number),
        "window": (o.window_start, o.window_end) if o.window_start and o.window_end else None,
        "wished": (o.wished_start, o.wished_end) if o.wished_start and o.wished_end else None,
        "late": o.is_late(request.at),
    }


def machine_shape(m: MachineRow, wanted: offering.Chosen) -> dict[str, Any]:
    """A machine as the form lists it."""
    return {
        "number": m.number,
        "name": offering.name_of(m),
        "tail": m.serial[-6:],
        "verdict": m.verdict,
        "chosen": m in wanted.machines,
    }


def _place_words(a: AddressRow) -> str:
    """The place with its area in front, unless the text begins with it."""
    return a.masked if a.masked[:4] and a.area.startswith(a.masked[:4]) else f"{a.area} {a.masked}"


def _as_whom(card: Card) -> str:
    """As whom of his people the number is known: 李强（儿子）."""
    said = [f"{m.contact_name}（{m.relation}）" if m.relation else m.contact_name for m in card.as_whom]
    return "、".join(dict.fromkeys(filter(None, said)))


def _secrecy(brief: Brief | None) -> str:
    if brief is None or brief.secrecy == "general":
        return ""
    return _("Secrecy: core") if brief.secrecy == "core" else _("Secrecy: important")


def _draft_key(caller: Standing) -> str:
    """Under what this browser keeps the words typed so far, should the page be left: the call, or its sealed number."""
    return caller.call or caller.sealed[-16:] or (caller.chosen.customer.code if caller.chosen else "")
