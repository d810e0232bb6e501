"""Feelings first, then facts: a complaint's text cut into sentences, each proposed as one of four, with why (H23, C3).

Proposed by a lexicon, offline; a person decides. Pure: the same text is always proposed alike.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from liuke.foundation.words import Words

FEELING, FACT, WISH, OPINION = "feeling", "fact", "wish", "opinion"
LABELS: Final[Mapping[str, Words]] = {
    FEELING: Words("感受", "feeling"),
    FACT: Words("事实", "fact"),
    WISH: Words("诉求", "wish"),
    OPINION: Words("看法", "opinion"),
}
LEXICON: Final = Path(__file__).with_name("feelings.toml")
LONGEST: Final = 20_000
MOST_SENTENCES: Final = 400
_LONG: Final = 60
_TOLD: Final = 12
_BETWEEN: Final = re.compile(r"[^。！？!?；;…\n\r]+[。！？!?；;…]*")
_PARTS: Final = re.compile(r"[^，,]+[，,]?")
_ORDER: Final = (WISH, FEELING, OPINION, FACT)  # of equal weights the first: what is asked for is heard first


@dataclass(frozen=True)
class Cue:
    """What speaks for a label: a pattern, how strongly, and how it is said to the reader."""

    label: str
    weight: int
    words: Words
    regex: re.Pattern[str]


@dataclass(frozen=True)
class Proposal:
    """A sentence from `start` to before `end` of the text; `margin` is how far the label leads the next one."""

    start: int
    end: int
    text: str
    label: str
    reason: Words
    margin: int


def cut(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a text as places in it; very long ones are cut again at their commas. Blank ones are left out."""
    found: list[tuple[int, int]] = []
    for match in _BETWEEN.finditer(text[:LONGEST]):
        found += _pieces(match.start(), match.group())
    return tuple(found[:MOST_SENTENCES])


def propose(text: str, cues: Sequence[Cue] | None = None) -> tuple[Proposal, ...]:
    """Each sentence with its proposed label and why. Of the house's lexicon where no `cues` are given."""
    known = cues if cues is not None else lexicon()
    return tuple(_proposal(start, end, text[start:end], known) for start, end in cut(text))


def read(told: Sequence[Mapping[str, Any]]) -> tuple[Cue, ...]:
    """Cues as the lexicon's file tells them."""
    return tuple(
        Cue(one["label"], int(one["weight"]), Words(one["zh"], one["en"]), re.compile("".join(one["words"].split())))
        for one in told
    )


@cache
def lexicon() -> tuple[Cue, ...]:
    """The house's own cues."""
    return read(tomllib.loads(LEXICON.read_text(encoding="utf-8"))["cue"])


def _pieces(start: int, sentence: str) -> Iterator[tuple[int, int]]:
    parts = _PARTS.finditer(sentence) if len(sentence) > _LONG else ()
    spans = [(start + p.start(), p.group()) for p in parts] or [(start, sentence)]
    for at, said in spans:
        bare = said.strip()
        if re.search(r"\w", bare):
            left = at + said.index(bare)
            yield left, left + len(bare)


def _proposal(start: int, end: int, text: str, cues: Sequence[Cue]) -> Proposal:
    scores = dict.fromkeys(LABELS, 0)
    why: dict[str, tuple[int, Cue, str]] = {}
    for cue in cues:
        heard = cue.regex.search(text)
        if heard is None:
            continue
        scores[cue.label] += cue.weight
        if cue.label not in why or cue.weight > why[cue.label][0]:
            why[cue.label] = (cue.weight, cue, heard.group()[:_TOLD])
    label = max(_ORDER, key=lambda one: (scores[one], -_ORDER.index(one)))
    lead = scores[label] - max(score for one, score in scores.items() if one != label)
    return Proposal(start, end, text, label, _reason(*why[label][1:]) if label in why else Words("", ""), lead)


def _reason(cue: Cue, heard: str) -> Words:
    if len(heard) < 2:
        return cue.words
    return Words(f"{cue.words.zh}：“{heard}”", f"{cue.words.en}: “{heard}”")
