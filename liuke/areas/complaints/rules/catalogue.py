"""What a complaint can be and what may be offered, as the handbook's file says it; a fault in the file is told by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from liuke.areas.complaints.rules.causes import Branch, Causes
from liuke.foundation.words import Words


class CatalogueError(ValueError):
    """The file cannot be read as a catalogue of complaints."""


@dataclass(frozen=True)
class Source:
    """A way complaints come in. `formal`: authority, press, association, counsel, with a written answer in days."""

    key: str
    words: Words
    spoken: bool = False
    formal: bool = False
    answer_working_days: int = 0
    source: str = ""


@dataclass(frozen=True)
class Remedy:
    """What may be offered. `cost_cents` is what it usually costs; `has_amount`: a sum is named with it."""

    key: str
    words: Words
    cost_cents: int
    stances: frozenset[str]
    has_amount: bool = False
    visit: bool = False


@dataclass(frozen=True)
class Stance:
    """Whose it was, and what to say then."""

    key: str
    words: Words
    say: Words


@dataclass(frozen=True)
class Step:
    """One step of the talk, with words for it."""

    key: str
    words: Words
    say: Words


@dataclass(frozen=True)
class Exposure:
    """What a court or an authority might add. Shown to who handles complaints, and never offered."""

    subs: frozenset[str]
    words: Words
    source: str


@dataclass(frozen=True)
class Template:
    """A letter: its name, and its text with placeholders."""

    key: str
    words: Words
    text: Words


@dataclass(frozen=True)
class Grave:
    """What makes a complaint serious, grave, or hard to settle in three days."""

    grave_subs: frozenset[str]
    grave_sources: frozenset[str]
    serious_subs: frozenset[str]
    hard_subs: frozenset[str]


@dataclass(frozen=True)
class Catalogue:
    """The whole file."""

    version: str
    sources: Mapping[str, Source]
    kinds: Mapping[str, Words]
    subs: Mapping[str, Mapping[str, Words]]
    authority: Mapping[str, int]
    remedies: Mapping[str, Remedy]
    stances: Mapping[str, Stance]
    steps: tuple[Step, ...]
    exposures: tuple[Exposure, ...]
    letters: Mapping[str, Template]
    causes: Causes = field(default=Causes({}))
    severity: Grave = field(default=Grave(frozenset(), frozenset(), frozenset(), frozenset()))

    def sub_words(self, kind: str, sub: str) -> Words:
        """The words of a sub-kind; empty where none was chosen."""
        return self.subs.get(kind, {}).get(sub, Words("", ""))


def parse(data: Mapping[str, Any]) -> Catalogue:
    """Read the file's tables; CatalogueError says what is missing."""
    try:
        return Catalogue(
            version=str(data["version"]),
            sources={key: _source(key, one) for key, one in data["sources"].items()},
            kinds={key: _words(one) for key, one in data["kinds"].items()},
            subs={key: _leaves(one) for key, one in data["kinds"].items()},
            authority={role: int(cents) for role, cents in data["authority"].items()},
            remedies={key: _remedy(key, one) for key, one in data["remedies"].items()},
            stances={key: Stance(key, _words(one), _said(one)) for key, one in data["stances"].items()},
            steps=tuple(Step(one["key"], _words(one), _said(one)) for one in data["steps"]),
            exposures=tuple(Exposure(frozenset(e["when"]), _words(e), e["source"]) for e in data["exposures"]),
            letters={key: _template(key, one) for key, one in data["letters"].items()},
            causes=Causes({key: Branch(_words(one), _leaves(one)) for key, one in data["causes"].items()}),
            severity=Grave(**{name: frozenset(keys) for name, keys in data["severity"].items()}),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as wrong:
        raise CatalogueError(f"complaint.toml: {wrong!r}") from wrong


def _words(one: Mapping[str, Any]) -> Words:
    return Words(str(one["zh"]), str(one["en"]))


def _leaves(one: Mapping[str, Any]) -> dict[str, Words]:
    return {key: Words(*words) for key, words in one["subs"].items()}


def _said(one: Mapping[str, Any]) -> Words:
    return Words(str(one["say_zh"]), str(one["say_en"]))


def _template(key: str, one: Mapping[str, Any]) -> Template:
    return Template(key, _words(one), Words(str(one["text_zh"]), str(one["text_en"])))


def _source(key: str, one: Mapping[str, Any]) -> Source:
    return Source(
        key, _words(one), bool(one.get("spoken")), bool(one.get("formal")), int(one.get("answer_working_days", 0)),
        str(one.get("source", "")),
    )  # fmt: skip


def _remedy(key: str, one: Mapping[str, Any]) -> Remedy:
    stances = frozenset(one["stances"])
    return Remedy(key, _words(one), int(one["cost"]), stances, bool(one.get("amount")), bool(one.get("visit")))
