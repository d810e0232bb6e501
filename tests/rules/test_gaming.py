"""Praise that was not the customer's own (practice §4.4), and whom a person calls all the same (§1.18)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from liuke.areas.care.rules import desk
from liuke.areas.care.rules.gaming import Given, bursts, shared_devices
from liuke.areas.care.rules.sampling import CallFacts, draw_of, scheme_of, why_call
from liuke.foundation.identity.roles import ROLES, SITE_ROLES

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
TEN = timedelta(minutes=10)
VALUES = {
    "must": {"called": ["complained", "core", "repeat", "chased", "safety", "paid", "number_changed"]},
    "sample": {"percent": 0}, "sample:S-0001": {"percent": 100}, "wait": {"hours": 2},
    "burst": {"count": 3, "minutes": 10}, "device": {"customers": 3},
}  # fmt: skip
SCHEME, KEY = scheme_of(VALUES), b"k" * 32


def praise(minute: float, *, technician: int = 7, customer: int = 1, device: str = "", satisfied: bool = True) -> Given:
    number = f"EV-{int(minute * 10):06}"
    at = NOON + timedelta(minutes=minute)
    return Given(number, "WO-1", customer, technician, "S-0001", satisfied, device, at)


@pytest.mark.parametrize(
    ("minutes", "runs"),
    [
        ([], []),
        ([0, 5], []),
        ([0, 5, 10], [3]),
        ([0, 5, 10.1], []),
        ([0, 1, 2, 3], [4]),
        ([0, 4, 8, 12, 16], [5]),
        ([0, 1, 2, 60, 61, 62], [3, 3]),
        ([0, 1, 2, 30, 60, 61, 62], [3, 3]),
    ],
)
def test_a_burst_is_found_whole_and_once(minutes: list[float], runs: list[int]) -> None:
    found = bursts([praise(m) for m in reversed(minutes)], count=3, within=TEN)
    assert [len(sign.rows) for sign in found] == runs
    assert all(list(sign.rows) == sorted(sign.rows, key=lambda g: g.at) for sign in found)


def test_a_burst_is_of_one_technician_and_of_praise() -> None:
    mixed = [praise(0), praise(1, technician=8), praise(2, satisfied=False), praise(3)]
    assert bursts(mixed, count=3, within=TEN) == []


def test_one_phone_for_three_customers_is_told_and_a_household_of_two_is_not() -> None:
    two = [praise(0, customer=1, device="a"), praise(900, customer=2, device="a"), praise(950, customer=2, device="a")]
    assert shared_devices(two, customers=3) == []
    [sign] = shared_devices([*two, praise(990, customer=3, device="a", technician=8)], customers=3)
    assert (sign.kind, len(sign.rows), sign.technician) == ("device", 4, None)


def test_phones_without_a_mark_are_no_phone() -> None:
    assert shared_devices([praise(n, customer=n) for n in range(5)], customers=3) == []


@pytest.mark.parametrize("reason", ["paid", "repeat", "chased", "safety", "core", "number_changed", "complained"])
def test_each_reason_calls_for_a_person(reason: str) -> None:
    assert why_call(CallFacts("WO-1", **{reason: True}), SCHEME, key=KEY) == (reason,)  # type: ignore[arg-type]


def test_a_reason_that_the_company_struck_out_calls_nobody() -> None:
    scheme = scheme_of({**VALUES, "must": {"called": ["core"]}})
    assert why_call(CallFacts("WO-1", paid=True), scheme, key=KEY) == ()


def test_the_sample_is_by_site_and_the_same_at_every_look() -> None:
    assert why_call(CallFacts("WO-1", site="S-0001"), SCHEME, key=KEY) == ("sample",)
    assert why_call(CallFacts("WO-1", site="S-0002"), SCHEME, key=KEY) == ()
    drawn = [draw_of(f"WO-{n:06}", KEY) for n in range(2000)]
    assert drawn == [draw_of(f"WO-{n:06}", KEY) for n in range(2000)]
    assert 150 < sum(d < 10 for d in drawn) < 250
    assert drawn != [draw_of(f"WO-{n:06}", b"x" * 32) for n in range(2000)]


def test_nobody_calls_back_for_his_own_colleagues() -> None:
    for role in SITE_ROLES | {"dispatcher", "dispatch_lead", "regional_manager"}:
        for kind in desk.CALLERS:
            assert not desk.may_call_back(kind, [role, "callback_agent"]), (role, kind)
    assert desk.may_call_back("after_service", ["callback_agent"])
    assert set(ROLES) >= desk.WATCHERS and desk.WATCHERS.isdisjoint(SITE_ROLES)
