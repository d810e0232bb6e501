"""Practice §1.17 and §3 as tables: what an order brings, by which coefficient, and what a month makes of it."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import liuke
from liuke.areas.settlement.rules import kinds
from liuke.areas.settlement.rules.facts import Fact, Story
from liuke.areas.settlement.rules.holding import retention_due_on
from liuke.areas.settlement.rules.lines import ITEMS, Line
from liuke.areas.settlement.rules.machines import Case
from liuke.areas.settlement.rules.months import (
    Kept,
    Returned,
    Sums,
    closing_lines,
    difference,
    earlier_month,
    last_day,
    next_month,
)
from liuke.areas.settlement.rules.orders import order_lines
from liuke.areas.settlement.rules.paying import late_interest, pay_by
from liuke.areas.settlement.rules.rulings import why_not
from liuke.areas.settlement.rules.states import STATES, refusal
from liuke.areas.settlement.rules.tariff import Tariff, Version, share
from liuke.areas.settlement.rules.why import WHY, why
from liuke.foundation.dated.seed import read

SEED = Path(liuke.__file__).parent / "areas" / "settlement" / "seed"
NOON = datetime(2026, 10, 5, 4, tzinfo=UTC)
MONTH = date(2026, 10, 1)
OUTCOMES = ("satisfied", "dissatisfied", "attitude", "called_to_complain", "not_fixed_first", "not_fixed_repeatedly")


def tariff(**changed: dict[str, Any]) -> Tariff:
    """The house's own seed, some terms changed."""
    rows = [
        row for name in ("prices", "terms") for row in read(tomllib.loads((SEED / f"{name}.toml").read_text("utf-8")))
    ]
    standing = [Version(r.key, r.from_date, r.until_date, r.value, r.source) for r in rows if r.key not in changed]
    return Tariff([*standing, *(Version(key, date(2026, 1, 1), None, value) for key, value in changed.items())])


def facts(*said: tuple[str, dict[str, Any]], order: str = "WO-1", first: int = 1) -> list[Fact]:
    return [Fact(first + n, kind, order, NOON + timedelta(minutes=n), values) for n, (kind, values) in enumerate(said)]


def done(
    *more: tuple[str, dict[str, Any]], order: str = "WO-1", kind: str = "repair", outcome: str = "satisfied", site: str = "S-1",
    made: dict[str, Any] | None = None, results: tuple[str, ...] = ("repaired",), first: int = 1,
) -> Story:  # fmt: skip
    """An order that was done and closed, and what was said of it beside."""
    said = [
        (kinds.MADE, {"kind": kind, "area": "town", "machines": len(results), **(made or {})}),
        (kinds.ARRIVED, {"in_window": True}),
        (kinds.ENDED, {"result": "done", "results": list(results)}),
        (kinds.ACCEPTED, {"site": site, "kind": kind, "product_line": "hood"}),
        (kinds.CLOSED, {"outcome": outcome}),
        *more,
    ]
    return Story.of(order, facts(*said, order=order, first=first))


def brought(story: Story, terms: Tariff | None = None, **case: Any) -> dict[str, int]:
    return {line.item: line.cents for line in order_lines(Case(story, **case), terms or tariff(bonus={"percent": 0}))}


def fault(outcome: str, party: str = "site", number: str = "FD-000001", appeal: str = "") -> tuple[str, dict[str, Any]]:
    return kinds.FAULT, {"number": number, "party": party, "outcome": outcome, "appeal": appeal}


@pytest.mark.parametrize(
    ("outcome", "percent"),
    [("satisfied", 100), ("dissatisfied", 80), ("attitude", 50), ("called_to_complain", 50), ("not_fixed_first", 70),
     ("not_fixed_repeatedly", 0)],
)  # fmt: skip
def test_the_coefficient_is_on_labour_where_the_fault_is_the_sites(outcome: str, percent: int) -> None:
    said = brought(done(fault(outcome), outcome=outcome))

    assert said["labour"] + said.get("deduction", 0) == 8000 * percent // 100


@pytest.mark.parametrize("party", ["product", "part", "logistics", "sales_promise", "user", "company"])
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_whoever_elses_fault_it_is_the_site_is_paid_in_full(party: str, outcome: str) -> None:
    assert brought(done(fault(outcome, party), outcome=outcome)) == {"labour": 8000}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_bad_class_alone_deducts_nothing_before_it_is_decided_whose_fault_it_was(outcome: str) -> None:
    assert brought(done(outcome=outcome)) == {"labour": 8000}


def test_the_worst_class_wins_and_none_is_multiplied() -> None:
    two = done(fault("dissatisfied"), fault("called_to_complain", number="FD-000002"))

    assert brought(two)["deduction"] == -4000


def test_a_later_decision_stands_in_the_place_of_an_earlier_one() -> None:
    won = done(fault("attitude"), fault("attitude", "product", appeal="AP-000001"))
    lost = done(fault("attitude", "product"), fault("attitude", appeal="AP-000001"))

    assert "deduction" not in brought(won)
    assert brought(lost)["deduction"] == -4000


@pytest.mark.parametrize(
    ("kind", "item"), [("install", "installation"), ("move", "installation"), ("repair", "labour")]
)
def test_the_coefficient_leaves_installation_alone_unless_the_contract_names_it(kind: str, item: str) -> None:
    story = done(fault("attitude"), kind=kind)
    both = tariff(coefficient_on={"items": ["labour", "installation"]}, bonus={"percent": 0})

    assert ("deduction" in brought(story)) == (item == "labour")
    assert brought(story, both)["deduction"] == -brought(story, both)[item] // 2


def test_a_repeat_pays_nothing_at_the_site_that_did_the_first_work() -> None:
    first = done(order="WO-0")
    again = done(made={"repeat_of": "WO-0", "area": "country", "safety": True})

    assert brought(again, original=first) == {"labour": 0}


@pytest.mark.parametrize(
    ("party", "site", "paid"), [("product", "S-1", 8000), ("site", "S-1", 0), ("site", "S-2", 8000), ("", "S-2", 8000)]
)
def test_a_repeat_is_paid_where_the_fault_or_the_first_work_is_anothers(party: str, site: str, paid: int) -> None:
    first = done(*([fault("not_fixed_first", party)] if party else []), order="WO-0", site="S-1")
    again = done(made={"repeat_of": "WO-0"}, site=site, first=100)

    assert brought(again, original=first)["labour"] == paid


def test_a_planned_second_visit_is_no_fault_and_no_second_fee() -> None:
    twice = done((kinds.ENDED, {"result": "second_visit", "reason": "part"}), made={"area": "country"})

    assert brought(twice) == {"labour": 8000, "distance": 3000}


def test_several_machines_of_a_household_bring_one_distance_fee() -> None:
    three = done(made={"area": "country"}, results=("repaired", "repaired", "refused"))

    assert brought(three) == {"labour": 16000, "distance": 3000}


@pytest.mark.parametrize(("payable", "cents"), [(True, 3000), (False, 0)])
def test_a_trip_for_nothing_is_paid_unless_it_was_the_technicians_own_fault(payable: bool, cents: int) -> None:
    ended = (kinds.NO_SERVICE, {"reason": "user_absent" if payable else "own_fault", "payable": payable})
    trip = Story.of(
        "WO-1", facts((kinds.MADE, {"area": "country"}), (kinds.ACCEPTED, {"site": "S-1", "kind": "repair"}), ended)
    )

    assert brought(trip) == {"no_service": cents}


def test_safety_is_urgent_and_height_is_granted() -> None:
    story = done((kinds.SUPPLEMENT, {"item": "height"}), (kinds.SUPPLEMENT, {"item": "urgent"}), made={"safety": True})

    assert brought(story) == {"labour": 8000, "height": 8000, "urgent": 5000}


def test_a_serial_counts_once_until_somebody_decides() -> None:
    install = (kinds.INSTALLED, {"serial": "LK1", "number": "M-2"})
    first = {"first_installed": {"LK1": ("WO-0", "M-1")}}
    story = done(install, kind="install", results=("installed", "installed"))

    assert brought(story, **first) == {"installation": 10000, "held": 0}
    counted = story.with_(facts((kinds.SERIAL, {"serial": "LK1", "counts": True}), first=50))
    assert brought(counted, **first) == {"installation": 20000}
    refused = story.with_(facts((kinds.SERIAL, {"serial": "LK1", "counts": False}), first=50))
    assert [(x.item, x.because) for x in order_lines(Case(refused, **first), tariff()) if x.item == "held"] == [("held", "serial_refused")]  # fmt: skip


def test_of_two_doubled_serials_the_one_that_is_not_decided_is_asked_about() -> None:
    twice = [(kinds.INSTALLED, {"serial": f"LK{n}", "number": f"M-{n}"}) for n in (1, 2)]
    first = {"first_installed": {"LK1": ("WO-0", "M-8"), "LK2": ("WO-0", "M-9")}}
    story = done(*twice, kind="install", results=("installed", "installed")).with_(
        facts((kinds.SERIAL, {"serial": "LK1", "counts": False}), first=50)
    )
    [line] = [line for line in order_lines(Case(story, **first), tariff()) if line.item == "held"]

    assert (line.because, line.note, line.quantity) == ("serial_twice", "LK2", 2)


def test_the_same_machine_moved_is_installed_again_by_right() -> None:
    moved = done((kinds.INSTALLED, {"serial": "LK1", "number": "M-1"}), kind="move", results=("installed",))

    assert brought(moved, first_installed={"LK1": ("WO-0", "M-1")}) == {"installation": 15000}


def test_two_machines_of_one_order_with_one_serial_are_one() -> None:
    both = done(
        (kinds.INSTALLED, {"serial": "LK1", "number": "M-1"}), (kinds.INSTALLED, {"serial": "LK1", "number": "M-2"}),
        kind="install", results=("installed", "installed"),
    )  # fmt: skip

    assert brought(both) == {"installation": 10000, "held": 0}


def test_cash_that_was_not_handed_in_is_owed_and_qr_is_for_information() -> None:
    cash = (kinds.PAID, {"number": "PY-1", "via": "cash", "amount_cents": 18000, "site": "S-1"})
    qr = (kinds.PAID, {"number": "PY-2", "via": "qr", "amount_cents": 5000})

    assert brought(done(cash, qr)) == {"labour": 8000, "paid_qr": 0, "collected": -18000}
    assert "collected" not in brought(done(cash, (kinds.HANDED_IN, {"number": "PY-1"})))
    assert "collected" not in brought(done(cash, (kinds.REFUNDED, {"number": "PY-1"})))


def test_money_or_freight_of_another_site_is_left_to_be_looked_into() -> None:
    story = done((kinds.PAID, {"number": "PY-1", "via": "cash", "amount_cents": 100, "site": "S-2"}))
    [line] = [line for line in order_lines(Case(story), tariff()) if line.item == "collected"]

    assert (line.cents, line.because, line.flagged) == (0, "other_site", True)


def test_freight_of_old_parts_is_paid_back() -> None:
    story = done((kinds.RETURNED, {"freight_cents": 1200, "site": "S-1"}), (kinds.RETURNED, {"freight_cents": 800}))

    assert brought(story)["freight"] == 2000


@pytest.mark.parametrize(
    ("more", "made", "outcome", "gets"),
    [((), {}, "satisfied", True), (((kinds.ARRIVED, {"in_window": False}),), {}, "satisfied", False),
     (((kinds.REPEATED, {}),), {}, "satisfied", False), (((kinds.ENDED, {"result": "second_visit"}),), {}, "satisfied", False),
     ((), {}, "dissatisfied", False), ((), {"repeat_of": "WO-0"}, "satisfied", False)],
)  # fmt: skip
def test_the_bonus_is_for_the_window_kept_and_right_the_first_time(
    more: Any, made: dict[str, Any], outcome: str, gets: bool
) -> None:
    assert ("bonus" in brought(done(*more, made=made, outcome=outcome), tariff())) == gets


def test_a_price_of_its_own_goes_before_the_general_one_and_holds_on_the_day_of_the_work() -> None:
    own = tariff(**{"S-1/labour.repair": {"cents": 9000}})
    [line] = [x for x in order_lines(Case(done()), own) if x.item == "labour"]

    assert (line.cents, line.price, line.price_from) == (9000, "S-1/labour.repair", date(2026, 1, 1))


def test_without_a_price_the_line_is_flagged_and_not_forgotten() -> None:
    [line] = order_lines(Case(done()), Tariff([]))

    assert (line.cents, line.because, line.flagged) == (0, "no_price", True)


def test_what_an_appeal_has_granted_stands_in_the_lines_place() -> None:
    ruled = done(
        fault("attitude"), (kinds.RULED, {"item": "deduction", "granted": True, "amount_cents": 0, "number": "SA-1"})
    )
    not_granted = done(fault("attitude"), (kinds.RULED, {"item": "deduction", "granted": False, "amount_cents": 0}))

    assert brought(ruled)["deduction"] == 0
    assert brought(not_granted)["deduction"] == -4000


def month(*lines: Line, terms: Tariff | None = None, kept: Kept | None = None) -> dict[str, int]:
    sums = Sums()
    sums.add(lines)
    closing = closing_lines(sums, site="S-1", month=MONTH, tariff=terms or tariff(), kept=kept or Kept())
    return {line.item: line.cents for line in closing}


@pytest.mark.parametrize(("deduction", "back"), [(2000, 0), (2001, 1), (9999, 7999), (0, 0)])
def test_deductions_are_at_most_a_fifth_of_the_months_labour(deduction: int, back: int) -> None:
    said = month(Line("WO-1", "labour", 10000, "work"), Line("WO-1", "deduction", -deduction, "coefficient"))

    assert said.get("cap", 0) == back


def test_tax_and_retention_are_on_fees_and_not_on_money_collected() -> None:
    said = month(Line("WO-1", "labour", 100_000, "work"), Line("WO-1", "collected", -50_000, "cash"))

    assert said == {"retention": -5000, "tax": 1000}


def test_retention_stops_at_its_limit_and_what_was_given_back_is_a_line_without_tax() -> None:
    labour = Line("WO-1", "labour", 100_000, "work")
    back = Returned("HD-1", "retention", 7000, "term_over", event=9)

    assert month(labour, kept=Kept(retention_cents=998_000))["retention"] == -2000
    assert "retention" not in month(labour, kept=Kept(retention_cents=1_000_000))
    assert month(labour, kept=Kept(retention_cents=993_000, returned=(back,))) == {
        "retention": -5000, "retention_back": 7000, "tax": 1000,
    }  # fmt: skip


def test_a_negative_month_is_set_off_in_the_next_and_changes_neither_tax_nor_cap_nor_retention() -> None:
    labour, less = Line("WO-1", "labour", 100_000, "work"), Line("WO-1", "deduction", -30_000, "coefficient")

    alone, with_it = month(labour, less), month(labour, less, kept=Kept(owed=(("ST-1", -12_345),)))

    assert with_it == alone | {"carried": -12_345}


def test_no_deposit_is_paid_in_once_the_agreement_is_over() -> None:
    terms = tariff(deposit={"monthly_cents": 30_000, "target_cents": 50_000})

    assert "deposit" not in month(terms=terms, kept=Kept(is_over=True))


@pytest.mark.parametrize(
    ("months", "ended_on", "due"),
    [(12, None, date(2027, 11, 1)), (3, date(2026, 10, 20), date(2027, 2, 1)), (0, None, None),
     (0, date(2026, 12, 31), date(2027, 1, 31))],
)  # fmt: skip
def test_retention_is_due_after_its_whole_months_or_where_none_are_agreed_after_the_agreement(
    months: int, ended_on: date | None, due: date | None
) -> None:
    assert retention_due_on(date(2026, 10, 1), months=months, ended_on=ended_on, days=30) == due


def test_a_deposit_is_paid_in_by_the_month_until_it_is_there() -> None:
    terms = tariff(deposit={"monthly_cents": 30_000, "target_cents": 50_000})

    assert month(terms=terms)["deposit"] == -30_000
    assert month(terms=terms, kept=Kept(deposit_cents=30_000))["deposit"] == -20_000
    assert "deposit" not in month(terms=terms, kept=Kept(deposit_cents=50_000))


def test_an_adjustment_is_the_difference_to_what_was_settled() -> None:
    now = order_lines(Case(done(fault("attitude"))), tariff(bonus={"percent": 0}))

    [line] = difference(now, {"labour": 8000}, order="WO-1", reference="ST-1", since=5)
    assert (line.item, line.of_item, line.cents, line.events) == ("adjustment", "deduction", -4000, (6,))
    assert difference(now, {"labour": 8000, "deduction": -4000}, order="WO-1", reference="ST-1", since=5) == []
    [gone] = difference(now[:1], {"labour": 8000, "bonus": 400}, order="WO-1", reference="ST-1", since=5)
    assert (gone.of_item, gone.cents) == ("bonus", -400)


@pytest.mark.parametrize(
    ("locked", "due"), [(date(2026, 11, 10), date(2026, 12, 10)), (date(2026, 12, 20), date(2026, 12, 30))]
)
def test_payment_is_by_contract_and_by_law_sixty_days_after_the_month_at_most(locked: date, due: date) -> None:
    assert pay_by(MONTH, locked, contract_days=30, most_days=60) == due


@pytest.mark.parametrize(
    ("days", "cents", "interest"),
    [(0, 1_000_000, 0), (-3, 1_000_000, 0), (10, 1_000_000, 5000), (1, 100, 0), (10, -5000, 0)],
)
def test_a_late_payment_bears_a_twentieth_of_a_percent_a_day(days: int, cents: int, interest: int) -> None:
    due = date(2026, 12, 30)

    assert late_interest(cents, due, due + timedelta(days=days), percent_a_day=Decimal("0.05")) == interest


@pytest.mark.parametrize(
    ("cents", "percent", "result"), [(8000, 80, 6400), (333, 50, 167), (-333, 50, -167), (1, 5, 0)]
)
def test_a_share_is_rounded_to_the_cent(cents: int, percent: int, result: int) -> None:
    assert share(cents, percent) == result


@pytest.mark.parametrize(
    ("item", "cents", "allowed"),
    [("labour", 100, True), ("labour", -1, False), ("deduction", 0, True), ("deduction", 1, False), ("labour", 1_000_001, False)],
)  # fmt: skip
def test_an_appeal_is_granted_with_a_sensible_amount(item: str, cents: int, allowed: bool) -> None:
    assert (why_not(item, cents) is None) == allowed


@pytest.mark.parametrize("because", sorted(WHY))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reason_is_a_whole_sentence_in_both_languages(because: str, language: str) -> None:
    line = Line(
        "WO-1", "adjustment", 1, because, 2, 100, 80, "attitude", reference="ST-1", of_item="labour", note="WO-0"
    )

    said = why(line).told(language)
    assert said and "{" not in said and "None" not in said


def test_each_state_says_what_is_not_possible_in_it() -> None:
    for state in STATES:
        allowed = [
            act
            for act in ("count", "send", "appeal", "rule", "confirm", "sign", "lock", "pay")
            if not refusal(state, act)
        ]
        assert allowed or state == "paid"
    assert "申诉" in (refusal("appealed", "confirm") or ITEMS["labour"]).zh


def test_months_are_counted_over_the_years_end() -> None:
    assert (next_month(date(2026, 12, 1)), last_day(date(2028, 2, 1))) == (date(2027, 1, 1), date(2028, 2, 29))
    assert (earlier_month(date(2026, 1, 9)), earlier_month(date(2026, 1, 1), 13)) == (
        date(2025, 12, 1),
        date(2024, 12, 1),
    )
