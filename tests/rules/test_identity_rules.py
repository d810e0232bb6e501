from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.foundation.identity.rules import (
    TimeOut,
    account_of,
    is_username,
    locked_until,
    network_of,
    timed_out,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("started", "seen", "administrator", "why"),
    [
        (60, 29, False, None),
        (60, 30, False, TimeOut.IDLE),
        (60, 9, True, None),
        (60, 10, True, TimeOut.IDLE),
        (12 * 60, 1, False, TimeOut.ABSOLUTE),
        (12 * 60 - 1, 1, False, None),
    ],
)
def test_a_session_ends_when_idle_or_too_old_and_sooner_for_administrators(
    started: int, seen: int, administrator: bool, why: TimeOut | None
) -> None:
    told = timed_out(
        started_at=NOW - started * MINUTE, seen_at=NOW - seen * MINUTE, at=NOW, administrator=administrator
    )
    assert told is why


def test_five_failures_from_one_network_close_the_door_for_a_quarter_of_an_hour() -> None:
    failures = [NOW + n * MINUTE for n in range(5)]
    last = failures[-1]
    assert locked_until(of_network=failures[:4], of_account=failures[:4], at=last) is None
    assert locked_until(of_network=failures, of_account=failures, at=last) == last + 15 * MINUTE
    assert locked_until(of_network=failures, of_account=failures, at=last + 15 * MINUTE) is None


def test_five_failures_spread_over_an_hour_are_no_attack() -> None:
    failures = [NOW + n * 12 * MINUTE for n in range(5)]
    assert locked_until(of_network=failures, of_account=failures, at=failures[-1]) is None


def test_twenty_failures_from_many_networks_close_the_account() -> None:
    failures = [NOW + n * 2 * MINUTE for n in range(20)]
    assert locked_until(of_network=[], of_account=failures[:19], at=failures[18]) is None
    assert locked_until(of_network=[], of_account=failures, at=failures[-1]) == failures[-1] + 15 * MINUTE


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/64"),
        ("nonsense", "unknown"),
        ("", "unknown"),
    ],
)
def test_neighbouring_addresses_count_as_one_network(address: str, network: str) -> None:
    assert network_of(address) == network


def test_width_case_and_blanks_of_a_username_do_not_matter() -> None:
    assert account_of(" Ｌｉ.Na ") == account_of("li.na") == "li.na"
    assert is_username("li.na")
    assert not is_username("李娜")
    assert not is_username("a" * 65)


@given(st.text(max_size=200))
def test_no_typed_username_breaks_it(text: str) -> None:
    assert len(account_of(text)) <= 64
    assert "\x00" not in account_of(text)
