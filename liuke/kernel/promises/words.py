"""Promise kinds: the words and the page of each thing that can be owed, registered once by its area."""

from __future__ import annotations

from dataclasses import dataclass

from liuke.foundation.words import Words

BY_HAND = "by-hand"
SAFETY, COMPLAINT, ORDINARY = range(3)
"""What comes first of what is due in one stretch of Today."""


@dataclass(frozen=True)
class PromiseKind:
    """`page` is where it is done, with {about}, {customer} and {promise}; `act` the words on its button."""

    name: str
    words: Words
    act: Words
    page: str
    seen_by: str
    rank: int = ORDINARY


_KINDS: dict[str, PromiseKind] = {}


def promise_kind(
    name: str,
    *,
    zh: str,
    en: str,
    act_zh: str = "处理",
    act_en: str = "Handle",
    page: str = "",
    seen_by: str = "staff",
    rank: int = ORDINARY,
) -> None:
    """Register what can be owed. The area that does it owns its words; `rank` says what it comes before."""
    _KINDS[name] = PromiseKind(
        name, Words(zh, en), Words(act_zh, act_en), page or "/promises/{promise}/", seen_by, rank
    )


def rank_of(name: str) -> int:
    """SAFETY before COMPLAINT before ORDINARY."""
    kind = _KINDS.get(name)
    return kind.rank if kind else ORDINARY


def find(name: str) -> PromiseKind | None:
    return _KINDS.get(name)


def list_all() -> list[PromiseKind]:
    return sorted(_KINDS.values(), key=lambda k: k.name)


def of(name: str) -> Words:
    kind = _KINDS.get(name)
    return kind.words if kind else Words(name, name)


promise_kind(BY_HAND, zh="我的承诺", en="My promise", act_zh="已办", act_en="Done")
