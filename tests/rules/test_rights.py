"""H16 and the 1995 rules: return, exchange or repair; what a repair stops of the guarantee."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import liuke.areas.products as room
from liuke.areas.products.rules.guarantee import Papers, Term, add_months, verdict
from liuke.areas.products.rules.repairs import Repair, days_stopped, extended, read, with_repair
from liuke.areas.products.rules.rights import Figure, Rights, Waiting, rights
from liuke.foundation.dated.seed import read as read_seed

ROWS = read_seed(tomllib.loads((Path(room.__path__[0]) / "seed" / "rights.toml").read_text()))
FIGURES = {row.key: Figure(int(row.value), row.source) for row in ROWS}
BOUGHT = date(2026, 3, 2)
TERMS = [Term("whole", 12, date(1995, 8, 25), "law")]


def asked(on: date, *, bought: date = BOUGHT, proof: bool = True, repairs: tuple[Repair, ...] = (), **more) -> Rights:
    papers = Papers(bought=bought, proof=proof, repairs=repairs)
    return rights(papers, verdict(papers, TERMS, on=on, no_proof_months=3), FIGURES, on=on, **more)


def repair(since: str, until: str, order: str = "WO-000001") -> Repair:
    return Repair(order, date.fromisoformat(since), date.fromisoformat(until))


@pytest.mark.parametrize(
    ("day", "choices"),
    [
        ("2026-03-02", ("refund", "exchange", "repair")),
        ("2026-03-09", ("refund", "exchange", "repair")),
        ("2026-03-10", ("exchange", "repair")),
        ("2026-03-17", ("exchange", "repair")),
        ("2026-03-18", ("repair",)),
        ("2027-03-02", ("repair",)),
        ("2027-03-03", ()),
    ],
)
def test_seven_days_fifteen_days_a_year_and_their_last_days(day: str, choices: tuple[str, ...]) -> None:
    assert asked(date.fromisoformat(day)).choices == choices


def test_the_sentence_names_day_choice_and_last_day_and_the_article() -> None:
    said = asked(date(2026, 3, 7))
    assert said.words.zh == "购买第 5 天：可选退货、换货或修理（7 日内，至 2026-03-09）"
    assert "第九条" in said.source
    assert said.words.en.startswith("day 5 after the purchase: return, exchange or repair")


def test_without_a_proof_of_purchase_the_first_days_cannot_be_claimed() -> None:
    assert asked(date(2026, 3, 4), proof=False).choices == ("repair",)


def test_repaired_twice_and_failing_again_is_exchanged_or_returned() -> None:
    once = (repair("2026-05-01", "2026-05-02", "WO-000001"),)
    twice = (*once, repair("2026-06-01", "2026-06-02", "WO-000002"))
    assert asked(date(2026, 7, 1), repairs=once).choices == ("repair",)
    assert asked(date(2026, 7, 1), repairs=twice).choices == ("exchange", "refund")
    assert "第十一条" in asked(date(2026, 7, 1), repairs=twice).source


@pytest.mark.parametrize(("days", "for_part", "exchanged"), [(30, False, False), (31, False, True), (90, True, False), (91, True, True)])  # fmt: skip
def test_a_repair_that_takes_too_long_is_exchanged(days: int, for_part: bool, exchanged: bool) -> None:
    said = asked(date(2026, 8, 1), waiting=Waiting(date(2026, 8, 1) - timedelta(days=days), for_part))
    assert (said.choices == ("exchange",)) is exchanged
    assert ("修理者承担" in said.words.zh) is (exchanged and not for_part)


def test_a_business_buyer_has_his_contract() -> None:
    said = asked(date(2026, 3, 4), consumer=False)
    assert said.choices == () and "合同" in said.words.zh and "民法典" in said.source


def test_days_in_repair_put_the_end_of_the_guarantee_off() -> None:
    papers = Papers(bought=BOUGHT, proof=True, repairs=(repair("2026-05-01", "2026-05-21"),))
    said = verdict(papers, TERMS, on=date(2027, 3, 22), no_proof_months=3)
    assert said.free and said.until == date(2027, 3, 22)
    assert "修理占用 20 天，三包期顺延" in [reason.zh for reason in said.reasons]
    assert not verdict(papers, TERMS, on=date(2027, 3, 23), no_proof_months=3).free


def test_a_repair_in_the_time_gained_puts_it_off_again() -> None:
    two = (repair("2026-05-01", "2026-05-11"), repair("2027-03-10", "2027-03-15", "WO-000002"))
    assert extended(two, from_date=BOUGHT, until_date=date(2027, 3, 2)) == date(2027, 3, 17)


def test_the_record_keeps_an_order_once_and_reads_back() -> None:
    rows = with_repair(with_repair([], repair("2026-05-01", "2026-05-02")), repair("2026-05-01", "2026-05-04"))
    assert read(rows) == (repair("2026-05-01", "2026-05-04"),)


DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))
REPAIRS = st.lists(st.tuples(DAYS, st.integers(0, 60)), max_size=5).map(
    lambda some: [Repair(f"WO-{n:06}", day, day + timedelta(days=length)) for n, (day, length) in enumerate(some)]
)


@given(REPAIRS)
def test_no_day_counts_twice_and_the_end_is_where_the_days_stop(repairs: list[Repair]) -> None:
    end = add_months(BOUGHT, 12)
    later = extended(repairs, from_date=BOUGHT, until_date=end)
    stopped = days_stopped(repairs, from_date=BOUGHT, until_date=later)
    assert later == end + timedelta(days=stopped)
    assert stopped <= sum((r.until - r.since).days for r in repairs)
