"""What complaints do because others spoke: a dissatisfaction opens one, a due verification looks for recurrence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from liuke.areas.complaints.actions.improving import look_for_recurrence
from liuke.areas.complaints.actions.taking import Heard, write
from liuke.areas.complaints.models import Complaint, Improvement, Letter, Paper, Part, Remedy
from liuke.foundation.files import actions as files
from liuke.foundation.gateways import actions as outbox
from liuke.kernel.journal.listeners import Moment, react
from liuke.kernel.journal.rows import Recorded

SOURCE_OF: Final = {
    "callback": "callback", "call": "hotline", "sms": "sms", "wechat": "social", "letter": "letter", "visit": "site",
    "portal": "portal",
}  # fmt: skip


@react("care.dissatisfaction.voiced")
def take_over(events: Sequence[Recorded], moment: Moment) -> None:
    """What a customer told the callback desk, the hotline or his own page is a complaint from then on."""
    there = set(Complaint.objects.filter(told__in=[e.subject for e in events]).values_list("told", flat=True))
    for event in events:
        if event.subject in there:
            continue
        heard = Heard(
            words=str(event.value("words") or ""), wants=str(event.value("wants") or ""),
            about=_thing(event.about), source=SOURCE_OF.get(str(event.value("channel")), "hotline"),
        )  # fmt: skip
        write(event.timeline_id, heard, by=moment.by, at=moment.at, happened_at=event.happened_at, told=event.subject)


@react("promise.reminded")
def look_again(events: Sequence[Recorded], moment: Moment) -> None:
    """Thirty days after an improvement its verifier is reminded: just then the system looks for like complaints itself."""
    for event in events:
        if event.value("what") == "verify-improvement":
            look_for_recurrence(event.subject, by=moment.by, at=moment.at)


@react("customers.customer.erased")
def forget_words(events: Sequence[Recorded], moment: Moment) -> None:
    """What the customer said is his: his words go with his name, and what was written to him, and his papers."""
    gone = [e.value("customer_id") for e in events]
    theirs = Complaint.objects.filter(customer_id__in=gone)
    numbers = list(theirs.values_list("number", flat=True))
    Part.objects.filter(complaint__customer_id__in=gone).update(text="", note="")
    Remedy.objects.filter(complaint__customer_id__in=gone).update(words="")
    letters = Letter.objects.filter(complaint__customer_id__in=gone)
    outbox.forget([f"letter:{pk}" for pk in letters.values_list("pk", flat=True)])
    letters.filter(sent_at=None).update(mailed_at=None)
    letters.update(text="", proof="-")
    Paper.objects.filter(complaint__customer_id__in=gone).update(
        sender_mask="", sender_hash=None, behind=[], subject="", text=""
    )
    Improvement.objects.filter(complaint__customer_id__in=gone).update(cause="", action="", proof="")
    theirs.update(words="", wants="", means="", finding="", external_no="")
    files.forget([f"complaint:{number}" for number in numbers], at=moment.at)


def _thing(about: str) -> str:
    """An order or a machine; a customer's code says "about us as a whole"."""
    return "" if about.startswith("C-") else about
