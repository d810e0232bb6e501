"""Changing wordings and standard phrases version by version, and letting a text go out all the same, with a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from liuke.areas.knowledge import access
from liuke.areas.knowledge.models import Overriding, Phrase, WordingText
from liuke.areas.knowledge.queries import words
from liuke.areas.knowledge.queries.words import KINDS, Finding
from liuke.areas.knowledge.rules import patterns, wordings
from liuke.areas.knowledge.rules.phrases import SITUATIONS, checked_phrase
from liuke.areas.knowledge.rules.pieces import PatternError
from liuke.events.knowledge import PhraseChanged, WordingChanged, WordsOverridden
from liuke.foundation.faults import Invalid, Stale
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.models import COMPANY

_KEY: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")
LONGEST: Final = 200
MOST: Final = 60


@dataclass(frozen=True)
class WordingDraft:
    """A wording as its page is filled in; patterns a line each (rules/patterns.py)."""

    kind: str
    reason: Words
    better: Words
    patterns: Sequence[str]
    unless: Sequence[str] = ()
    unless_near: Sequence[str] = ()
    unless_anywhere: Sequence[str] = ()
    at_least: int = 1
    is_used: bool = True


@transaction.atomic
def set_wording(key: str, draft: WordingDraft, *, by: Actor, at: datetime, seen: int | None = None) -> int:
    """Write the next version of a wording, known or new; returns it. It counts from the next text on (H24).

    Raises Invalid with `key`, `kind`, `reason`, `better`, `patterns` (which line and why); Stale for an older `seen`.
    """
    access.require_word_editor(by)
    told = _checked_wording(key, draft)
    former = WordingText.objects.select_for_update().filter(key=key, is_current=True).first()
    _must_be_seen(former.version if former else 0, seen)
    version = _next(former)
    WordingText.objects.create(
        key=key, version=version, kind=draft.kind, told=told, is_used=draft.is_used, at=at, by=by
    )
    event = WordingChanged(key=key, version=version, used=draft.is_used, reason=draft.reason.zh)
    record(event, on=COMPANY, by=by, at=at)
    return version


@transaction.atomic
def set_phrase(
    key: str, *, situation: str, text: str, is_used: bool = True, by: Actor, at: datetime, seen: int | None = None
) -> int:
    """Write the next version of a standard phrase, known or new; returns it. Invalid with `key`, `situation`, `text`."""
    access.require_word_editor(by)
    _check_key(key)
    if situation not in SITUATIONS:
        raise Invalid.field("situation", "请选择场景。", "Choose a situation.")
    told = checked_phrase(text)
    if found := [one for one in words.check(told) if one.kind != words.LIKENESS]:
        raise Invalid.field("text", f"话术里有禁语“{found[0].text}”。", f"The phrase says “{found[0].text}”.")
    former = Phrase.objects.select_for_update().filter(key=key, is_current=True).first()
    _must_be_seen(former.version if former else 0, seen)
    version = _next(former)
    Phrase.objects.create(key=key, version=version, situation=situation, text=told, is_used=is_used, at=at, by=by)
    record(PhraseChanged(key=key, version=version, used=is_used, situation=situation), on=COMPANY, by=by, at=at)
    return version


@transaction.atomic
def override(
    about: str, found: Sequence[Finding], *, because: str, where: str = "", on: int = COMPANY, by: Actor, at: datetime
) -> None:
    """Let a text go out although the check found something: counted, with the reason on the history. Invalid `because`."""
    if not 1 < len(because.strip()) <= LONGEST:
        raise Invalid.field("because", f"请写明保留原文的理由（{LONGEST} 字内）。", "Say why it goes out as it is.")
    rules = list(dict.fromkeys(one.rule for one in found))
    Overriding.objects.create(about=about[:40], rules=rules, by=by, at=at)
    told = WordsOverridden(
        about=about[:40] or "-", rules=tuple(rules), where=where, because=because.strip(),
        text="；".join(one.text[:60] for one in found[:5]),
    )  # fmt: skip
    record(told, on=on, by=by, at=at)


def _checked_wording(key: str, draft: WordingDraft) -> dict[str, Any]:
    _check_key(key)
    if draft.kind not in KINDS:
        raise Invalid.field("kind", "请选择类别。", "Choose a kind.")
    for name, said in (("reason", draft.reason), ("better", draft.better)):
        if not (said.zh.strip() and said.en.strip()) or max(len(said.zh), len(said.en)) > LONGEST:
            raise Invalid.field(name, f"请用中英文填写（各 {LONGEST} 字内）。", "Fill it in in both languages.")
    told: dict[str, Any] = {
        "reason": {"zh": draft.reason.zh.strip(), "en": draft.reason.en.strip()},
        "better": {"zh": draft.better.zh.strip(), "en": draft.better.en.strip()},
        "at_least": max(1, min(draft.at_least, 20)),
    }
    for field in ("patterns", "unless", "unless_near", "unless_anywhere"):
        told[field] = _checked_patterns(field, getattr(draft, field))
    if not told["patterns"]:
        raise Invalid.field("patterns", "至少写一种说法。", "Write at least one way of saying it.")
    wordings.wording_of({**told, "key": key, "kind": draft.kind})
    return told


def _checked_patterns(field: str, sources: Sequence[str]) -> list[str]:
    kept = [one.strip() for one in sources if one.strip()]
    if len(kept) > MOST:
        raise Invalid.field(field, f"最多 {MOST} 行。", f"At most {MOST} lines.")
    for number, one in enumerate(kept, start=1):
        try:
            patterns.read(one)
        except PatternError as wrong:
            raise Invalid.field(field, f"第 {number} 行：{wrong.zh}。", f"Line {number}: {wrong}.") from wrong
    return kept


def _check_key(key: str) -> None:
    if not _KEY.fullmatch(key):
        raise Invalid.field(
            "key", "编号用小写字母、数字和下划线，2 至 40 位。", "Lower-case letters, digits and _ only."
        )


def _must_be_seen(version: int, seen: int | None) -> None:
    if seen is not None and seen != version:
        raise Stale("刚被别人修改，请刷新后再改。", "Somebody has just changed it; look again.",
                    difference={"version": (version, seen)})  # fmt: skip


def _next(former: WordingText | Phrase | None) -> int:
    """The version after the former one, which is current no longer."""
    if former is None:
        return 1
    former.is_current = False
    former.save(update_fields=["is_current"])
    return former.version + 1
