"""How many machines of an order count: by their results, and each serial once until somebody decides otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from liuke.areas.settlement.rules import kinds
from liuke.areas.settlement.rules.facts import Story
from liuke.areas.settlement.rules.lines import Line

INSTALLS: Final = frozenset({"install", "deliver_install", "move", "exchange"})
ONCE: Final = frozenset({"install", "deliver_install", "exchange"})
"""Where a serial counts once; a machine that is moved is installed again by right."""
NOT_DONE: Final = frozenset({"", "part_needed", "not_fixed", "refused"})


@dataclass(frozen=True)
class Case:
    """An order with what else decides about it: the order it repeats, and where each serial was first installed."""

    story: Story
    original: Story | None = None
    first_installed: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # serial → order, machine


def machines_done(story: Story) -> int:
    """How many machines were served, by the results of the last visit that ended the work."""
    ended = [fact for fact in story.all(kinds.ENDED) if fact.text("result") == "done"]
    results = list(ended[-1].values.get("results") or ()) if ended else []
    if results:
        return sum(1 for result in results if result not in NOT_DONE)
    made = story.first(kinds.MADE)
    return max(made.number("machines"), 1) if made else 1


def doubled(case: Case) -> dict[str, int]:
    """Serials of this order that were installed before, with the event; those that somebody let count are none."""
    if case.story.kind not in ONCE:
        return {}
    counted = {fact.text("serial"): bool(fact.values.get("counts")) for fact in case.story.all(kinds.SERIAL)}
    found: dict[str, int] = {}
    seen: dict[str, str] = {}
    for fact in case.story.all(kinds.INSTALLED):
        serial, machine = fact.text("serial"), fact.text("number")
        if not serial:
            continue
        first = case.first_installed.get(serial, (case.story.order, seen.setdefault(serial, machine)))
        if first != (case.story.order, machine) and not counted.get(serial):
            found[serial] = fact.id
    return found


def held(case: Case) -> Iterator[Line]:
    """The line that says which serial came twice, and how it was decided."""
    twice = doubled(case)
    if not twice:
        return
    refused = {fact.text("serial"): fact.id for fact in case.story.all(kinds.SERIAL)}
    undecided = sorted(set(twice) - set(refused))
    serial, because = (undecided[0], "serial_twice") if undecided else (min(twice), "serial_refused")
    events = (*twice.values(), *(refused[one] for one in twice if one in refused))
    yield Line(
        case.story.order, "held", 0, because, quantity=len(twice), note=serial, events=tuple(sorted(events)),
        flagged=because == "serial_twice",
    )  # fmt: skip
