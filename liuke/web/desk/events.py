"""Events of a timeline as the kit's component takes them: sentence, both moments, cause and promises folded under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from liuke.foundation.words import Words
from liuke.insight.sentences import Told
from liuke.web.desk.filters import told
from liuke.web.ui import shapes

ICONS: Final = (
    ("promise.missed", "alert-triangle"), ("promise.escalated", "arrow-up"), ("promise.", "hand-stop"),
    ("service.call", "phone-incoming"), ("service.visit", "tool"), ("service.order.dispatched", "map-route"),
    ("service.", "clipboard-list"), ("care.dissatisfaction", "mood-sad"), ("complaints.", "mood-sad"), ("care.", "phone-outgoing"),
    ("products.", "package"), ("customers.", "user"), ("quality.grade", "star"), ("quality.", "gavel"),
    ("network.", "building-store"), ("company.", "building"),
)  # fmt: skip


def shown(events: Iterable[Told], *, promises: Mapping[int, list[shapes.Promise]] | None = None) -> list[shapes.Event]:
    """Timeline entries; `promises` by the event that opened them."""
    return [_shown(e, (promises or {}).get(e.id, [])) for e in events]


def _shown(e: Told, promises: list[shapes.Promise]) -> shapes.Event:
    causes: list[str | Words] = [e.cause] if e.cause else []
    late = e.recorded_at if e.reported_late else None
    return shapes.Event(e.sentence, e.happened_at, told(e.by), icon_of(e.kind), causes, promises, late)


def icon_of(kind: str) -> str:
    return next((icon for start, icon in ICONS if kind.startswith(start)), "circle-check")
