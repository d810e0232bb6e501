"""Words of danger bring the script before any form field; words that deny it do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from liuke.areas.service.rules import safety

FILE = Path(__file__).parents[2] / "liuke" / "areas" / "service" / "safety.toml"
KNOWN = safety.parse(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("said", "hazards"),
    [
        ("厨房里有煤气味", ["gas"]),
        ("燃气灶漏气,还有糊味", ["gas", "smoke"]),
        ("洗衣机漏水,摸着麻手", ["shock", "water"]),
        ("热水器外壳带电", ["leak_current"]),
        ("There is a smell of gas and SMOKE", ["gas", "smoke"]),
        ("不漏水,只是声音大", []),
        ("没有漏电", []),
        ("no smoke, but loud", []),
        ("上次没有漏水,今天漏水了", ["water"]),
        ("不吸烟", []),
    ],
)
def test_what_is_heard(said: str, hazards: list[str]) -> None:
    assert [h.key for h in safety.hazards_in(said, "", KNOWN)] == hazards


def test_the_gravest_danger_s_steps_come_first_and_each_once() -> None:
    steps = safety.script(safety.hazards_in("煤气味,冒烟", "", KNOWN))
    keys = [s.key for s in steps]
    assert keys[0] == "no_switch"
    assert len(keys) == len(set(keys))
    assert {"shut_gas", "air", "leave", "call_gas_company", "call_119"} <= set(keys)


def test_every_step_is_said_in_both_languages() -> None:
    for hazard in KNOWN:
        assert hazard.words.zh and hazard.words.en and hazard.steps
        assert all(step.words.zh and step.words.en for step in hazard.steps)
