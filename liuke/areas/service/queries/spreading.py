"""Many orders over many sites at once: where each should go and when, each counting for those after it.

By the one rule of `ranking`, in the order given (the most at risk first), in so many reads whatever the number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from liuke.areas.customers.queries.file import list_addresses
from liuke.areas.network.queries.sites import read_reach
from liuke.areas.service import access
from liuke.areas.service.models import Offer, WorkOrder
from liuke.areas.service.queries import placing
from liuke.areas.service.queries.drafts import Draft, candidates_in, draft_with, lines_known, needed_for, point_of
from liuke.areas.service.queries.placing import OFFERED_OVER_DAYS, OfferedWindow
from liuke.areas.service.queries.rooms import scene_of, sites_of
from liuke.areas.service.rules.ranking import Ranked
from liuke.areas.service.rules.windows import offer
from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor

AT_ONCE = 60


@dataclass(frozen=True)
class Spread:
    """One order's place in the proposal. No `best`: nobody can take it, and `unfit` say what they lack.

    Our own site comes with a window that really has room beside those proposed before; `full` says that it has none.
    """

    number: str
    best: Ranked | None
    window: OfferedWindow | None
    unfit: tuple[Ranked, ...]

    @property
    def full(self) -> bool:
        return self.best is not None and self.best.mode == "own" and self.window is None


def spread(numbers: Sequence[str], *, by: Actor, at: datetime) -> tuple[Spread, ...]:
    """A proposal for these orders, at most AT_ONCE; those this actor may not see are left out. Nothing is written."""
    access.centre(by)
    rows = WorkOrder.objects.filter(access.orders_for(by), number__in=list(numbers)[:AT_ONCE])
    orders = {o.number: o for o in rows}
    asked = [orders[number] for number in numbers if number in orders]
    places = list_addresses({o.address_id for o in asked if o.address_id})
    drafts = {o.number: draft_with(o, point_of(places.get(o.address_id or 0))) for o in asked}
    if not asked:
        return ()
    proposal = _Proposal(drafts, at=at)
    return tuple(proposal.place(order) for order in asked)


class _Proposal:
    """What was read once, and how it fills while order after order is placed."""

    def __init__(self, drafts: Mapping[str, Draft], *, at: datetime) -> None:
        first, lines = local(at).date(), lines_known()
        reach = read_reach({d.division for d in drafts.values()}, on=first)
        self.at, self.drafts = at, drafts
        self.candidates = {
            number: candidates_in(reach, draft, needed_for(draft, lines)) for number, draft in drafts.items()
        }
        sites = {c.id: c for found in self.candidates.values() for c in found}
        self.ids = {c.number: c.id for c in sites.values()}
        self.scene = scene_of(sites_of(list(sites.values())), first, OFFERED_OVER_DAYS, lines=lines)
        self.in_hand = defaultdict(int, placing.open_orders_of(list(sites)))
        self.declined = _declined([d.order_id for d in drafts.values() if d.order_id])

    def place(self, order: WorkOrder) -> Spread:
        draft = self.drafts[order.number]
        seen = placing.look_in(
            self.scene, self.candidates[order.number], draft, at=self.at, in_hand=self.in_hand,
            declined=self.declined.get(order.pk, frozenset()),
        )  # fmt: skip
        best = next((r for r in seen.ranked if r.fit), None)
        window = self._window(order, best, seen) if best else None
        if best:
            self.in_hand[self.ids[best.number]] += 1
        return Spread(order.number, best, window, tuple(r for r in seen.ranked if not r.fit))

    def _window(self, order: WorkOrder, best: Ranked, seen: placing.Look) -> OfferedWindow | None:
        """The window nearest to the wish, which is taken from now on."""
        if best.mode != "own":
            return None
        wished = order.window_start or order.wished_start
        free = offer(seen.rooms[best.number], at=self.at, count=1, wished=wished)
        if not free:
            return None
        self.scene.note(self.ids[best.number], self.drafts[order.number], free[0].window)
        return OfferedWindow(free[0].window.start, free[0].window.end, free[0].left)


def _declined(orders: Sequence[int]) -> dict[int, frozenset[int]]:
    answers = [Offer.Answer.DECLINED, Offer.Answer.RECALLED]
    found: dict[int, set[int]] = defaultdict(set)
    rows = Offer.objects.filter(order__in=orders, answer__in=answers).values_list("order_id", "site_id")
    for order, site in rows:
        found[order].add(site)
    return {order: frozenset(sites) for order, sites in found.items()}
