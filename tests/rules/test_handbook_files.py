"""The default handbook: every file sound by the kernel's own reader, every rule with its source and both languages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

import liuke
from liuke.kernel.playbook.loading import read_folders
from liuke.kernel.playbook.reading import problems

FOLDER = Path(liuke.__file__).parent / "handbook"
FILES = sorted(FOLDER.glob("*.toml"))
CITED = re.compile(r"(H\d{1,2}|§\d+(\.\d+)?)")
ROWS = {*range(1, 17), *range(18, 21), 17, 21, 22, 24, 30}


def rules() -> Iterator[dict]:
    for path in FILES:
        yield from tomllib.loads(path.read_text("utf-8"))["rule"]


@pytest.mark.parametrize("rule", list(rules()), ids=lambda r: r["id"])
def test_a_rule_is_sound_to_the_kernels_reader(rule: dict) -> None:
    assert apps.ready
    assert problems(rule) == []


@pytest.mark.parametrize("rule", list(rules()), ids=lambda r: r["id"])
def test_a_rule_cites_its_practice_and_speaks_both_languages(rule: dict) -> None:
    assert CITED.search(rule["source"])
    assert re.search(r"[\u4e00-\u9fff]", rule["zh"])
    assert rule["en"] and not re.search(r"[\u4e00-\u9fff]", rule["en"])


def test_the_folder_as_a_whole_is_sound() -> None:
    found, faults = read_folders([FOLDER])

    assert faults == []
    assert len(found) == len(list(rules()))


def test_every_row_of_the_practice_that_concerns_the_loop_has_its_rule() -> None:
    cited = {int(n) for rule in rules() for n in re.findall(r"#(\d+)", rule["source"])}

    assert cited >= ROWS


def test_whoever_is_told_of_a_late_promise_differs_from_step_to_step() -> None:
    for rule in rules():
        told = [step["tell"] for step in rule["promise"].get("ladder", ()) if not str(step["at"]).startswith("-")]
        assert len(told) == len(set(told)), rule["id"]
