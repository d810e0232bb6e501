"""赵敏 plans whom she visits on the next two days; the way is found as soon as the jobs run."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from liuke.areas.customers.actions.fields import Told, set_fields
from liuke.areas.keeping.actions.visit_planning import ask_visits
from liuke.areas.keeping.queries.visit_choice import Wish, list_choices
from liuke.cli.playing.cast import Cast
from liuke.cli.playing.player import Story
from liuke.foundation.clock import local

COMPANIES: Final = 9
DAYS: Final = 2
START: Final = "杭州市西湖区"
NEAR: Final = "3301"
BEST_TIMES: Final = ("上午", "下午", "14:00-16:00")


class Visiting(Cast):
    """What an account manager does on the evening before she goes out."""

    def planning_visits(self) -> Story:
        """Companies of hers around 杭州, three of which have said when they like to be visited."""
        keeper, at = self.company.one("zhaomin"), self.p.now
        near = list_choices(keeper.pk, Wish(area=NEAR), by=keeper, at=at).rows
        chosen = [row.customer for row in near if row.customer.kind == "company"][:COMPANIES]
        for customer, hours in zip(chosen, BEST_TIMES, strict=False):
            set_fields(customer.id, {"best_time": hours}, told=Told("visit"), by=keeper, at=at)
        first = local(self.p.until).date() + timedelta(days=1)
        if codes := [customer.code for customer in chosen]:
            ask_visits(codes, keeper=keeper.pk, first_day=first, days=DAYS, start=START, by=keeper, at=at)
        yield from ()
