"""H16, practice §1.10: in or out of guarantee, by class, part, boundary day and papers."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import liuke.areas.products as room
from liuke.areas.network.rules.skills import CERTIFICATES
from liuke.areas.products.rules.catalogue import ORDER_KINDS, LineFacts, check_dates, clean_serial, clean_tail
from liuke.areas.products.rules.guarantee import Papers, Term, Verdict, add_months, in_force, verdict
from liuke.foundation.dated.seed import read
from liuke.foundation.faults import Invalid
from liuke.foundation.words import Words

SEED = Path(room.__path__[0]) / "seed"
LINES = tomllib.loads((SEED / "lines.toml").read_text())["line"]
ROWS = read(tomllib.loads((SEED / "guarantee.toml").read_text()))
BOUGHT = date(2026, 3, 2)
DAY = timedelta(days=1)


def terms(guarantee_class: str) -> list[Term]:
    rows = sorted((r for r in ROWS if r.key.startswith(f"{guarantee_class}.")), key=lambda r: r.from_date)
    return [Term(r.key.rpartition(".")[2], r.value, r.from_date, r.source) for r in rows]


def judged(papers: Papers, on: date, guarantee_class: str = "hood", **more: object) -> Verdict:
    return verdict(papers, terms(guarantee_class), on=on, no_proof_months=3, **more)  # type: ignore[arg-type]


BILLED = Papers(bought=BOUGHT, proof=True)


@pytest.mark.parametrize(
    ("guarantee_class", "part", "months"),
    [
        ("hood", None, 12),
        ("hood", "motor", 36),
        ("gas_cooking", None, 12),
        ("gas_cooking", "panel", 60),
        ("gas_cooking", "burner", 36),
        ("gas_heater", None, 12),
        ("gas_heater", "heat_exchanger", 36),
        ("tank_heater", "inner_tank", 72),
        ("washer", None, 12),
        ("washer", "motor", 36),
        ("fridge", None, 12),
        ("fridge", "compressor", 36),
        ("aircon", None, 12),
        ("aircon", "compressor", 36),
        ("aircon", "motor", 36),
        ("tv", None, 12),
        ("tv", "panel", 36),
        ("kitchen_small", None, 12),
        ("dishwasher", "motor", 36),
        ("microwave", "magnetron", 24),
    ],
)
def test_each_class_and_part_is_free_until_its_last_day_and_paid_from_the_next(
    guarantee_class: str, part: str | None, months: int
) -> None:
    last = add_months(BOUGHT, months)
    assert judged(BILLED, BOUGHT, guarantee_class, part=part).free
    assert judged(BILLED, last, guarantee_class, part=part).free
    after = judged(BILLED, last + DAY, guarantee_class, part=part)
    assert (after.state, after.until) == ("out", last)


def test_the_sentence_says_free_and_until_when_for_the_whole_and_its_parts() -> None:
    found = judged(BILLED, date(2026, 11, 23))
    assert found.words == Words(
        "保内·免费（整机至 2027-03-02/电机至 2029-03-02）",
        "in guarantee, free (whole machine until 2027-03-02, motor until 2029-03-02)",
    )
    assert "1995" in found.source
    assert found.reasons[0].zh == "自购机凭证日期起算"


def test_when_the_whole_has_ended_the_parts_that_are_still_free_are_named() -> None:
    found = judged(BILLED, date(2028, 1, 1))
    assert not found.free
    assert found.words.zh == "保外·收费（整机至 2027-03-02）；部件保内·免费（电机至 2029-03-02）"
    assert judged(BILLED, date(2028, 1, 1), part="motor").free


def test_a_part_without_a_term_of_its_own_follows_the_whole_machine() -> None:
    assert judged(BILLED, date(2027, 3, 2), part="control_board").free
    assert not judged(BILLED, date(2027, 3, 3), part="control_board").free


def test_a_part_with_a_shorter_term_ends_sooner_than_the_whole() -> None:
    phone = [Term("whole", 12, date(2001, 1, 1), "law"), Term("battery", 6, date(2001, 1, 1), "law")]
    on = date(2026, 10, 1)
    assert verdict(BILLED, phone, on=on, no_proof_months=3).free
    assert not verdict(BILLED, phone, on=on, no_proof_months=3, part="battery").free


def test_the_terms_of_the_day_of_purchase_hold_not_those_of_today() -> None:
    before = judged(Papers(bought=date(2022, 12, 31), proof=True), date(2024, 1, 1), "gas_cooking", part="panel")
    after = judged(Papers(bought=date(2023, 1, 1), proof=True), date(2024, 6, 1), "gas_cooking", part="panel")
    assert (before.free, after.free) == (False, True)
    assert "2023" in after.source


def test_without_proof_the_making_plus_the_set_months_begins_the_guarantee() -> None:
    found = judged(Papers(bought=date(2026, 9, 1), made=date(2025, 6, 10)), date(2026, 9, 10))
    assert (found.state, found.until) == ("in", date(2026, 9, 10))
    assert "无购机凭证" in found.reasons[0].zh
    assert judged(Papers(made=date(2025, 6, 10)), date(2026, 9, 11)).state == "out"


def test_without_any_date_it_is_undecided_on_the_phone_and_paid_once_looked_at() -> None:
    assert judged(Papers(), date(2026, 11, 23)).state == "unknown"
    assert judged(Papers(), date(2026, 11, 23), final=True).state == "out"


def test_a_mere_word_carries_on_the_phone_but_not_on_site() -> None:
    told = Papers(bought=BOUGHT)
    assert judged(told, date(2026, 11, 23)).free
    assert "自述" in judged(told, date(2026, 11, 23)).reasons[0].zh
    assert not judged(told, date(2026, 11, 23), final=True).free


def test_the_installation_card_begins_the_guarantee_but_never_before_the_purchase() -> None:
    later = Papers(bought=BOUGHT, installed=date(2026, 4, 20), proof=True, card=True)
    assert judged(later, BOUGHT).until == date(2027, 4, 20)
    assert judged(Papers(installed=date(2026, 4, 20), card=True), BOUGHT).until == date(2027, 4, 20)


@pytest.mark.parametrize("exclusion", ["misuse", "alteration", "voltage", "foreign_repair"])
def test_misuse_and_the_like_make_it_paid_with_the_reason(exclusion: str) -> None:
    found = judged(BILLED, date(2026, 11, 23), final=True, exclusions=[exclusion])
    assert (found.free, found.final) == (False, True)
    assert len(found.reasons) == 2


def test_a_class_without_terms_is_undecided() -> None:
    assert judged(BILLED, BOUGHT, "unheard_of").state == "unknown"


def test_a_month_without_the_day_ends_on_its_last_one() -> None:
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2026, 12, 31), 12) == date(2027, 12, 31)


def test_an_ended_term_holds_no_more() -> None:
    ended = Term("whole", 12, date(2020, 1, 1), "a promise", until_date=date(2021, 12, 31))
    assert in_force([ended], date(2021, 12, 31)) == [ended]
    assert in_force([ended], date(2022, 1, 1)) == []


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(0, 3000))
def test_a_verdict_never_turns_back_from_paid_to_free(bought: date, days: int) -> None:
    papers = Papers(bought=bought, proof=True)
    on = bought + timedelta(days=days)
    assert judged(papers, on).free or not judged(papers, on + DAY).free


def test_every_line_has_guarantee_terms_known_certificates_and_kinds_of_order() -> None:
    classes = {r.key.partition(".")[0] for r in ROWS}
    for line in LINES:
        assert line["guarantee_class"] in classes, line["key"]
        needed = {*line["certificates"], *(c for cs in line.get("certificates_by_kind", {}).values() for c in cs)}
        assert needed <= CERTIFICATES.keys(), line["key"]
        assert {*line["minutes"], *line.get("certificates_by_kind", {})} <= {*ORDER_KINDS, "default"}, line["key"]


def test_a_line_asks_for_more_where_the_kind_of_order_does() -> None:
    line = LineFacts(
        "aircon",
        Words("空调", "air conditioner"),
        "aircon",
        ("aircon",),
        ("low_voltage",),
        {"install": ["height"]},
        {"install": 120},
    )
    assert line.needs("install") == ("aircon", "low_voltage", "height")
    assert line.needs("repair") == ("aircon", "low_voltage")
    assert (line.minutes_for("install"), line.minutes_for("repair")) == (120, 60)


def test_serials_are_stored_in_capitals_and_nonsense_is_refused() -> None:
    assert clean_serial(" ht5a 2603-00123 ") == "HT5A2603-00123"
    assert clean_serial("") == ""
    for wrong in ("ab", "序列号", "x" * 41, "'; drop"):
        with pytest.raises(Invalid):
            clean_serial(wrong)
    assert clean_tail("123") is None
    assert clean_tail(" 0123 ") == "0123"


def test_dates_in_the_wrong_order_or_ahead_are_refused_by_field() -> None:
    on = date(2026, 11, 23)
    check_dates(made=date(2026, 1, 1), bought=on, installed=on, on=on)
    with pytest.raises(Invalid) as told:
        check_dates(made=date(2026, 2, 1), bought=date(2026, 1, 1), installed=None, on=on)
    assert "bought_date" in told.value.fields
    with pytest.raises(Invalid) as told:
        check_dates(made=None, bought=None, installed=on + DAY, on=on)
    assert "installed_date" in told.value.fields
