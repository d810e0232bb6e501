"""Reading what came in writing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.areas.complaints import access
from liuke.areas.complaints.models import Paper
from liuke.areas.complaints.rules.papers import KINDS
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words


@dataclass(frozen=True)
class PaperRow:
    """A mail or a letter as it came. `file` and `attached` are keys; `inside` more attachments stay in the original.

    `behind`: the customers whose address it may be, where a person has to say which.
    """

    kind: str
    kind_words: Words
    file: str
    sha256: str
    sender: str
    subject: str
    text: str
    sent_at: datetime | None
    attached: tuple[str, ...]
    inside: int
    received_at: datetime
    received_by: str
    behind: tuple[int, ...]


def list_papers(number: str, *, by: Actor) -> tuple[PaperRow, ...]:
    """What came for this complaint, the latest first; nothing for whoever may not read it."""
    rows = Paper.objects.filter(access.complaints_for(by), complaint__number=number)
    return tuple(_row(one) for one in rows.select_related("received_by").order_by("-pk"))


def _row(one: Paper) -> PaperRow:
    return PaperRow(
        one.kind, KINDS[one.kind], one.file, one.sha256, one.sender_mask, one.subject, one.text, one.sent_at,
        tuple(one.attached), one.inside, one.received_at, one.received_by.name, tuple(one.behind),
    )  # fmt: skip
