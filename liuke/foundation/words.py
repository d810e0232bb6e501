"""A sentence in both languages, for what is said below the pages (faults, verdicts, rules, event kinds)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    zh: str
    en: str

    def told(self, language: str) -> str:
        """The sentence in the reader's language (`zh-hans`, `en`, ...); Chinese is the house's first."""
        return self.en if language.startswith("en") else self.zh

    def filled(self, **values: object) -> Words:
        return Words(self.zh.format(**values), self.en.format(**values))
