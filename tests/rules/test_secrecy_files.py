"""Who may open a file (H9): its own level before its customer's, as for any clear value; marked ones stay in the centre."""

from __future__ import annotations

import pytest

from liuke.areas.secrecy.rules.files import Level, Reader, level_of, may_open

AGENT = Reader(frozenset({"agent"}), of_centre=True, is_keeper=False)
LEAD = Reader(frozenset({"hotline_lead"}), of_centre=True, is_keeper=False)
KEEPER = Reader(frozenset({"agent"}), of_centre=True, is_keeper=True)
TECHNICIAN = Reader(frozenset({"technician"}), of_centre=False, is_keeper=False)


def test_a_files_own_level_comes_before_its_customers_higher_or_lower() -> None:
    assert level_of("", "important") == Level("important", is_own=False)
    assert level_of("general", "core") == Level("general", is_own=True)
    assert level_of("core", "general") == Level("core", is_own=True)


@pytest.mark.parametrize(
    ("level", "is_own", "who"),
    [
        ("general", False, (AGENT, LEAD, KEEPER, TECHNICIAN)),
        ("important", False, (AGENT, LEAD, KEEPER, TECHNICIAN)),
        ("core", False, (LEAD, KEEPER, TECHNICIAN)),
        ("general", True, (AGENT, LEAD, KEEPER, TECHNICIAN)),
        ("important", True, (AGENT, LEAD, KEEPER)),
        ("core", True, (LEAD, KEEPER)),
    ],
)
def test_who_opens_what(level: str, is_own: bool, who: tuple[Reader, ...]) -> None:
    opening = [one for one in (AGENT, LEAD, KEEPER, TECHNICIAN) if may_open(Level(level, is_own), one)]
    assert opening == list(who)
