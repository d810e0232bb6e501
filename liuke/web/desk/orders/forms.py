"""Every act of the state table that the desk does: its noun in the address, what it asks, which action it calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from liuke.areas.service.actions import booking, dispatching, orders, running, visits
from liuke.areas.service.queries.names import (
    BY_ACT,
    CANCEL_REASONS,
    DECLINE_REASONS,
    EXPLAIN_TOPICS,
    RECALL_REASONS,
    REPEAT_REASONS,
    SEND_BACK_REASONS,
)
from liuke.areas.service.queries.orders import OrderFile
from liuke.foundation.words import Words
from liuke.web.desk.orders import asking, doing, fields
from liuke.web.desk.orders.asking import Ask
from liuke.web.ui.doors import Request

Asks = Callable[[Request, OrderFile], list[Ask]]
Doing = Callable[[Request, str], object]
AT_DISPATCH: Final = frozenset({"dispatch", "redispatch"})


@dataclass(frozen=True)
class ActForm:
    """`noun` stands in the address; without `asks` the button does it at once."""

    noun: str
    act: str
    do: Doing
    asks: Asks | None = None
    danger: bool = False
    multipart: bool = False

    @property
    def has_asks(self) -> bool:
        return self.asks is not None

    @property
    def opens(self) -> bool:
        """The button opens a form or the dispatcher's desk, instead of doing it at once."""
        return self.has_asks or self.act in AT_DISPATCH

    @property
    def words(self) -> Words:
        return BY_ACT[self.act].words


FORMS: Final = {
    form.noun: form
    for form in (
        ActForm("taking", "take", lambda r, n: orders.take(n, by=r.by, at=r.at)),
        ActForm("dispatch", "dispatch", doing.dispatch),
        ActForm("reassignment", "redispatch", doing.redispatch),
        ActForm("acceptance", "accept", lambda r, n: dispatching.accept(n, by=r.by, at=r.at)),
        ActForm("booking", "book", doing.book, fields.window),
        ActForm("assignment", "assign", doing.assign, fields.technician),
        ActForm("resumption", "resume", lambda r, n: running.resume(n, seen=doing.seen(r), by=r.by, at=r.at)),
        ActForm(
            "review", "review", doing.review,
            lambda r, f: [Ask("yes", "paid", _("Work outside the guarantee, paid by the customer"), value="1", optional=True)],
        ),
        ActForm(
            "send-back", "send_back", doing.send_back,
            lambda r, f: [asking.closed("checks", "reasons", _("What is wrong"), SEND_BACK_REASONS), asking.note(_("Note"))],
        ),
        ActForm("call-ahead", "call_ahead", lambda r, n: visits.call_ahead(n, by=r.by, at=r.at)),
        ActForm("departure", "depart", lambda r, n: visits.depart(n, by=r.by, at=r.at)),
        ActForm("arrival", "arrive", lambda r, n: visits.arrive(n, by=r.by, at=r.at)),
        ActForm("start", "start", lambda r, n: visits.start(n, by=r.by, at=r.at)),
        ActForm("rescheduling", "reschedule", doing.reschedule, fields.move),
        ActForm("wish", "wish", doing.wish, fields.wish),
        ActForm("missed-contact", "not_reached", lambda r, n: booking.not_reached(n, by=r.by, at=r.at)),
        ActForm("chase-up", "chase_up", doing.chase, lambda r, f: [asking.note(_("What the customer said"))]),
        ActForm(
            "explanation", "explain", doing.explain,
            lambda r, f: [asking.closed("cards", "topic", _("About"), EXPLAIN_TOPICS), asking.note(_("What was said"))],
        ),
        ActForm("hold", "hold", doing.hold, fields.hold, multipart=True),
        ActForm("part-request", "request_part", doing.request_part, lambda r, f: [Ask("text", "part", _("Part"))]),
        ActForm("part-progress", "move_part", doing.move_part, fields.part_step),
        ActForm(
            "repeat", "repeat", doing.repeat,
            lambda r, f: [asking.closed("cards", "reason", _("Reason"), REPEAT_REASONS), asking.note(_("What is wrong"))],
        ),
        ActForm(
            "recall", "recall", doing.recall,
            lambda r, f: [asking.closed("cards", "because", _("Reason"), RECALL_REASONS)], danger=True,
        ),
        ActForm(
            "refusal", "decline", doing.decline,
            lambda r, f: [asking.closed("cards", "reason", _("Reason"), DECLINE_REASONS), asking.note(_("Note"))],
            danger=True,
        ),
        ActForm(
            "cancellation", "cancel", doing.cancel,
            lambda r, f: [asking.closed("cards", "reason", _("Reason"), CANCEL_REASONS), asking.note(_("Note"))],
            danger=True,
        ),
    )
}  # fmt: skip
BY_NAME: Final = {form.act: form for form in FORMS.values()}
NEXT: Final = ("take", "dispatch", "accept", "book", "assign", "resume", "review")
