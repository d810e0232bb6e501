"""What this room does because others spoke: an erased customer's words go with him."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.areas.secrecy.actions.file_levels import end_erased
from liuke.areas.secrecy.models import LevelTerm, PersonRequest, Restriction
from liuke.kernel.journal.listeners import Moment, react
from liuke.kernel.journal.rows import Recorded


@react("customers.customer.erased")
def forget_words(events: Sequence[Recorded], moment: Moment) -> None:
    """That he asked, and what came of it, stays; what he said does not."""
    gone = [e.value("customer_id") for e in events]
    PersonRequest.objects.filter(customer__in=gone).update(words="", because="")
    LevelTerm.objects.filter(customer__in=gone).delete()
    Restriction.objects.filter(customer__in=gone).delete()
    end_erased(gone, by=moment.by, at=moment.at, caused_by=events[0])
