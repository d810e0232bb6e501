"""When a customer is told of his own visit: at once by day, in the morning where it was arranged at night."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from liuke.areas.care.rules.calling import HERE

FROM, UNTIL = time(8), time(21)
LAST_MOMENT: Final = timedelta(hours=1)
NEWS: Final = timedelta(days=1)


def tell_from(at: datetime, *, begins: datetime, own_wish: bool) -> datetime:
    """From when on the message may go out. Who has just asked for it is awake; a visit that is near cannot wait."""
    here = at.astimezone(HERE)
    if own_wish or FROM <= here.time() < UNTIL:
        return at
    day = here.date() + timedelta(days=1 if here.time() >= UNTIL else 0)
    morning = datetime.combine(day, FROM, HERE)
    return at if begins < morning + LAST_MOMENT else morning


def is_news(happened_at: datetime, at: datetime, *, begins: datetime) -> bool:
    """Is there anything to tell: not what was reported days later, not a window that has begun."""
    return at - happened_at <= NEWS and begins > at
