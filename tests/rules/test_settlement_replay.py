"""Replaying a month: in whatever order and pieces its events come, also twice, the statement is the same to the cent."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from liuke.areas.settlement.rules import kinds
from liuke.areas.settlement.rules.facts import Fact, Story
from liuke.areas.settlement.rules.lines import Line
from liuke.areas.settlement.rules.machines import Case
from liuke.areas.settlement.rules.months import Kept, Returned, Sums, closing_lines
from liuke.areas.settlement.rules.orders import order_lines
from tests.rules.test_settlement_rules import NOON, tariff

TERMS = tariff()
MONTH = date(2026, 10, 1)
OUTCOMES = ("satisfied", "dissatisfied", "attitude", "called_to_complain", "not_fixed_first", "not_fixed_repeatedly")
PARTIES = ("site", "product", "part", "user")
cents = st.integers(min_value=1, max_value=99_999)


def said(kind: str, /, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    return st.fixed_dictionaries(fields).map(lambda values: (kind, values))


def one_of(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


AROUND = st.one_of(
    said(kinds.ARRIVED, in_window=st.booleans()),
    said(
        kinds.ENDED,
        result=one_of("done", "second_visit"),
        results=st.lists(one_of("repaired", "not_fixed"), max_size=3),
    ),
    said(kinds.FAULT, number=one_of("FD-000001", "FD-000002"), party=one_of(*PARTIES), outcome=one_of(*OUTCOMES)),
    said(kinds.PAID, number=one_of("PY-1", "PY-2"), via=one_of("cash", "qr"), amount_cents=cents),
    said(kinds.HANDED_IN, number=one_of("PY-1", "PY-2")),
    said(kinds.REFUNDED, number=one_of("PY-1", "PY-2")),
    said(kinds.RETURNED, freight_cents=cents),
    said(kinds.SUPPLEMENT, item=one_of("height", "urgent")),
    said(kinds.INSTALLED, serial=one_of("LK1", "LK2"), number=one_of("M-1", "M-2")),
    said(kinds.SERIAL, serial=one_of("LK1", "LK2"), counts=st.booleans()),
    said(kinds.RULED, item=one_of("labour", "deduction"), granted=st.booleans(), amount_cents=st.just(0)),
    said(kinds.REPEATED, reason=st.just("not_fixed")),
)
WHOLE = st.tuples(
    said(kinds.MADE, kind=one_of("repair", "install", "move"), area=one_of("town", "country"), safety=st.booleans(),
         repeat_of=one_of("", "WO-0"), machines=st.integers(1, 3)),
    said(kinds.ACCEPTED, kind=one_of("repair", "install", "move"), site=st.just("S-1"), product_line=one_of("hood", "aircon")),
    st.one_of(
        said(kinds.CLOSED, outcome=one_of(*OUTCOMES)), said(kinds.UNCONFIRMED),
        said(kinds.NO_SERVICE, reason=one_of("user_absent", "own_fault"), payable=st.booleans()),
    ),
)  # fmt: skip
ORDERS = st.lists(st.tuples(WHOLE, st.lists(AROUND, max_size=8)), min_size=1, max_size=6)


def journal(orders: list[Any]) -> list[Fact]:
    """The events of all orders; an id tells when it was recorded."""
    rows = [
        (f"WO-{place}", kind, values)
        for place, (whole, around) in enumerate(orders)
        for kind, values in (*whole, *around)
    ]
    return [Fact(pk, kind, order, NOON, values) for pk, (order, kind, values) in enumerate(rows, start=1)]


def statement(stories: dict[str, Story], kept: Kept | None = None) -> list[Line]:
    """The site's whole month."""
    lines: list[Line] = []
    for order in sorted(stories):
        story = stories[order]
        original = stories.get(story.original) if story.original != order else None
        lines += order_lines(Case(story, original, {"LK1": ("WO-0", "M-1")}), TERMS)
    sums = Sums()
    sums.add(lines)
    return [*lines, *closing_lines(sums, site="S-1", month=MONTH, tariff=TERMS, kept=kept or Kept())]


def replayed(pieces: list[list[Fact]]) -> dict[str, Story]:
    """The stories as they grow piece by piece."""
    stories: dict[str, Story] = {}
    for piece in pieces:
        for fact in piece:
            stories[fact.order] = stories.get(fact.order, Story(fact.order)).with_([fact])
    return stories


@settings(max_examples=150, deadline=None)
@given(ORDERS, st.randoms(use_true_random=False), st.integers(1, 7))
def test_any_order_and_any_split_gives_the_same_statement(orders: list[Any], dice: random.Random, size: int) -> None:
    events = journal(orders)
    at_once = statement({o: Story.of(o, [f for f in events if f.order == o]) for o in {f.order for f in events}})

    shuffled = [*events, *dice.sample(events, k=len(events) // 2)]  # some are told twice
    dice.shuffle(shuffled)
    pieces = [shuffled[n : n + size] for n in range(0, len(shuffled), size)]

    again = statement(replayed(pieces))
    assert again == at_once
    assert sum(line.cents for line in again) == sum(line.cents for line in at_once)


@settings(max_examples=150, deadline=None)
@given(ORDERS)
def test_a_month_never_deducts_more_than_its_cap_nor_pays_a_piece_of_work_twice(orders: list[Any]) -> None:
    events = journal(orders)
    lines = statement({o: Story.of(o, [f for f in events if f.order == o]) for o in {f.order for f in events}})

    labour = sum(line.cents for line in lines if line.item == "labour")
    deducted = -sum(line.cents for line in lines if line.item in ("deduction", "cap"))
    assert all(line.because == "ruled" for line in lines if line.item == "deduction" and line.cents > 0)
    assert deducted <= labour * 20 / 100 + 0.5
    assert len({line.key for line in lines}) == len(lines)
    paid = [line.order for line in lines if line.item in ("labour", "installation", "no_service") and line.cents]
    assert len(paid) == len(set(paid))


def settled(months: list[dict[str, Story]], returned: list[int]) -> list[list[Line]]:
    """Month after month: what came out negative goes into the next, what was given back comes into it."""
    found: list[list[Line]] = []
    owed: tuple[tuple[str, int], ...] = ()
    for place, (stories, cents) in enumerate(zip(months, returned, strict=True)):
        back = (Returned(f"HD-{place}", "retention", cents, "term_over", place),) if cents else ()
        found.append(statement(stories, Kept(returned=back, owed=owed)))
        total = sum(line.cents for line in found[-1])
        owed = ((f"ST-{place}", total),) if total < 0 else ()
    return found


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(ORDERS, st.integers(0, 50_000)), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_months_that_carry_and_give_back_replay_to_the_cent_and_lose_nothing(
    given_months: list[Any], dice: random.Random
) -> None:
    returned = [cents for _, cents in given_months]
    told = [journal(orders) for orders, _ in given_months]
    at_once = settled(
        [{o: Story.of(o, [f for f in m if f.order == o]) for o in {f.order for f in m}} for m in told], returned
    )

    again = settled([replayed([dice.sample(events, k=len(events)), events]) for events in told], returned)

    assert again == at_once
    totals = [sum(line.cents for line in month) for month in again]
    own = sum(line.cents for month in again for line in month if line.item != "carried")
    assert sum(total for total in totals if total > 0) + min(totals[-1], 0) == own
