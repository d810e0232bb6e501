"""The words to say: read from the handbook's folders, a company's own folder over ours."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from liuke.areas.care.models import Callback
from liuke.areas.care.queries.stories import Story
from liuke.areas.care.rules import guide
from liuke.areas.care.rules.calling import HERE
from liuke.foundation.words import Words

FILE = Path("guides") / "callback.toml"


def guide_for(callback: Callback, story: Story | None, *, agent: str) -> guide.Guide:
    """The six steps for this callback, filled with what is known of customer, machine and work."""
    values = _values(callback, story, agent)
    grade = callback.customer.grade
    return guide.compose(_data(), kind=callback.kind, grade=grade, values=values)


def version() -> str:
    """The version of the script that is read out now."""
    return str(_data()["version"])


def read(folders: Sequence[Path]) -> dict[str, Any]:
    """The guide of these folders, the last that has one; GuideError says what is wrong with it."""
    found = [folder / FILE for folder in folders if (folder / FILE).is_file()]
    if not found:
        raise guide.GuideError(f"no {FILE} in {', '.join(map(str, folders))}")
    return guide.parse(tomllib.loads(found[-1].read_text(encoding="utf-8")))


@cache
def _data() -> dict[str, Any]:
    return read(settings.HANDBOOK_DIRS)


def _values(callback: Callback, story: Story | None, agent: str) -> dict[str, str]:
    customer, contact = callback.customer, callback.contact
    name = (contact.name if contact else "") or customer.name
    relation = contact.relation if contact else ""
    addressed = guide.salutation(name, relation=relation, is_person=bool(contact) or customer.kind != "company")
    values = {"agent": agent, "customer": customer.name, "code": customer.code}
    values |= _both("salutation", addressed) | _both("company", _company())
    if story is None:
        return values
    values |= _both("machine", story.machine) | _both("work", story.work) | _both("day", _day(story.worked_at))
    return values | {"technician": story.technician, "site": story.site_name}


def _both(name: str, words: Words) -> dict[str, str]:
    return {f"{name}_zh": words.zh, f"{name}_en": words.en}


def _company() -> Words:
    name = str(getattr(settings, "COMPANY_NAME", ""))
    return Words(name or "公司", name or "our company")


def _day(at: datetime | None) -> Words:
    if at is None:
        return Words("", "")
    here = at.astimezone(HERE)
    return Words(f"{here.month}月{here.day}日", f"{here:%-d %B}")
