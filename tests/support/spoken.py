"""The Chinese that the house speaks: string literals, translations, and the handbook's words, with where they stand."""

from __future__ import annotations

import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from typing import Any

from tests.support.strings import HOUSE, catalogues

CHINESE = re.compile(r"[\u4e00-\u9fff]")
_QUIET = {tokenize.NL, tokenize.COMMENT}
_STARTS = {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
_PLACE = re.compile(r"\{[^{}]*\}")


def every() -> Iterator[tuple[str, str]]:
    """(where, text) of each."""
    yield from literals()
    yield from translated()
    yield from of_handbook()


def literals() -> Iterator[tuple[str, str]]:
    """String literals of the code but patterns (raw ones) and docstrings; {} stands for what is filled in."""
    for path in sorted(HOUSE.rglob("*.py")):
        if "node_modules" not in path.parts and "migrations" not in path.parts:
            text = path.read_text(encoding="utf-8")
            yield from ((f"{path.relative_to(HOUSE)}:{line}", said) for line, said in _strings(text))


def _strings(text: str) -> Iterator[tuple[int, str]]:
    before = tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        prefix = re.match(r"\w*", token.string)
        if token.type == tokenize.STRING and prefix and "r" not in prefix[0].lower() and before not in _STARTS:
            yield token.start[0], _PLACE.sub("{}", token.string)
        before = before if token.type in _QUIET else token.type


def translated() -> Iterator[tuple[str, str]]:
    """What the catalogues say for each string of the pages."""
    for path, po in catalogues().items():
        for entry in po:
            for said in (entry.msgstr, *entry.msgstr_plural.values()):
                yield f"{path.relative_to(HOUSE)}:{entry.linenum}", said


def of_handbook() -> Iterator[tuple[str, str]]:
    """Every Chinese value in a TOML file of the house."""
    for path in sorted(HOUSE.rglob("*.toml")):
        if "node_modules" not in path.parts:
            for said in _values(tomllib.loads(path.read_text(encoding="utf-8"))):
                yield str(path.relative_to(HOUSE)), said


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _values(inner)
