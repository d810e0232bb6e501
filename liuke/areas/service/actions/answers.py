"""What an act answers: plain values, ready for a page, the API and the technician's phone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from liuke.areas.service.models import Visit, WorkOrder


@dataclass(frozen=True)
class CallTaken:
    """A call that was answered; `customer_id` is None while the number belongs to several (ask who speaks)."""

    number: str
    customer_id: int | None
    candidates: tuple[int, ...]
    known: bool


@dataclass(frozen=True)
class RequestOpened:
    """A request; `repeated` when the external number had come before and this is the first answer again."""

    number: str
    customer_id: int
    state: str
    order: str = ""
    repeated: bool = False


@dataclass(frozen=True)
class Done:
    """An order after an act: its state and version, the visit if one stands, the window if one is agreed."""

    number: str
    state: str
    version: int
    visit: str = ""
    site: str = ""
    window_start: datetime | None = None
    window_end: datetime | None = None

    def as_json(self) -> dict[str, object]:
        plain = asdict(self)
        return plain | {k: v.isoformat() for k, v in plain.items() if isinstance(v, datetime)}

    @classmethod
    def from_json(cls, stored: dict[str, object]) -> Done:
        values = dict(stored)
        for name in ("window_start", "window_end"):
            if isinstance(text := values[name], str):
                values[name] = datetime.fromisoformat(text)
        return cls(**values)  # type: ignore[arg-type]


def done(order: WorkOrder, visit: Visit | None = None) -> Done:
    """The answer for an order as it stands now."""
    return Done(
        number=order.number,
        state=order.state,
        version=order.version,
        visit=visit.number if visit else "",
        site=order.site.number if order.site else "",
        window_start=order.window_start,
        window_end=order.window_end,
    )
