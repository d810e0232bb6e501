"""How secrecy levels are said and coloured on pages."""

from __future__ import annotations

from typing import Final

from liuke.foundation.words import Words
from liuke.web.desk.customer_file.words import SECRECY

LEVEL_STATE: Final = {"general": "due", "important": "soon", "core": "late"}
RELEASE_STATE: Final = {
    "asked": "soon", "approved": "due", "made": "soon", "taken": "kept", "refused": "waived", "withdrawn": "void",
    "lapsed": "void", "failed": "late",
}  # fmt: skip


def level_words(level: str) -> Words:
    return SECRECY[level]
