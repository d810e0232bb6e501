"""What an order brings its site: the lines that follow from its story. The coefficient is on labour only (practice §3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from liuke.areas.settlement.rules import kinds
from liuke.areas.settlement.rules.around import collected, freight, supplements
from liuke.areas.settlement.rules.facts import Story, classes_at_fault, standing_fault
from liuke.areas.settlement.rules.lines import ITEM_ORDER, Line
from liuke.areas.settlement.rules.machines import INSTALLS, Case, doubled, held, machines_done
from liuke.areas.settlement.rules.tariff import Tariff, share


def order_lines(case: Case, tariff: Tariff) -> tuple[Line, ...]:
    """All lines of a completed order, in the order of the items; what an appeal has ruled stands in their place."""
    story = case.story
    if story.accepted is None:
        return ()
    work = list(_work(case, tariff))
    counted = {line.item for line in work}
    granted = [line for line in supplements(story, tariff) if line.item not in counted]
    lines = [*work, *granted, *freight(story), *collected(story)]
    if _is_unpaid(lines):
        lines = [line for line in lines if line.item not in ("distance", "urgent", "height")]
    ruled = _ruled(story, {line.item: line for line in lines})
    return tuple(sorted(ruled.values(), key=lambda line: ITEM_ORDER[line.item]))


def _work(case: Case, tariff: Tariff) -> Iterator[Line]:
    story = case.story
    trip = story.first(kinds.NO_SERVICE)
    if trip is not None:
        yield from _trip(story, tariff, trip.id)
        return
    work = _labour(case, tariff)
    yield work
    yield from held(case)
    made = story.first(kinds.MADE)
    if made is not None and made.text("area") == "country":
        yield _priced(story, tariff, "distance", ["distance"], because="distance", events=(made.id,))
    if made is not None and made.values.get("safety"):
        yield _priced(story, tariff, "urgent", ["urgent"], because="urgent", events=(made.id,))
    yield from _deduction(story, tariff, work)
    yield from _bonus(case, tariff, work)


def _trip(story: Story, tariff: Tariff, event: int) -> Iterator[Line]:
    """A trip for nothing: paid with evidence, unless it was the technician's own fault."""
    ended = story.first(kinds.NO_SERVICE)
    reason = ended.text("reason") if ended else ""
    if ended is not None and ended.values.get("payable") is False:
        yield Line(story.order, "no_service", 0, "own_fault", note=reason, events=(event,))
        return
    line = _priced(story, tariff, "no_service", [f"no_service.{reason}", "no_service"], because="trip", events=(event,))
    yield replace(line, note=reason)


def _labour(case: Case, tariff: Tariff) -> Line:
    story = case.story
    item = "installation" if story.kind in INSTALLS else "labour"
    events = tuple(f.id for f in (story.accepted, story.last(*kinds.CLOSING)) if f is not None)
    unpaid = _why_repeat_is_unpaid(case)
    if unpaid:
        return Line(story.order, item, 0, unpaid, note=story.original, events=_with_fault(events, case.original))
    line = story.accepted.text("product_line") if story.accepted else ""
    keys = [f"{item}.{story.kind}.{line}", f"{item}.{story.kind}", item]
    count = machines_done(story) - len(doubled(case))
    found = _priced(story, tariff, item, keys, because="work", events=events, quantity=max(count, 0))
    if story.original:
        return replace(found, because="repeat_paid", note=story.original, events=_with_fault(events, case.original))
    return found


def _why_repeat_is_unpaid(case: Case) -> str:
    """A repeat pays nothing at the site that did the first work, unless it was decided that the fault is another's."""
    original = case.original
    if not case.story.original or original is None or original.site != case.story.site:
        return ""
    fault = standing_fault(original)
    return "" if fault is not None and fault.party != "site" else "repeat"


def _with_fault(events: tuple[int, ...], original: Story | None) -> tuple[int, ...]:
    fault = standing_fault(original) if original else None
    return (*events, fault.event) if fault else events


def _deduction(story: Story, tariff: Tariff, work: Line) -> Iterator[Line]:
    """The worst class wins; the others are not multiplied onto it."""
    classes = classes_at_fault(story)
    day, site = story.worked_on, story.site
    if not classes or not work.cents or not has_coefficient(work.item, tariff, day, site):
        return
    outcome = min(classes, key=lambda one: (tariff.coefficient(one, day, site=site), one))
    percent = tariff.coefficient(outcome, day, site=site)
    if percent < 100:
        version = tariff.find(f"coefficient.{outcome}", day, site=site)
        yield Line(
            story.order, "deduction", share(work.cents, percent) - work.cents, "coefficient", unit_cents=work.cents,
            percent=percent, outcome=outcome, price=version.key if version else "",
            price_from=version.since if version else None, events=(classes[outcome],),
        )  # fmt: skip


def has_coefficient(item: str, tariff: Tariff, day: date, site: str) -> bool:
    """On which fees the coefficient is: by default on labour only."""
    found = tariff.find("coefficient_on", day, site=site)
    return item in (found.value.get("items", ()) if found else ("labour",))


def _bonus(case: Case, tariff: Tariff, work: Line) -> Iterator[Line]:
    """Where it is agreed: every window kept, one visit, a customer who said he is content, no repeat after it."""
    story = case.story
    version = tariff.find("bonus", story.worked_on, site=story.site)
    percent = int(version.value.get("percent", 0)) if version else 0
    closed, arrivals = story.first(kinds.CLOSED), story.all(kinds.ARRIVED)
    kept = bool(arrivals) and all(fact.values.get("in_window") for fact in arrivals)
    once = len(story.all(kinds.ENDED)) == 1 and not story.original and story.first(kinds.REPEATED) is None
    content = closed is not None and closed.text("outcome") == "satisfied" and standing_fault(story) is None
    if version is None or not (percent and work.cents and kept and once and content and closed):
        return
    yield Line(
        story.order, "bonus", share(work.cents, percent), "bonus", unit_cents=work.cents, percent=percent,
        price=version.key, price_from=version.since, events=(*(fact.id for fact in arrivals), closed.id),
    )  # fmt: skip


def _priced(
    story: Story, tariff: Tariff, item: str, keys: Sequence[str], *, because: str, events: tuple[int, ...],
    quantity: int = 1,
) -> Line:  # fmt: skip
    """A fee by the list of the day on which the work ended; without a price it is flagged, not forgotten."""
    found = tariff.first(keys, story.worked_on, site=story.site)
    if found is None:
        return Line(story.order, item, 0, "no_price", quantity=quantity, note=keys[0], events=events, flagged=True)
    unit = int(found.value["cents"])
    return Line(
        story.order, item, unit * quantity, because, quantity=quantity, unit_cents=unit, price=found.key,
        price_from=found.since, events=events,
    )  # fmt: skip


def _is_unpaid(lines: list[Line]) -> bool:
    return any(line.because in ("repeat", "own_fault") for line in lines)


def _ruled(story: Story, lines: dict[str, Line]) -> dict[str, Line]:
    """What an appeal granted replaces what was counted; the latest ruling of an item stands."""
    for fact in story.all(kinds.RULED):
        item = fact.text("item")
        if not fact.values.get("granted") or item not in ITEM_ORDER:
            continue
        before = lines.get(item) or Line(story.order, item, 0, "ruled")
        lines[item] = replace(
            before, cents=fact.number("amount_cents"), because="ruled", events=(*before.events, fact.id),
            note=fact.text("number"), flagged=False,
        )  # fmt: skip
    return lines
