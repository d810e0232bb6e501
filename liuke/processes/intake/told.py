"""What the cells of a line say, column by column; what cannot be read is refused there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from liuke.foundation.words import Words
from liuke.processes.intake.lines import Line, Refusals
from liuke.processes.intake.reading.cells import BadCell, code_of, text_of, yes_or_no

CODES: Final = frozenset({"phone", "phone_2", "serial", "external_no", "verification_code"})


def texts_of(line: Line, places: Sequence[tuple[int, str]], refusals: Refusals) -> dict[str, str]:
    """The cells of a line as text by column; a cell that cannot be read is refused and counts as empty."""
    told = {}
    cells = line.cells
    for place, key in places:
        value = cells[place]
        try:
            text = "" if value is None or value == "" else text_of(value)
            told[key] = code_of(text) if text and key in CODES else text
        except BadCell as bad:
            refusals.add_words(line.number, key, bad.words)
            told[key] = ""
    return told


def yes(row: int, key: str, told: dict[str, str], refusals: Refusals) -> bool:
    """Whether the cell says yes; empty is no."""
    if not told[key]:
        return False
    try:
        return yes_or_no(told[key])
    except BadCell as bad:
        refusals.add_words(row, key, bad.words)
        return False


def chosen(row: int, key: str, told: dict[str, str], choices: dict[str, str], refusals: Refusals) -> str:
    """The code behind a word of a closed list."""
    found = choices.get(told[key].lower())
    if found is None:
        offered = "、".join(dict.fromkeys(word for word in choices if word and not word.isascii()))
        spoken = dict.fromkeys(word for word in choices if word and word.isascii())
        english = ", ".join([word for word in spoken if word not in choices.values()] or spoken)
        refusals.add_words(row, key, Words(f"只能填：{offered[:200]}。", f"One of: {english[:200]}."))
        return next(iter(choices.values()))
    return found
