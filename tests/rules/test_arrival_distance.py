"""What is called far at check-in, and what says nothing."""

from __future__ import annotations

import pytest

from liuke.areas.service.rules.arrival import Position, away

DOOR = (120.13, 30.29)
NORTH_1KM = 0.009


@pytest.mark.parametrize(
    ("degrees", "accuracy", "metres", "far"),
    [
        (0, 20, 0, False), (NORTH_1KM, 20, 1000, False), (3 * NORTH_1KM, 20, 3000, False),
        (4 * NORTH_1KM, 20, 4000, True), (4 * NORTH_1KM, 1500, 4000, False), (50 * NORTH_1KM, 5000, 50000, True),
    ],
)  # fmt: skip
def test_what_is_far(degrees: float, accuracy: int, metres: int, far: bool) -> None:
    found = away(DOOR, Position(DOOR[0], DOOR[1] + degrees, accuracy))
    assert found is not None and found.metres == pytest.approx(metres, abs=100) and found.is_far is far
    assert found.metres % 100 == found.accuracy_metres % 100 == 0


@pytest.mark.parametrize(
    "position",
    [None, Position(200, 30, 10), Position(120, 91, 10), Position(120, 30, 5001), Position(float("nan"), 30, 10),
     Position(120, 30, -1)],
)  # fmt: skip
def test_what_says_nothing(position: Position | None) -> None:
    assert away(DOOR, position) is None
    assert away(None, Position(120, 30, 10)) is None
