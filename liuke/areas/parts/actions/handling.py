"""What lies where: bought in, handed from place to place, the minimum of a place."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.network import access as network
from liuke.areas.parts import access
from liuke.areas.parts.actions.ledger import MOST_AT_ONCE, Step, move, note_level
from liuke.areas.parts.actions.reserving import reserve_waiting
from liuke.areas.parts.actions.telling import tell
from liuke.areas.parts.models import Part, Place, Request
from liuke.areas.parts.rules.names import STOCK
from liuke.events.parts.stock import MinimumSet, StockBought, StockHanded
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import line
from liuke.kernel.journal.actions import lock_timelines


@transaction.atomic
def buy_in(part: str, *, quantity: int, by: Actor, at: datetime, paper: str = "", keeps: int | None = None) -> int:
    """Pieces came into the warehouse; those who wait get theirs set aside, the oldest first. Answers for how many.

    `paper` is the number of the supplier's paper. Raises Invalid with `part`, `quantity`, `paper`.
    """
    access.require_keeper(by)
    found, said = access.typed_part(part), line("paper", paper, most=40, required=False)
    waiting = Request.objects.filter(part=found, state="approved", reserved=False, mode=STOCK)
    concerned = list(waiting.values_list("pk", "order__customer_id", "site_id"))
    lock_timelines({pk for _, *owners in concerned for pk in owners if pk})
    move(found, Step("bought", quantity, to_place=access.company(), reference=said), by=by, at=at)
    told = StockBought(
        stock=f"{access.COMPANY}/{found.code}", part=found.code, title=found.name, quantity=quantity, paper=said
    )
    tell(told, by=by, at=at, keeps=keeps)
    held = waiting.filter(pk__in=[pk for pk, *_ in concerned]).select_for_update(of=("self",))
    rows = held.select_related("order__site", "site", "part", "asked").order_by("pk")
    return reserve_waiting(rows, by=by, at=at)


@transaction.atomic
def hand_over(part: str, *, quantity: int, to: str, from_: str, by: Actor, at: datetime) -> None:
    """Pieces go between a site's store and its vans, or back to the company. Places by their keys.

    Raises Invalid with `part`, `quantity`, `to`; Refused where too few are free.
    """
    found = access.typed_part(part)
    origin, goal = access.place(from_, by=by, lock=True), _goal(to, by)
    why = _why(origin, goal)
    access.require_desk_of(origin.its_site, by=by)
    if why == "sent_back":
        access.require_keeper(by)
    move(found, Step(why, quantity, origin, goal), by=by, at=at)
    _tell_handed(found, quantity, origin, goal, by=by, at=at)


@transaction.atomic
def give(number: str, *, technician: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """What arrived for an order goes into the van of the technician (his number) who will put it in."""
    request = access.request(number, by=by, lock=True, seen=seen)
    if request.state != "received" or request.part is None or request.site is None:
        raise Refused("到货后才能交给师傅。", "It can be given once it is at the site.", code="part-step")
    access.require_desk_of(request.site, by=by)
    person = network.technician(technician, by=by)
    if person.site_id != request.site_id:
        raise Invalid.field("technician", "不是本网点的师傅", "He is not of this site")
    if request.mode == STOCK:
        store, van = access.store_of(request.site), access.van_of(person)
        step = Step("given", request.quantity, store, van, set_aside=request.reserved, order=request.order,
                    reference=request.number)  # fmt: skip
        move(request.part, step, by=by, at=at)
    _tell_handed(request.part, request.quantity, access.store_of(request.site), access.van_of(person), by=by, at=at)
    request.reserved, request.state, request.moved_at = False, "given", at
    request.version += 1
    request.save()


@transaction.atomic
def set_minimum(place: str, part: str, *, minimum: int, by: Actor, at: datetime) -> None:
    """Below this many free pieces at a place, the parts desk owes to replenish. 0: no minimum."""
    if not 0 <= minimum <= MOST_AT_ONCE:
        raise Invalid.field("minimum", f"0 至 {MOST_AT_ONCE}", f"From 0 to {MOST_AT_ONCE}")
    found, where = access.part(part, by=by), access.place(place, by=by, lock=True)
    site = where.its_site
    access.require_desk_of(site, by=by)
    row = access.locked_stock(found, [where])[where.pk]
    before = MOST_AT_ONCE if row.free >= row.minimum else -1
    row.minimum = minimum
    row.save(update_fields=["minimum"])
    told = MinimumSet(
        stock=f"{where.key}/{found.code}", part=found.code, place=where.key, site=site.number if site else "",
        minimum=minimum,
    )  # fmt: skip
    tell(told, site=site, by=by, at=at)
    note_level(row, where, found, before, by=by, at=at)


def _goal(key: str, by: Actor) -> Place:
    if key == access.COMPANY:
        return access.company()
    return access.place(key, by=by, lock=True)


def _why(origin: Place, goal: Place) -> str:
    same_site = origin.its_site is not None and origin.its_site == goal.its_site
    match origin.kind, goal.kind:
        case "site", "van" if same_site:
            return "given"
        case "van", "site" if same_site:
            return "brought_back"
        case "site", "company":
            return "sent_back"
    raise Invalid.field("to", "只能在本网点与其师傅之间转移", "Only between a site and its own technicians")


def _tell_handed(part: Part, quantity: int, origin: Place, goal: Place, *, by: Actor, at: datetime) -> None:
    site = goal.its_site or origin.its_site
    told = StockHanded(
        stock=f"{goal.key}/{part.code}", part=part.code, title=part.name, quantity=quantity, from_place=origin.key,
        to_place=goal.key, site=site.number if site else "",
    )  # fmt: skip
    tell(told, site=site, by=by, at=at)
