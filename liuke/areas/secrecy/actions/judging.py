"""Whoever leads somebody finds out why he looked at so much."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from liuke.areas.secrecy.access import cases as access
from liuke.areas.secrecy.actions.leaks import report
from liuke.areas.secrecy.queries.people import get_looker
from liuke.events.secrecy import RevealsJudged
from liuke.foundation.faults import Forbidden, Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import line
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.models import COMPANY

VERDICTS: Final[dict[str, Words]] = {
    "work": Words("属正常工作", "it was their work"),
    "leak": Words("按泄密处理", "it is handled as a leak"),
}


@transaction.atomic
def judge_reveals(
    username: str, *, verdict: str, because: str, keeps: int | None = None, by: Actor, at: datetime
) -> None:
    """Say why somebody looked at so many clear values. Raises Invalid (`verdict`, `because`), Forbidden for himself."""
    person = get_looker(username, by=by)
    if person.pk == by.pk or not access.may_look_into(person, by):
        raise Forbidden("由其班长或经理核实。", "A lead of theirs or a manager finds out.")
    if verdict not in VERDICTS:
        raise Invalid.field("verdict", "请选择核实结论。", "Choose what it was.")
    words = VERDICTS[verdict]
    event = RevealsJudged(
        person.username or "", person.pk, verdict, line("because", because, most=200), words.zh, words.en
    )
    record(event, on=COMPANY, by=by, at=at, keeps=keeps)
    if verdict == "leak":
        report(_said(person, event.because, by.language), by=by, at=at)


def _said(person: Actor, because: str, language: str) -> str:
    name = person.name or person.username
    told = Words(
        f"核实 {name} 查看明文过多：{because}", f"Found out about the clear values that {name} looked at: {because}"
    )
    return told.told(language)
