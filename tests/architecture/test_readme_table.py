"""The figures of the READMEs are those of the last run, in both languages."""

import json

import pytest

from bench.__main__ import GROUPS
from bench.figures import RESULTS
from bench.home import ROOT
from bench.table import NAMES, READMES, between, table


def rows():
    return json.loads(RESULTS.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "language"), READMES.items())
def test_the_readme_shows_the_figures_of_the_committed_results(name, language):
    shown = between((ROOT / name).read_text(encoding="utf-8"))
    assert shown == table(rows(), language).strip(), "run `python -m bench.table`"


def test_every_figure_has_its_words_in_both_languages():
    assert [row["name"] for row in rows() if row["name"] not in NAMES] == []


def test_every_figure_says_its_scale_and_its_command():
    for row in rows():
        assert row["scale"], row["name"]
        assert row["command"].removeprefix("make bench ONLY=") in GROUPS
        assert set(row) == {"name", "value", "unit", "limit", "ratio", "scale", "command", "measured_at"}


def test_a_figure_that_nobody_has_named_yet_is_shown_by_its_name():
    odd = {"name": "odd.one", "value": 3.0, "unit": "x", "limit": None, "ratio": None, "measured_at": "2026-11-23"}
    assert "| odd.one (`odd.one`) | 3 x |" in table([{**odd, "scale": "small"}], "en")
