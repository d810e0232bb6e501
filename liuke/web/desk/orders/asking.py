"""What an act asks for before it is done, as fields of one small form, and how the answers are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from django.http import HttpRequest
from django.utils.translation import get_language

from liuke.areas.service.queries.names import Window
from liuke.areas.service.queries.placing import OfferedWindow
from liuke.foundation.clock import LOCAL, local
from liuke.foundation.faults import Invalid
from liuke.foundation.files.actions import store
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import day_in
from liuke.foundation.words import Words
from liuke.web.desk.filters import told
from liuke.web.ui import moments, shapes

Kind = Literal["cards", "select", "text", "area", "window", "checks", "files", "yes", "day"]
OTHER = "other"
LONGEST_NOTE = 500
MOST_FILES = 10


@dataclass(frozen=True)
class Ask:
    """One field: what it is called, how it looks, what may be chosen."""

    kind: Kind
    name: str
    label: str
    choices: tuple[shapes.Choice, ...] = ()
    value: str = ""
    hint: str = ""
    optional: bool = False

    @property
    def pairs(self) -> list[tuple[str, str | Words]]:
        return [(c.key, c.label) for c in self.choices]


def closed(kind: Kind, name: str, label: str, words: Mapping[str, Words]) -> Ask:
    """A closed list of reasons."""
    return Ask(kind, name, label, tuple(shapes.Choice(said, key=key) for key, said in words.items()))


def note(label: str) -> Ask:
    return Ask("area", "note", label, optional=True)


def windows(name: str, label: str, offered: Iterable[OfferedWindow], *, at: datetime, value: str = "") -> Ask:
    """Real windows with what is left in each, and another time beside them."""
    language = get_language() or "zh-hans"
    choices = [
        shapes.Choice(
            moments.window(w.start, w.end, now=at, language=language),
            key=key_of(w),
            note=told(Words(f"余 {w.left} 单", f"room for {w.left}")),
        )
        for w in offered
    ]
    return Ask("window", name, label, tuple(choices), value or (choices[0].key if choices else OTHER))


def key_of(w: OfferedWindow | Window) -> str:
    """A window as one value of a form."""
    return f"{w.start.astimezone(LOCAL).isoformat()}/{w.end.astimezone(LOCAL).isoformat()}"


def window(request: HttpRequest, name: str = "window", *, needed: bool = True) -> Window | None:
    """The chosen window: one of those offered, or date and times of another."""
    said = request.POST.get(name, "").strip()
    if said and said != OTHER:
        return window_from(name, said)
    day, begins, ends = (request.POST.get(f"{name}_{part}", "").strip() for part in ("day", "from", "until"))
    if not (day or begins or ends) and not needed:
        return None
    try:
        start, end = (datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=LOCAL) for clock in (begins, ends))
    except ValueError:
        raise Invalid.field(
            name, "请选择时段，或填写日期和起止时间。", "Choose a window, or give a day and times."
        ) from None
    return Window(start, end)


def needed_window(request: HttpRequest, name: str = "window") -> Window:
    found = window(request, name)
    if found is None:
        raise Invalid.field(name, "请选择时段。", "Choose a window.")
    return found


def moment(request: HttpRequest, name: str) -> datetime | None:
    """A day of the form, as its evening; nothing for nothing."""
    said = request.POST.get(name, "").strip()
    if not said:
        return None
    return datetime.combine(day_in(name, said), time(18), LOCAL)


def text(request: HttpRequest, name: str = "note") -> str:
    return request.POST.get(name, "").strip()[:LONGEST_NOTE]


def number(request: HttpRequest, name: str) -> int | None:
    said = request.POST.get(name, "").strip()
    return int(said) if said.isdecimal() and said.isascii() and len(said) < 19 else None


def files(request: HttpRequest, name: str, *, order: str, by: Actor, at: datetime) -> list[str]:
    """Keep the uploaded files for the order; their keys."""
    given = request.FILES.getlist(name)
    if len(given) > MOST_FILES:
        raise Invalid.field(name, f"一次最多上传 {MOST_FILES} 个文件。", f"At most {MOST_FILES} files at once.")
    return [store(one, name=one.name or "file", subject=f"order:{order}", by=by, at=at) for one in given]  # type: ignore[arg-type]


def first_day(at: datetime) -> str:
    return local(at).date().isoformat()


def window_from(name: str, said: str) -> Window:
    """The window of a value written by `key_of`."""
    begins, _, ends = said.partition("/")
    try:
        start, end = datetime.fromisoformat(begins), datetime.fromisoformat(ends)
    except ValueError:
        raise Invalid.field(name, "请重新选择时段。", "Choose the window again.") from None
    if start.tzinfo is None or end.tzinfo is None:
        raise Invalid.field(name, "请重新选择时段。", "Choose the window again.")
    return Window(start, end)
