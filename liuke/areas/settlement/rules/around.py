"""What stands around the work of an order: supplements granted, freight of old parts, money taken for the company."""

from __future__ import annotations

from collections.abc import Iterator

from liuke.areas.settlement.rules import kinds
from liuke.areas.settlement.rules.facts import Fact, Story
from liuke.areas.settlement.rules.lines import Line
from liuke.areas.settlement.rules.tariff import Tariff

SUPPLEMENTS = ("height", "urgent")


def supplements(story: Story, tariff: Tariff) -> Iterator[Line]:
    """Height and urgent work that the centre granted, by the list; once for an order."""
    granted = {fact.text("item"): fact for fact in story.all(kinds.SUPPLEMENT)}
    for item in SUPPLEMENTS:
        fact = granted.get(item)
        if fact is None:
            continue
        found = tariff.find(item, story.worked_on, site=story.site)
        unit = int(found.value["cents"]) if found else 0
        yield Line(
            story.order, item, unit, "granted" if found else "no_price", unit_cents=unit,
            price=found.key if found else "", price_from=found.since if found else None, events=(fact.id,),
            note="" if found else item, flagged=found is None,
        )  # fmt: skip


def freight(story: Story) -> Iterator[Line]:
    """What the site paid to send old parts back."""
    paid = [fact for fact in story.all(kinds.RETURNED) if fact.number("freight_cents")]
    own, others = _of_site(paid, story.site)
    if own:
        yield Line(
            story.order, "freight", sum(fact.number("freight_cents") for fact in own), "freight", quantity=len(own),
            events=tuple(fact.id for fact in own),
        )  # fmt: skip
    elif others:
        yield _elsewhere(story, "freight", others)


def collected(story: Story) -> Iterator[Line]:
    """Cash that the site took and has not handed in is owed to the company; QR went there at once."""
    payments = story.all(kinds.PAID)
    back = {fact.text("number") for fact in story.all(kinds.REFUNDED)}
    qr = [fact for fact in payments if fact.text("via") == "qr" and fact.text("number") not in back]
    if qr:
        yield Line(
            story.order, "paid_qr", 0, "qr", quantity=len(qr), unit_cents=sum(f.number("amount_cents") for f in qr),
            events=tuple(fact.id for fact in qr),
        )  # fmt: skip
    done = back | {fact.text("number") for fact in story.all(kinds.HANDED_IN)}
    cash = [fact for fact in payments if fact.text("via") == "cash" and fact.text("number") not in done]
    own, others = _of_site(cash, story.site)
    if own:
        yield Line(
            story.order, "collected", -sum(fact.number("amount_cents") for fact in own), "cash", quantity=len(own),
            events=tuple(fact.id for fact in own),
        )  # fmt: skip
    elif others:
        yield _elsewhere(story, "collected", others)


def _of_site(facts: list[Fact], site: str) -> tuple[list[Fact], list[Fact]]:
    own = [fact for fact in facts if fact.text("site") in ("", site)]
    return own, [fact for fact in facts if fact not in own]


def _elsewhere(story: Story, item: str, facts: list[Fact]) -> Line:
    """Another site than the one that completed the order: somebody has to look."""
    return Line(
        story.order, item, 0, "other_site", note=facts[0].text("site"), events=tuple(f.id for f in facts), flagged=True
    )
