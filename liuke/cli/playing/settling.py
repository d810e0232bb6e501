"""The month's end: the night drafts, the clerk sends by the 3rd, sites confirm; and how far the running month has come."""

from __future__ import annotations

from datetime import timedelta

from liuke.areas.settlement.actions.agreeing import confirm, sign
from liuke.areas.settlement.actions.making import load_seed, make_month
from liuke.areas.settlement.actions.sending import send_month
from liuke.areas.settlement.jobs import draft_last_month
from liuke.areas.settlement.queries.statements import list_statements
from liuke.cli.playing.cast import Cast
from liuke.cli.playing.player import Story


class Settling(Cast):
    """What the settlement clerk, the sites and the regional manager do about a month."""

    def drafting(self) -> Story:
        """The night's job."""
        draft_last_month(self.p.now)
        yield from ()

    def sending(self) -> Story:
        """On the 3rd the clerk sends what is drafted; most sites confirm within two days, and the region signs for some."""
        p, clerk, regional = self.p, self.company.one("hanmei"), self.company.one("luojun")
        month = (p.now.replace(day=1) - timedelta(days=1)).date().replace(day=1)
        if not list_statements(by=clerk, month=month, state="draft"):
            return
        send_month(month, by=clerk, at=p.now)
        for row in list_statements(by=clerk, month=month, state="sent"):
            yield self.opening(p.minutes(60, 600))
            if p.happens(0.7):
                confirm(row.number, by=self.company.site(row.site).manager, at=p.now)
                if p.happens(0.5):
                    sign(row.number, by=regional, at=p.now)

    def looking_ahead(self) -> Story:
        """Near the end: how far the running month has come."""
        clerk = self.company.one("hanmei")
        load_seed(by=self.company.one("admin"), at=self.p.now)
        make_month(self.p.now.date(), by=clerk, at=self.p.now)
        yield from ()
