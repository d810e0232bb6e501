"""Whose fault it was: the quality manager decides, a site appeals now and then, the regional manager hears it."""

from __future__ import annotations

from datetime import timedelta

from liuke.areas.quality.actions.appeals import decide_appeal, lodge_appeal
from liuke.areas.quality.actions.cases import decide_fault
from liuke.areas.quality.jobs import grade_sites
from liuke.areas.quality.queries.cases import list_cases, story_of
from liuke.cli.playing.cast import Cast
from liuke.cli.playing.pictures import picture
from liuke.cli.playing.player import Story
from liuke.foundation.files.actions import store
from liuke.foundation.identity.models import Actor

DECIDED = (
    ("site", "现场服务未按规范完成，师傅已确认"),
    ("site", "未按约到达，且未提前告知用户"),
    ("site", "一次上门未查明故障"),
    ("product", "同批次零件存在通病，已报质量部"),
    ("part", "更换的配件到货即不良"),
    ("user", "用户改动电路后故障重现，有照片"),
    ("sales_promise", "门店承诺了不包含的安装项目"),
)
APPEALS = ("用户当场签字确认，照片在附件", "配件三天后才到，非网点原因", "用户两次改约，记录可查")
SETTLES = timedelta(hours=3)
"""A case is looked at once its callback is over and the site was heard on the phone."""


class Fairness(Cast):
    """What the quality manager, the sites and the regional manager do about bad outcomes."""

    def judging(self) -> Story:
        """The quality manager's round: most of what has come in is decided, some waits for the next day."""
        p, judge = self.p, self.company.one("qianping")
        for row in list_cases(by=judge, limit=40):
            if row.state != "open" or p.now - row.opened_at < SETTLES or not p.happens(0.8):
                continue
            party, reason = p.chance.choice(DECIDED)
            decide_fault(
                row.number, party=party, reason=reason, evidence=self._evidence(row.number, judge), by=judge, at=p.now
            )
            if party == "site" and p.happens(0.3):
                p.begin("appeal", self.appeal(row.number, row.site), self.opening(p.minutes(60, 1800)))
            yield p.minutes(3, 9)

    def appeal(self, number: str, site: str) -> Story:
        """The site manager brings a picture; a day later the regional manager has heard him."""
        p, manager, regional = self.p, self.company.site(site).manager, self.company.one("luojun")
        key = store(picture(), name="evidence.png", subject=f"fault:{number}", by=manager, at=p.now)
        appeal = lodge_appeal(number, reason=p.chance.choice(APPEALS), files=[key], by=manager, at=p.now)
        yield self.opening(p.minutes(300, 2400))
        party = "logistics" if p.happens(0.5) else "site"
        reason = "配件延误，改判物流责任" if party == "logistics" else "证据不足，维持原判定"
        decide_appeal(appeal, party=party, reason=reason, evidence=[f"file:{key}"], by=regional, at=p.now)

    def grading(self) -> Story:
        """The night's points."""
        grade_sites(self.p.now)
        yield from ()

    def _evidence(self, number: str, by: Actor) -> list[str]:
        events, _photos = story_of(number, by=by)
        return [f"event:{e.id}" for e in events[:2]]
