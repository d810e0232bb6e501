"""How the demo's network grows: insured sites, agreements, courses taken, and candidates at several stages."""

from __future__ import annotations

from datetime import timedelta

from liuke.areas.network.actions import agreements, candidates, standing
from liuke.areas.network.actions.agreements import Terms
from liuke.areas.network.queries.building import MUST, CostSheet, Risk
from liuke.areas.network.queries.standing import list_trainees
from liuke.cli.playing.cast import Cast
from liuke.cli.playing.company import Site
from liuke.cli.playing.pictures import picture
from liuke.cli.playing.player import Story
from liuke.foundation.clock import local
from liuke.foundation.files.actions import store

COSTS = CostSheet({"labour": 1_800_000, "rent": 350_000, "vehicle": 280_000, "insurance": 60_000}, 5_600_000, 320)
RISKS = (Risk("peak", 3, 2, "旺季从邻近网点借调两人"), Risk("turnover", 2, 2), Risk("compliance", 1, 3))
FOUND = (
    ("余杭顺达家电维修部", "330110", "commissioned", "经销商推荐", 3),
    ("临平家安服务部", "330113", "agent", "行业协会名录", 2),
    ("双流捷诚电器服务", "510116", "commissioned", "自荐", 1),
    ("富阳惠民维修店", "330111", "commissioned", "客户推荐", 0),
)


class Growth(Cast):
    """What the regional manager does about the network."""

    def grow(self) -> Story:
        """In the first days: sites are insured and under agreement, candidates are found; some get further."""
        p, regional = self.p, self.company.one("luojun")
        for site in self.company.sites:
            self._insured(site)
            yield p.minutes(5, 15)
        for name, division, mode, source, steps in FOUND:
            number = candidates.find_candidate(
                name=name, division=division, mode=mode, source=source, phone="13800005678", by=regional, at=p.now
            )
            yield self.opening(p.minutes(600, 2000))
            yield from self._led_on(number, steps)

    def _led_on(self, number: str, steps: int) -> Story:
        p, regional = self.p, self.company.one("luojun")
        if steps > 0:
            candidates.assess_candidate(
                number, standards=[*MUST, "tools", "online"], costs=COSTS, risks=RISKS, by=regional, at=p.now
            )
            yield self.opening(p.minutes(600, 2000))
        if steps > 1:
            candidates.lead_on(number, to="negotiating", by=regional, at=p.now)
            yield self.opening(p.minutes(600, 2000))
        if steps > 2:
            today = local(p.now).date()
            key = store(picture(), name="agreement.png", subject=f"candidate:{number}", by=regional, at=p.now)
            terms = Terms("commissioned", today, today + timedelta(days=365), "首年保底 200 单", [key])
            agreements.contract(number, terms, by=regional, at=p.now)

    def _insured(self, site: Site) -> None:
        """Liability for all; the first site's work at height is insured for some weeks only."""
        p, regional = self.p, self.company.one("luojun")
        today, last = local(p.now).date(), local(p.until).date() + timedelta(days=25)
        for kind, until in (("liability", today + timedelta(days=300)), ("height", last)):
            standing.register_insurance(
                site.number, kind=kind, policy_no=f"PICC{site.number[2:]}2026{kind}", valid_until=until,
                insurer="人保财险", by=regional, at=p.now,
            )  # fmt: skip
        for trainee in list_trainees(site.number, by=regional, on=today):
            wanted = [c.code for c in trainee.missing][:2]
            due = local(p.until).date() + timedelta(days=4)
            standing.assign_course(trainee.number, courses=wanted, due_on=due, by=site.manager, at=p.now)
