"""Each kind of order has its own checklist; what is required is what harms or is disputed (practice §1.8–9)."""

from __future__ import annotations

import pytest

from liuke.areas.service.rules.checklists import ALWAYS, BY_KIND, CHECKLIST, items_offered, items_required, unticked
from liuke.areas.service.rules.names import ORDER_KINDS


def test_every_kind_has_a_list_of_known_items() -> None:
    assert set(BY_KIND) == set(ORDER_KINDS)
    assert {item for items in BY_KIND.values() for item in items} == set(CHECKLIST)


@pytest.mark.parametrize("kind", ORDER_KINDS)
@pytest.mark.parametrize("gas", [False, True])
def test_what_is_required_is_offered(kind: str, gas: bool) -> None:
    assert items_required(kind, gas=gas) <= set(items_offered(kind))


@pytest.mark.parametrize(
    ("kind", "gas", "ticked", "left"),
    [
        ("install", False, (), ("unpacked", "test_run")),
        ("install", True, ("unpacked", "test_run"), ("leak",)),
        ("install", True, ("unpacked", "test_run", "leak"), ()),
        ("repair", False, (), ()),
        ("repair", True, ("test_run",), ("leak",)),
        ("exchange", False, ("unpacked",), ("test_run",)),
        ("workshop", True, (), ("labelled",)),
        ("dismantle", True, (), ()),
    ],
)
def test_what_is_left_to_tick(kind: str, gas: bool, ticked: tuple[str, ...], left: tuple[str, ...]) -> None:
    assert unticked(kind, ticked, gas=gas) == left
    assert set(ALWAYS) <= set(BY_KIND)
