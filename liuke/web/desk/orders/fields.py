"""What the larger forms of an order ask: window, technician, why it moves or waits, the next step of a part."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from liuke.areas.network.queries.technicians import list_technicians
from liuke.areas.service.queries.names import (
    HOLD_REASONS,
    MOVE_REASONS,
    MOVERS,
)
from liuke.areas.service.queries.orders import OrderFile
from liuke.areas.service.queries.placing import windows_for
from liuke.foundation.clock import LOCAL
from liuke.foundation.words import Words
from liuke.web.desk.orders import asking
from liuke.web.desk.orders.asking import Ask
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request

SHOWN: Final = 9
"""As many windows as a form shows; the one that was asked for besides."""
PART_STEPS: Final = (
    ("approved", Words("批准", "Approve")),
    ("shipped", Words("发出", "Ship")),
    ("arrived", Words("到货", "Arrived")),
)


def window(request: Request, found: OrderFile) -> list[Ask]:
    """A free window of its site, and who goes."""
    every = windows_for(found.row.number, by=request.by, at=request.at) if found.row.site else ()
    asked = request.GET.get("window", "")
    free = [w for place, w in enumerate(every) if place < SHOWN or asking.key_of(w) == asked]
    chosen = asked if asked in map(asking.key_of, free) else ""
    return [
        asking.windows("window", _("Window"), free, at=request.at, value=chosen),
        *technician(request, found, optional=True),
    ]


def technician(request: Request, found: OrderFile, *, optional: bool = False) -> list[Ask]:
    """Who of its site goes."""
    if not found.row.site:
        return []
    people = list_technicians(found.row.site, by=request.by)
    choices = tuple(shapes.Choice(p.name, key=str(p.id)) for p in people)
    asked = request.GET.get("technician", "")
    chosen = asked if asked in {c.key for c in choices} else str(found.row.technician_id or "")
    return [Ask("select", "technician", _("Technician"), choices, chosen, optional=optional)]


def move(request: Request, found: OrderFile) -> list[Ask]:
    """Another window, who moves it and why, and whether the customer knows."""
    who = asking.closed("cards", "moved_by", _("Who moves it"), MOVERS)
    hint = _("Moved by us so far: %(n)s of 2") % {"n": found.row.moves_ours}
    when, *goes = window(request, found)
    elsewhere = tuple(c for c in when.choices if not c.key.startswith(_start(found)))
    return [
        replace(when, choices=elsewhere, value=_kept(when.value, elsewhere)),
        *goes,
        Ask(who.kind, who.name, who.label, who.choices, "user", hint),
        asking.closed("cards", "reason", _("Reason"), MOVE_REASONS),
        Ask("yes", "informed", _("The customer has been told"), value="1"),
    ]


def _kept(value: str, choices: tuple[shapes.Choice, ...]) -> str:
    """The window asked for where it is still to be had, else the first one."""
    keys = [choice.key for choice in choices]
    return value if value in keys else next(iter(keys), asking.OTHER)


def _start(found: OrderFile) -> str:
    start = found.row.window_start
    return start.astimezone(LOCAL).isoformat() if start else "-"


def wish(request: Request, found: OrderFile) -> list[Ask]:
    """When he would rather have it."""
    return [asking.windows("window", _("Wished time"), (), at=request.at)]


def hold(request: Request, found: OrderFile) -> list[Ask]:
    """Why it waits, until when, and what proves it."""
    return [
        asking.closed("cards", "reason", _("Reason"), HOLD_REASONS),
        Ask("day", "until", _("Until"), optional=True),
        Ask(
            "files", "evidence", _("Evidence"), optional=True,
            hint=_("A site's pause without evidence stops no clock."),
        ),
    ]  # fmt: skip


def part_step(request: Request, found: OrderFile) -> list[Ask]:
    """The next step of each part it waits for."""
    following = {"requested": 0, "approved": 1, "shipped": 2}
    choices = tuple(
        shapes.Choice(
            Words(f"{p.part}：{step[1].zh}", f"{p.part}: {step[1].en}"), key=f"{p.number}/{step[0]}", note=p.number
        )
        for p in found.parts
        if p.state in following and (step := PART_STEPS[following[p.state]])
    )
    return [Ask("cards", "part_request", _("Part"), choices, choices[0].key if choices else "")]
