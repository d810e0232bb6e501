"""Why complaints come about: a tree of two levels, kept as data; a leaf is named `people.skill`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from liuke.foundation.words import Words


@dataclass(frozen=True)
class Branch:
    """A branch with its leaves."""

    words: Words
    leaves: Mapping[str, Words]


@dataclass(frozen=True)
class Causes:
    """The whole tree."""

    branches: Mapping[str, Branch]

    def list_all(self) -> list[tuple[str, Words]]:
        """Every leaf, with the words of its branch before its own."""
        return [
            (f"{key}.{leaf}", Words(f"{branch.words.zh} · {words.zh}", f"{branch.words.en} · {words.en}"))
            for key, branch in self.branches.items()
            for leaf, words in branch.leaves.items()
        ]

    def words_of(self, key: str) -> Words:
        """The words of a leaf; one that the tree has no more is its key."""
        return dict(self.list_all()).get(key, Words(key, key))
