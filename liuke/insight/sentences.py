"""Events as sentences: the kind's own in both languages, the names of those who acted filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from liuke.foundation.clock import local
from liuke.foundation.identity.access import SYSTEM_KINDS
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import ROLES
from liuke.foundation.words import Words
from liuke.kernel.journal import queries as journal
from liuke.kernel.journal.kinds import Kind, find_kind
from liuke.kernel.journal.rows import Recorded
from liuke.kernel.promises import words as promise_words

SYSTEM: Final = Words("系统", "the system")
SOMEBODY: Final = Words("同事", "a colleague")


@dataclass(frozen=True)
class Told:
    """An event as a reader sees it. `late` where it was recorded more than a minute after it happened."""

    id: int
    kind: str
    sentence: Words
    subject: str
    about: str
    happened_at: datetime
    recorded_at: datetime
    by: Words
    cause: Words | None = None

    @property
    def area(self) -> str:
        return self.kind.split(".", 1)[0]

    @property
    def reported_late(self) -> bool:
        return abs((self.recorded_at - self.happened_at).total_seconds()) >= 60


def told(events: Sequence[Recorded], *, by: Actor) -> list[Told]:
    """These events in words, each with its cause's sentence; two reads whatever their number."""
    here = {e.id: e for e in events}
    missing = {e.caused_by for e in events if e.caused_by} - here.keys()
    causes = here | {e.id: e for e in journal.list_by_id(missing, by=by)} if missing else here
    names = _names({e.by_id for e in causes.values()})
    found = []
    for e in events:
        cause = causes.get(e.caused_by) if e.caused_by else None
        found.append(
            Told(
                e.id,
                e.kind,
                sentence(e, names),
                e.subject,
                e.about,
                e.happened_at,
                e.recorded_at,
                names.get(e.by_id, SYSTEM),
                sentence(cause, names) if cause else None,
            )
        )
    return found


def sentence(event: Recorded, names: Mapping[int, Words]) -> Words:
    """The event's sentence; a kind that this release does not know shows its name."""
    kind = find_kind(event.kind)
    if kind is None:
        return Words(event.kind, event.kind)
    values = _readable({**event.facts, **event.personal})
    return _said(kind, values, names.get(event.by_id, SYSTEM))


def example(kind: Kind) -> Words:
    """The kind's sentence with its own example."""
    return _said(kind, _readable(dict(kind.example)), SOMEBODY)


def _said(kind: Kind, values: dict[str, Any], by: Words) -> Words:
    spoken = {
        "by": by,
        "told": _whom(str(values.get("told", ""))),
        "to": _whom(str(values.get("to", ""))),
        "promise": _promise(str(values.get("what", ""))),
        "window": _span(values.get("window_start"), values.get("window_end")),
        "until": _span(values.get("until") or values.get("due_at")),
    }
    zh = kind.sentence("zh", values | {name: words.zh for name, words in spoken.items()})
    en = kind.sentence("en", values | {name: words.en for name, words in spoken.items()})
    return Words(zh, en)


def _whom(name: str) -> Words:
    """Whom an alarm or a promise went to: the owner, the customer's keeper, a role, or a name as it is."""
    if name == "keeper":
        return Words("负责人", "the keeper")
    if name == "owner":
        return Words("责任人", "whoever owes it")
    return Words(*ROLES[name]) if name in ROLES else Words(name, name)


def _promise(name: str) -> Words:
    """What becomes of a promise says of which; one given by hand has its words elsewhere."""
    what = promise_words.find(name)
    if what is None or what.name == promise_words.BY_HAND:
        return Words(" 的承诺", "the promise")
    return Words(f"「{what.words.zh}」", f"“{what.words.en}”")


def _span(start: object, end: object = None) -> Words:
    """A moment or a window on the company's clock: 11月24日 14:00–16:00; nothing for nothing."""
    if not start:
        return Words("", "")
    here = local(_moment(start))
    tail = f"{here:%H:%M}" + (f"–{local(_moment(end)):%H:%M}" if end else "")
    return Words(f"{here.month}月{here.day}日 {tail}", f"{here.day} {here:%b} {tail}")


def _moment(value: object) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


def _readable(values: dict[str, Any]) -> dict[str, Any]:
    """Lists as text; nothing for nothing."""
    return {
        k: "、".join(map(str, v)) if isinstance(v, list | tuple) else "" if v is None else v for k, v in values.items()
    }


def _names(actor_ids: Iterable[int]) -> dict[int, Words]:
    """The names of people; loops and jobs are the system to whoever reads."""
    rows = Actor.objects.filter(pk__in=set(actor_ids)).values_list("pk", "kind", "name")
    return {pk: SYSTEM if kind in SYSTEM_KINDS else Words(name, name) for pk, kind, name in rows}
