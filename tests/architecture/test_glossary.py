"""One word, one meaning: what pages call people, states and promises stands in docs/glossary.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import liuke
from liuke.areas.care.rules import desk
from liuke.areas.care.rules.outcome import WORDS
from liuke.areas.service.rules.states import STATES
from liuke.foundation.identity.roles import ROLES
from liuke.foundation.words import Words
from liuke.kernel.promises import words as promise_kinds

GLOSSARY = Path(liuke.__file__).parent.parent / "docs" / "glossary.md"


def pairs() -> set[tuple[str, str]]:
    """Every (zh, en) that the glossary allows; several in one cell stand apart by ·, brackets are remarks."""
    found: set[tuple[str, str]] = set()
    for line in GLOSSARY.read_text("utf-8").splitlines():
        cells = [c.strip() for c in line.strip().strip("|").split("|")]
        if not line.startswith("|") or len(cells) < 2 or set(cells[0]) <= {"-"}:
            continue
        zh, en = (re.sub(r"\s*\([^)]*\)", "", c) for c in cells[:2])
        found.add((zh, en.lower()))
        if " · " in cells[0]:
            found |= set(zip(zh.split(" · "), en.lower().split(" · "), strict=True))
    return found


def shown() -> Iterator[tuple[str, Words]]:
    yield from ((f"role {name}", Words(*words)) for name, words in ROLES.items())
    yield from ((f"order state {name}", words) for name, words in STATES.items())
    yield from ((f"outcome {name}", words) for name, words in WORDS.items())
    for table in (desk.KIND_WORDS, desk.STATE_WORDS, desk.DISSATISFACTION_WORDS):
        yield from ((f"care {name}", words) for name, words in table.items())
    for kind in promise_kinds.list_all():
        if not kind.name.startswith("trial-"):
            yield f"promise {kind.name}", kind.words


@pytest.mark.parametrize(("what", "words"), list(shown()), ids=lambda v: v if isinstance(v, str) else "")
def test_a_word_that_pages_show_stands_in_the_glossary(what: str, words: Words) -> None:
    assert (words.zh, words.en.lower()) in pairs(), f"{what}: add “{words.zh} | {words.en}” to docs/glossary.md"


def test_nothing_is_called_by_a_synonym_that_the_glossary_forbids_for_it() -> None:
    rows = [line.strip().strip("|").split("|") for line in GLOSSARY.read_text("utf-8").splitlines() if line[:1] == "|"]
    forbidden = {r[0].strip(): {w.strip().lower() for w in r[3].split(",")} for r in rows if len(r) == 4}

    for what, words in shown():
        assert words.en.lower() not in forbidden.get(words.zh, set()) - {""}, what
